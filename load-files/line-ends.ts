/**
 * Line ends as old Macs and mainframes write them: a file whose lines end with CR alone is read with LF, and the 0x1A
 * (EOF of CP/M and MVS transfers) that closes a file is no line.
 */
import { createByteSource } from './byte-source.ts';

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const endOfFile = 0x1a;

/** By the beginning: a file that has CR there and no LF has no other line end. */
const examinedBytes = 65_536;

export async function* normaliseLineEnds(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = createByteSource(bytes);
  try {
    const beginning = await source.peek(examinedBytes);
    const hasCrAlone = beginning.includes(carriageReturn) && !beginning.includes(lineFeed);
    // A 0x1A is held back until more follows.
    let held = 0;
    for (let piece = await source.next(); piece !== null; piece = await source.next()) {
      let end = piece.length;
      while (end > 0 && piece[end - 1] === endOfFile) end -= 1;
      if (end === 0) {
        held += piece.length;
        continue;
      }
      if (held > 0) yield new Uint8Array(held).fill(endOfFile);
      held = piece.length - end;
      const content = piece.subarray(0, end);
      yield hasCrAlone ? content.map((byte) => (byte === carriageReturn ? lineFeed : byte)) : content;
    }
  } finally {
    await source.close();
  }
}
