import { open } from 'node:fs/promises';
import { z } from 'zod';
import { LoadColumns } from '../../contracts/api/load-columns.ts';
import { below } from '../../contracts/http.ts';
import type { LoadEncoding } from '../../contracts/load-file.ts';
import { encode } from '../../load-files/encode.ts';
import { explainHeading, templateHeading } from '../../load-files/explain-heading.ts';
import { japaneseHeadings, loadFields, type LoadField } from '../../contracts/load-fields.ts';
import { findField, type ColumnNames } from '../../load-files/columns.ts';
import { mapHeading, type MappedHeading } from '../../load-files/map-heading.ts';
import { actingStaffId, bodyOf, type MunicipalitySession } from '../client/session.ts';
import { note, say, usageError, type Context } from '../terminal/context.ts';
import { openDestination } from '../terminal/destination.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { readText } from '../terminal/input.ts';
import type { FileToLoad } from './input-file.ts';

const examinedBytes = 65_536;

/**
 * Reads the heading of a CSV before it is sent: puts fugo's words in the place of another system's, as `--columns` says or
 * as was said at the last load of this municipality, and refuses names that are no fields, with those names and the fields.
 */
export async function prepareHeading(
  context: Context,
  { path, mediaType }: FileToLoad,
  { session, encoding, columns, staff }: HeadingOptions,
): Promise<MappedHeading | undefined> {
  const given = columns === undefined ? undefined : await readColumnNames(context, columns);
  if (mediaType === 'application/zip') {
    if (given) throw usageError(context, '--columns', say(context, 'load.columnsInZip'));
    return undefined;
  }
  const beginning = await readBeginning(path);
  if (given) await keepColumnNames(context, session, { names: given, staff });
  // What is named in fugo's words needs no other names.
  const isKnown = explainHeading(beginning, encoding).length === 0;
  const names = given ?? (isKnown ? {} : await findKeptNames(context, session));
  const mapped = mapHeading(beginning, encoding, names) ?? undefined;
  if (!given && mapped) note(context, say(context, 'load.columnsKept'));
  const sent = mapped ? Buffer.concat([mapped.bytes, beginning.subarray(mapped.from)]) : beginning;
  const unknown = explainHeading(sent, encoding);
  if (unknown.length === 0) return mapped;
  const shown = unknown.map((name) => `「${name}」`).join(' ');
  const fields = loadFields.map((field) => `${japaneseHeadings[field]} (${field})`).join('、');
  throw usageError(context, 'FILE', say(context, 'load.unknownHeading', { columns: shown, fields }));
}

interface HeadingOptions {
  session: MunicipalitySession;
  encoding: LoadEncoding;
  columns: string | undefined;
  staff: string | undefined;
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
  return Object.fromEntries(Object.entries(data).map(([theirs, ours]) => [theirs, readField(context, ours)]));
}

/** A field by its name or its Japanese word. */
function readField(context: Context, name: string | null): LoadField | null {
  if (name === null) return null;
  const field = findField(name);
  if (field) return field;
  const fields = loadFields.map((each) => `${japaneseHeadings[each]} (${each})`).join('、');
  throw usageError(context, '--columns', say(context, 'load.noField', { name, fields }));
}

async function keepColumnNames(
  context: Context,
  session: MunicipalitySession,
  { names, staff }: { names: ColumnNames; staff: string | undefined },
): Promise<void> {
  const columns = Object.entries(names).map(([name, field]) => ({ name, field }));
  const body = { staffId: actingStaffId(context, session, staff), columns };
  bodyOf(context, await session.api.call({ method: 'PUT', path: pathOf(session), body, answer: LoadColumns }));
}

async function findKeptNames(context: Context, session: MunicipalitySession): Promise<ColumnNames> {
  const { columns } = bodyOf(context, await session.api.call({ path: pathOf(session), answer: LoadColumns }));
  return Object.fromEntries(columns.map(({ name, field }) => [name, field]));
}

const pathOf = ({ municipality }: MunicipalitySession): string => below(municipality, 'load-columns');

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
