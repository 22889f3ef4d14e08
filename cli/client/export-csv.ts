import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { note, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { openDestination } from '../terminal/destination.ts';
import { bodyOf, type MunicipalitySession } from './session.ts';
import { grouped } from '../terminal/table.ts';

export interface CsvOptions {
  /** `-` is standard output. */
  csv?: string;
  encoding?: CsvEncoding;
  json?: boolean;
}

/** A list as the file that the staff web gives, of any length; it is its owner's alone, for there may be names in it. */
export async function exportCsv(
  context: Context,
  { municipality, api }: MunicipalitySession,
  { path, query = {} }: { path: string; query?: Record<string, string | number | undefined> },
  { csv = '-', encoding = 'utf-8', json }: CsvOptions,
): Promise<ExitCode> {
  if (json) throw usageError(context, '--json', say(context, 'load.fileIsNoJson'));
  const call = {
    path: `/v1/municipalities/${municipality}/${path}`,
    query: { ...query, encoding },
    mediaType: 'text/csv',
  };
  const answer = bodyOf(context, await api.download(call));
  const destination = await openDestination(context, '--csv', csv === '-' ? undefined : csv, { isPrivate: true });
  let bytes = 0;
  try {
    for await (const piece of answer) {
      bytes += piece.length;
      await destination.write(piece);
    }
  } finally {
    await destination.close();
  }
  if (csv !== '-') note(context, say(context, 'load.saved', { bytes: grouped(bytes) }));
  return exitCodes.ok;
}
