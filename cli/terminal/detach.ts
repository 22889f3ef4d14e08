import { note, type Context } from './context.ts';
import { interruptedCode } from './exit.ts';

/**
 * Ctrl-C ends the watching of work that fugo goes on with, and says the sentence, which names the command that watches
 * again. The function that is given back ends this.
 */
export function detachOnInterrupt(context: Context, sentence: string): () => void {
  const detach = (): void => {
    note(context, `\n${sentence}`);
    process.exit(interruptedCode);
  };
  process.once('SIGINT', detach);
  return () => process.off('SIGINT', detach);
}
