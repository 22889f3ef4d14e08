import { Load } from '../../contracts/api/loads.ts';
import type { LoadEncoding, LoadFormat } from '../../contracts/load-file.ts';
import { below } from '../../contracts/http.ts';
import { findFormat } from '../../load-files/file-name.ts';
import { note, say, usageError, type Context } from '../terminal/context.ts';
import { pathError } from '../terminal/input.ts';
import { FileUnreadable } from '../client/send-file.ts';
import { actingStaffId, bodyOf, municipalitySession, type SessionOptions } from '../client/session.ts';
import { examineFile, type FileToLoad } from './input-file.ts';
import type { FoundLoad } from './find.ts';
import { prepareHeading } from './heading.ts';
import { createProgressLine } from '../terminal/redraw.ts';

export interface SendOptions extends SessionOptions {
  format?: LoadFormat;
  encoding: LoadEncoding;
  dryRun?: boolean;
  again?: boolean;
  numberSystem?: string;
  dataType?: string;
  columns?: string;
  linesPerChunk?: number;
  chunksAtOnce?: number;
  errorRateLimit?: number;
  linesPerSecond?: number;
  staff?: string;
}

/** Sends the file. When this answers, fugo has it. */
export async function sendLoad(context: Context, path: string, options: SendOptions): Promise<FoundLoad> {
  const file = await examineFile(context, path);
  const format = chooseFormat(context, file, options);
  note(
    context,
    say(context, 'load.readAs', { format: say(context, `load.format.${format}`), encoding: options.encoding }),
  );
  const session = municipalitySession(context, options);
  if (format !== 'csv' && options.columns !== undefined) {
    throw usageError(context, '--columns', say(context, 'load.columnsForm'));
  }
  const { encoding, columns, staff } = options;
  const replaced =
    format === 'csv' ? await prepareHeading(context, file, { session, encoding, columns, staff }) : undefined;
  const progress = createProgressLine(context);
  const upload = session.api.upload({
    path: below(session.municipality, 'loads'),
    query: {
      format,
      encoding: options.encoding,
      fileName: file.name.slice(-200),
      staffId: actingStaffId(context, session, options.staff),
      dryRun: String(options.dryRun ?? false),
      again: String(options.again ?? false),
      numberSystem: options.numberSystem,
      dataType: options.dataType,
      linesPerChunk: options.linesPerChunk,
      chunksAtOnce: options.chunksAtOnce,
      errorRateLimit: options.errorRateLimit,
      linesPerSecond: options.linesPerSecond,
    },
    file: {
      ...file,
      ...(replaced && { replaced }),
      onProgress: (sent) =>
        progress.show(() => say(context, 'load.sending', { percent: Math.floor((sent / file.bytes) * 100) })),
    },
    answer: Load,
  });
  try {
    const load = bodyOf(context, await upload);
    note(context, say(context, 'load.taken', { id: load.loadId }));
    return { session, load };
  } catch (error) {
    throw error instanceof FileUnreadable ? pathError(context, error.cause, path) : error;
  } finally {
    progress.end();
  }
}

function chooseFormat(context: Context, { name }: FileToLoad, { format }: SendOptions): LoadFormat {
  const found = format ?? findFormat(name);
  if (found) return found;
  throw usageError(context, '--format', say(context, 'load.formatNeeded'));
}
