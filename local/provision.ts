import { readLocalConfig } from '../config/local.ts';
import { textOf } from './messages.ts';
import { noteOf } from './system-errors.ts';
import { getTemporalBinary } from './temporal-binary.ts';

/** Gets Temporal before the tests start, so that a build of minutes shows and is not taken for a test that hangs. */
const { cache, language, temporalAddress } = readLocalConfig(process.env);
const started = Date.now();
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ending.abort());
try {
  if (temporalAddress === undefined) {
    await getTemporalBinary(
      cache,
      (note) => {
        const seconds = Math.round((Date.now() - started) / 1000);
        process.stderr.write(`[${seconds}${language === 'ja' ? '秒' : ' s'}] ${textOf(note, language)}\n`);
      },
      ending.signal,
    );
  }
} catch (error) {
  if (!ending.signal.aborted) process.stderr.write(`${textOf(noteOf(error), language)}\n`);
  process.exitCode = ending.signal.aborted ? 130 : 1;
}
