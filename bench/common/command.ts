/** What every bench does as a command: options, an end in good order on Ctrl-C, and one sentence when it fails. */
import { textOf } from '../../local/messages.ts';
import { noteOf } from '../../local/system-errors.ts';
import { NotIdle } from './idle.ts';

export class UsageError extends Error {}

/** What stands behind an option that counts something. */
export function countOf(name: string, text: string | undefined, otherwise: number, most = 99_999): number {
  if (text === undefined) return otherwise;
  const count = /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  throw new UsageError(`${name}: a whole number from 1 to ${most}, please.`);
}

export interface Command<Options> {
  usage: string;
  /** Undefined for help. Throws UsageError with one sentence. */
  readOptions: () => Options | undefined;
  work: (options: Options) => Promise<void>;
  /** Also on Ctrl-C; may be called twice. */
  stop: () => Promise<void>;
}

/** Answers the exit code. */
export async function runCommand<Options>({ usage, readOptions, work, stop }: Command<Options>): Promise<number> {
  try {
    const options = readOptions();
    if (options === undefined) {
      process.stdout.write(usage);
      return 0;
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void stop().finally(() => process.exit(130)));
    }
    await work(options);
    return 0;
  } catch (err) {
    if (err instanceof UsageError) {
      process.stderr.write(`${err.message}\n`);
      return 2;
    }
    await stop();
    process.stderr.write(`${err instanceof NotIdle ? err.message : textOf(noteOf(err), 'en')}\n`);
    if (process.env['FUGO_LOG_LEVEL'] === 'debug') {
      process.stderr.write(`${String(err instanceof Error && err.stack)}\n`);
    }
    return 1;
  }
}
