import { open } from 'node:fs/promises';
import type { LoadEncoding } from '../../contracts/load-file.ts';
import { encode } from '../../load-files/encode.ts';
import { explainHeading, templateHeading } from '../../load-files/explain-heading.ts';
import { japaneseHeadings, loadFields } from '../../load-files/fields.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import { openDestination } from '../terminal/destination.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import type { FileToLoad } from './input-file.ts';

const examinedBytes = 65_536;

/** Refuses a CSV whose heading has names that are no fields, before it is sent, with those names and the fields. */
export async function requireKnownHeading(
  context: Context,
  { path, mediaType }: FileToLoad,
  encoding: LoadEncoding,
): Promise<void> {
  if (mediaType === 'application/zip') return;
  const unknown = explainHeading(await readBeginning(path), encoding);
  // Where most is unknown there is no heading, and what stands there is a resident's.
  if (unknown.length === 0 || unknown.length > loadFields.length / 2) return;
  const columns = unknown.map((name) => `「${name}」`).join(' ');
  const fields = loadFields.map((field) => `${japaneseHeadings[field]} (${field})`).join('、');
  throw usageError(context, 'FILE', say(context, 'load.unknownHeading', { columns, fields }));
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
