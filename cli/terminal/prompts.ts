import { createInterface } from 'node:readline';
import { say, usageError, type Context } from './context.ts';
import { interruptedCode } from './exit.ts';

/** Answers that a person types, or that a script sends line by line. */
export interface Asking {
  /** What is typed is shown. */
  visible: (question: string) => Promise<string>;
  /** What is typed is not shown. */
  hidden: (question: string) => Promise<string>;
}

/** Asks on standard error in a terminal; from a pipe it reads the next line without a question. */
export function createAsking(context: Context): Asking {
  if (!context.stdin.isTTY) {
    const next = createLineReader(context);
    return { visible: next, hidden: next };
  }
  const streams = { input: context.stdin, output: context.stderr };
  return {
    async visible(question) {
      const { default: input } = await import('@inquirer/input');
      return readAnswer(input({ message: question }, streams));
    },
    async hidden(question) {
      const { default: password } = await import('@inquirer/password');
      return readAnswer(
        password({ message: question, toggleMask: false, theme: { style: { maskedText: '' } } }, streams),
      );
    },
  };
}

/** Answers an empty text when there are no more lines. */
function createLineReader({ stdin }: Context): () => Promise<string> {
  let lines: AsyncIterator<string> | undefined;
  return async () => {
    lines ??= createInterface({ input: stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
    const next = await lines.next();
    return next.done === true ? '' : next.value.replace(/^\u{feff}/u, '').trim();
  };
}

async function readAnswer(answer: Promise<string>): Promise<string> {
  try {
    return (await answer).trim();
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') process.exit(interruptedCode);
    throw error;
  }
}

/** Asks whether the person agrees to what they have just read. `--yes` agrees in advance. */
export async function askConsent(
  context: Context,
  { yes = false }: { yes?: boolean },
  question: string,
): Promise<boolean> {
  if (yes) return true;
  if (!context.stdin.isTTY) throw usageError(context, '--yes', say(context, 'update.notTerminal'));
  const answer = (await createAsking(context).visible(question)).normalize('NFKC').toLowerCase();
  return ['y', 'yes', 'はい'].includes(answer);
}
