import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { saveAnswer } from '../terminal/destination.ts';
import { bodyOf, type MunicipalitySession } from './session.ts';

export interface CsvOptions {
  /** `-` is standard output. */
  csv?: string;
  encoding?: CsvEncoding;
  json?: boolean;
}

/** Saves a list as the file that the staff web gives. Only its owner may read it, since it may hold names. */
export async function exportCsv(
  context: Context,
  { api }: Pick<MunicipalitySession, 'api'>,
  { path, query = {} }: { path: string; query?: Record<string, string | number | undefined> },
  { csv = '-', encoding = 'utf-8', json }: CsvOptions,
): Promise<ExitCode> {
  if (json) throw usageError(context, '--json', say(context, 'load.fileIsNoJson'));
  const call = {
    path,
    query: { ...query, encoding },
    mediaType: 'text/csv',
  };
  const answer = bodyOf(context, await api.download(call));
  await saveAnswer(context, '--csv', csv === '-' ? undefined : csv, answer);
  return exitCodes.ok;
}
