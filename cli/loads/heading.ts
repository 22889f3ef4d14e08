import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { getHome } from '../../config/local.ts';
import type { LoadEncoding } from '../../contracts/load-file.ts';
import { encode } from '../../load-files/encode.ts';
import { explainHeading, templateHeading } from '../../load-files/explain-heading.ts';
import { japaneseHeadings, loadFields } from '../../load-files/fields.ts';
import { mapHeading, type ColumnNames, type MappedHeading } from '../../load-files/map-heading.ts';
import { findJson, writePrivateJson } from '../../local/files.ts';
import { note, say, usageError, type Context } from '../terminal/context.ts';
import { openDestination } from '../terminal/destination.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { readText } from '../terminal/input.ts';
import type { FileToLoad } from './input-file.ts';

const examinedBytes = 65_536;

/**
 * Reads the heading of a CSV before it is sent: puts fugo's words in the place of another system's, as `--columns` says or
 * said at the last load of this municipality, and refuses names that are no fields, with those names and the fields.
 */
export async function prepareHeading(
  context: Context,
  { path, mediaType }: FileToLoad,
  { encoding, columns, municipality }: { encoding: LoadEncoding; columns?: string; municipality: string },
): Promise<MappedHeading | undefined> {
  const given = columns === undefined ? undefined : await readColumnNames(context, columns);
  if (mediaType === 'application/zip') {
    if (given) throw usageError(context, '--columns', say(context, 'load.columnsInZip'));
    return undefined;
  }
  const beginning = await readBeginning(path);
  const kept = findKeptNames(context);
  const mapped = mapHeading(beginning, encoding, given ?? kept[municipality] ?? {}) ?? undefined;
  if (given) writePrivateJson(keptNamesPath(context), { ...kept, [municipality]: given });
  else if (mapped) note(context, say(context, 'load.columnsKept'));
  const sent = mapped ? Buffer.concat([mapped.bytes, beginning.subarray(mapped.from)]) : beginning;
  const unknown = explainHeading(sent, encoding);
  if (unknown.length === 0) return mapped;
  const names = unknown.map((name) => `「${name}」`).join(' ');
  const fields = loadFields.map((field) => `${japaneseHeadings[field]} (${field})`).join('、');
  throw usageError(context, 'FILE', say(context, 'load.unknownHeading', { columns: names, fields }));
}

const ColumnNamesForm = z.record(z.string(), z.string().nullable());

async function readColumnNames(context: Context, file: string): Promise<ColumnNames> {
  const wrong = usageError(context, '--columns', say(context, 'load.columnsForm'));
  let json: unknown;
  try {
    json = JSON.parse(await readText(context, file));
  } catch (error) {
    throw error instanceof SyntaxError ? wrong : error;
  }
  const { success, data } = ColumnNamesForm.safeParse(json);
  if (!success) throw wrong;
  return data;
}

/** `$FUGO_HOME/load-columns.json`: the names of the last load of each municipality, and no value of a file. */
const keptNamesPath = ({ env }: Context): string => join(getHome(env), 'load-columns.json');

function findKeptNames(context: Context): Record<string, ColumnNames> {
  const { success, data } = z.record(z.string(), ColumnNamesForm).safeParse(findJson(keptNamesPath(context)));
  return success ? data : {};
}

async function readBeginning(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(examinedBytes), 0, examinedBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** `fugo load --template` writes an empty file of the right form; in UTF-8 with the mark by which Excel knows it. */
export async function writeTemplate(
  context: Context,
  { encoding, output }: { encoding: LoadEncoding; output?: string },
): Promise<ExitCode> {
  const encoded = encode(encoding === 'utf-8' ? `\ufeff${templateHeading}` : templateHeading, encoding);
  if (!encoded.isWhole) throw new Error('The words of the fields are in both encodings');
  const destination = await openDestination(context, '--output', output);
  try {
    await destination.write(encoded.bytes);
  } finally {
    await destination.close();
  }
  return exitCodes.ok;
}
