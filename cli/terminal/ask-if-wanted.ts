import { say, usageError, type Context } from './context.ts';
import { createAsking } from './prompts.ts';

/** Whether the person wants it, having read what it is; `--yes` says so in advance. */
export async function isWanted(
  context: Context,
  { yes = false }: { yes?: boolean },
  question: string,
): Promise<boolean> {
  if (yes) return true;
  if (!context.stdin.isTTY) throw usageError(context, '--yes', say(context, 'update.notTerminal'));
  const answer = (await createAsking(context).visible(question)).normalize('NFKC').toLowerCase();
  return ['y', 'yes', 'はい'].includes(answer);
}
