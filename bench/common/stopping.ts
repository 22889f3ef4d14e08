/** A part of the stack that stands still: it is there and answers nobody, as behind a network that is gone. */
import { findIdentity, signalProcess } from '../../local/processes.ts';
import type { BenchStack } from './stack.ts';

/** Answers what the work answers, with the part going on again. */
export async function whileStopped<Result>(
  { pids, onClose }: Pick<BenchStack, 'pids' | 'onClose'>,
  part: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const identity = findIdentity(pids()[part] ?? 0);
  if (!identity) throw new Error(`There is no ${part} to stop.`);
  const goOn = (): void => signalProcess(identity, 'SIGCONT');
  // Also where the bench is ended meanwhile: what stands still cannot end in good order.
  onClose(goOn);
  signalProcess(identity, 'SIGSTOP');
  try {
    return await work();
  } finally {
    goOn();
  }
}
