/** The records of a zip (PKWARE's APPNOTE 6.3) that one file needs. Numbers are little-endian. */
import type { ByteSource } from './byte-source.ts';
import { LoadFileProblem } from './problem.ts';

export const localRecord = 'PK\x03\x04';
export const centralRecord = 'PK\x01\x02';
/** End of the directory, its zip64 form, and its signature: no file follows any of them. */
export const endRecords: readonly string[] = ['PK\x05\x06', 'PK\x06\x06', 'PK\x05\x05'];
const descriptorRecord = 'PK\x07\x08';

export interface LocalHeader {
  isFolder: boolean;
  isEncrypted: boolean;
  method: number;
  /** Null if they follow the data. */
  statedSizes: StatedSizes | null;
  compressedSize: number | null;
}
interface StatedSizes {
  size: number;
  checksum: number;
}

export async function takeSignature(source: ByteSource): Promise<string> {
  return (await take(source, 4)).toString('latin1');
}

export async function readLocalHeader(source: ByteSource): Promise<LocalHeader> {
  const header = await take(source, 26);
  const flags = header.readUInt16LE(2);
  const name = await take(source, header.readUInt16LE(22));
  const extra = await take(source, header.readUInt16LE(24));
  const sizes = sizesOf({ size: header.readUInt32LE(18), compressedSize: header.readUInt32LE(14) }, extra);
  const isStated = (flags & 0x8) === 0;
  return {
    isFolder: isFolder(name),
    isEncrypted: (flags & 0x1) !== 0,
    method: header.readUInt16LE(4),
    statedSizes: isStated ? { size: sizes.size, checksum: header.readUInt32LE(10) } : null,
    compressedSize: isStated ? sizes.compressedSize : null,
  };
}

/**
 * Checks the descriptor after data that were written as a stream. Its signature is optional, and its sizes have four or
 * eight bytes without saying which. The form that agrees with what was read and is followed by another record counts.
 */
export async function agreesWithDescriptor(
  source: ByteSource,
  { size, checksum, compressedSize }: StatedSizes & { compressedSize: number },
): Promise<boolean> {
  const bytes = Buffer.from(await source.peek(28));
  for (const from of bytes.toString('latin1', 0, 4) === descriptorRecord ? [4, 0] : [0]) {
    for (const width of [4, 8]) {
      const to = from + 4 + 2 * width;
      const isNext = [localRecord, centralRecord].includes(bytes.toString('latin1', to, to + 4));
      if (!isNext || bytes.readUInt32LE(from) !== checksum) continue;
      if (numberAt(bytes, from + 4, width) !== compressedSize || numberAt(bytes, from + 4 + width, width) !== size) {
        continue;
      }
      await take(source, to);
      return true;
    }
  }
  return false;
}

/** Reads an entry of the directory, after its signature. */
export async function readCentralRecord(source: ByteSource): Promise<{ isFolder: boolean }> {
  const header = await take(source, 42);
  const name = await take(source, header.readUInt16LE(24));
  await take(source, header.readUInt16LE(26) + header.readUInt16LE(28));
  return { isFolder: isFolder(name) };
}

async function take(source: ByteSource, count: number): Promise<Buffer> {
  const taken = await source.take(count);
  if (!taken) throw new LoadFileProblem({ field: '', rule: 'BROKEN_ZIP' });
  return Buffer.from(taken);
}

/** Sizes that do not fit four bytes are in the extra field 0x0001 (zip64). */
function sizesOf(
  sizes: { size: number; compressedSize: number },
  extra: Buffer,
): { size: number; compressedSize: number } {
  const inExtraField = 0xffff_ffff;
  if (sizes.size !== inExtraField && sizes.compressedSize !== inExtraField) return sizes;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1 && extra.readUInt16LE(at + 2) >= 16 && at + 20 <= extra.length) {
      return { size: numberAt(extra, at + 4, 8), compressedSize: numberAt(extra, at + 12, 8) };
    }
  }
  throw new LoadFileProblem({ field: '', rule: 'BROKEN_ZIP' });
}

function numberAt(bytes: Buffer, at: number, width: number): number {
  return width === 4 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at));
}

function isFolder(name: Buffer): boolean {
  return name.at(-1) === 0x2f;
}
