import { createInterface } from 'node:readline';
import { say, usageError, type Context } from './context.ts';
import { interruptedCode } from './exit.ts';


/** What a person types, or a script sends line by line. */
export interface Asking {
  /** Shown while it is typed. */
  visible: (question: string) => Promise<string>;
  /** Not shown. */
  hidden: (question: string) => Promise<string>;
}

/** In a terminal with a question on standard error; from a pipe the next line, whose question nobody reads. */
export function createAsking(context: Context): Asking {
  if (!context.stdin.isTTY) {
    const next = linesOf(context);
    return { visible: next, hidden: next };
  }
  const streams = { input: context.stdin, output: context.stderr };
  return {
    async visible(question) {
      const { default: input } = await import('@inquirer/input');
      return answered(input({ message: question }, streams));
    },
    async hidden(question) {
      const { default: password } = await import('@inquirer/password');
      return answered(
        password({ message: question, toggleMask: false, theme: { style: { maskedText: '' } } }, streams),
      );
    },
  };
}

/** An empty text when there are no more. */
function linesOf({ stdin }: Context): () => Promise<string> {
  let lines: AsyncIterator<string> | undefined;
  return async () => {
    lines ??= createInterface({ input: stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
    const next = await lines.next();
    return next.done === true ? '' : next.value.replace(/^\u{feff}/u, '').trim();
  };
}

/** Ctrl-C at a question ends the command. */
async function answered(answer: Promise<string>): Promise<string> {
  try {
    return (await answer).trim();
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') process.exit(interruptedCode);
    throw error;
  }
}

/** Whether the person wants it, having read what it is; `--yes` says so in advance. */
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
