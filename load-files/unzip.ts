/**
 * Unpacks the one file in a zip as a stream; bytes that are no zip pass unchanged. A zip's directory stands at its end,
 * so a second file or a wrong checksum shows only when everything was read.
 *
 * Z1. Exactly one file; folders do not count.
 * Z2. The output has no more bytes than allowed, in total and per byte of input (zip bomb).
 * Z3. The output is whole: length and checksum are those that the zip states.
 */
import { crc32 } from 'node:zlib';
import type { WholeFileRule } from '../contracts/load-file.ts';
import { createByteSource, type ByteSource } from './byte-source.ts';
import { inflate } from './inflate.ts';
import { LoadFileProblem } from './problem.ts';
import {
  agreesWithDescriptor,
  centralRecord,
  endRecords,
  localRecord,
  readCentralRecord,
  readLocalHeader,
  takeSignature,
  type LocalHeader,
} from './zip-records.ts';

export interface ZipLimits {
  /** Bytes that may come out. */
  bytes: number;
  /** Bytes that may come out for each that went in, once there are more than a few. */
  ratio: number;
}

/** The largest city has fewer than four million residents, each with a kilobyte in the fixed-length layout. */
const usualLimits: ZipLimits = { bytes: 8 * 1024 ** 3, ratio: 200 };
const ratioFreeBytes = 16 * 1024 ** 2;

export async function* unzip(
  bytes: AsyncIterable<Uint8Array>,
  limits: ZipLimits = usualLimits,
): AsyncGenerator<Uint8Array> {
  const source = createByteSource(bytes);
  try {
    const beginning = Buffer.from(await source.peek(4)).toString('latin1');
    if (beginning === localRecord) yield* readOnlyFile(source, limits);
    else if (endRecords.includes(beginning)) throw createProblem('NOT_ONE_FILE_IN_ZIP');
    else yield* readAll(source);
  } finally {
    await source.close();
  }
}

async function* readOnlyFile(source: ByteSource, limits: ZipLimits): AsyncGenerator<Uint8Array> {
  let files = 0;
  let signature = await takeSignature(source);
  for (; signature === localRecord; signature = await takeSignature(source)) {
    const header = await readLocalHeader(source);
    if (!header.isFolder) files += 1;
    if (files > 1) throw createProblem('NOT_ONE_FILE_IN_ZIP');
    for await (const bytes of readContent(source, header, limits)) {
      if (header.isFolder) throw createProblem('BROKEN_ZIP');
      yield bytes;
    }
  }
  if (files === 0) throw createProblem('NOT_ONE_FILE_IN_ZIP');
  for (files = 0; signature === centralRecord; signature = await takeSignature(source)) {
    if (!(await readCentralRecord(source)).isFolder) files += 1;
  }
  if (files !== 1 || !endRecords.includes(signature)) throw createProblem('BROKEN_ZIP');
  // Read to the end, so that a source that verifies itself there does so.
  while (await source.next());
}

async function* readContent(source: ByteSource, header: LocalHeader, limits: ZipLimits): AsyncGenerator<Uint8Array> {
  if (header.isEncrypted) throw createProblem('ENCRYPTED_ZIP');
  const isStored = header.method === storedMethod && header.compressedSize !== null;
  if (!isStored && header.method !== deflatedMethod) throw createProblem('UNSUPPORTED_ZIP');
  const input = takeCounted(source, header.compressedSize ?? Infinity);
  let size = 0;
  let checksum = 0;
  for await (const bytes of isStored ? readAll(input) : inflate(input)) {
    size += bytes.length;
    checksum = crc32(bytes, checksum);
    const isBomb = size > ratioFreeBytes && size > input.count() * limits.ratio;
    if (size > limits.bytes || isBomb) throw createProblem('ZIP_TOO_LARGE');
    yield bytes;
  }
  const { statedSizes, compressedSize } = header;
  const isWhole = statedSizes
    ? statedSizes.size === size && statedSizes.checksum === checksum && compressedSize === input.count()
    : await agreesWithDescriptor(source, { size, checksum, compressedSize: input.count() });
  if (!isWhole) throw createProblem('BROKEN_ZIP');
}
const storedMethod = 0;
const deflatedMethod = 8;

type Part = Pick<ByteSource, 'next' | 'putBack'> & { count: () => number };

/** The next `length` bytes of a source, with a count of those taken. */
function takeCounted(source: ByteSource, length: number): Part {
  let taken = 0;
  const putBack = (bytes: Uint8Array): void => {
    taken -= bytes.length;
    source.putBack(bytes);
  };
  return {
    next: async () => {
      const piece = taken < length ? await source.next() : null;
      if (!piece) return null;
      taken += piece.length;
      if (taken <= length) return piece;
      const own = piece.length - (taken - length);
      putBack(piece.subarray(own));
      return piece.subarray(0, own);
    },
    putBack,
    count: () => taken,
  };
}

async function* readAll({ next }: Pick<ByteSource, 'next'>): AsyncGenerator<Uint8Array> {
  for (let piece = await next(); piece; piece = await next()) yield piece;
}

function createProblem(rule: WholeFileRule): LoadFileProblem {
  return new LoadFileProblem({ field: '', rule });
}
