/**
 * Cuts a stream of bytes into blocks of whole lines, so that readers never meet half a line or half a character, and
 * memory does not grow with the file.
 */
export interface LineBlock {
  bytes: Uint8Array;
  last: boolean;
  /** Whether the block is one line that is too long, without its end. */
  isCut: boolean;
}

/** Bytes of the longest line: twice what all fields need at their longest, in characters of four bytes. */
export const longestLine = 65_536;
const blockSize = 262_144;
const lineEnd = Buffer.from('\n');

export async function* cutLineBlocks(source: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let withinCut = false;
  for await (const piece of cutPieces(source)) {
    let added = piece;
    if (withinCut) {
      const end = piece.indexOf(lineEnd[0] ?? 0);
      if (end < 0) continue;
      withinCut = false;
      added = piece.subarray(end + 1);
    }
    pending.push(added);
    length += added.length;
    if (length < blockSize) continue;

    const bytes = Buffer.concat(pending);
    const end = bytes.lastIndexOf(lineEnd) + 1;
    let rest = bytes.subarray(end);
    if (end > 0) yield { bytes: bytes.subarray(0, end), last: false, isCut: false };
    // One more byte may belong to the line end, and a second one shows that the line is too long.
    if (rest.length > longestLine + 1) {
      yield { bytes: Buffer.concat([rest.subarray(0, longestLine + 1), lineEnd]), last: false, isCut: true };
      withinCut = true;
      rest = Buffer.alloc(0);
    }
    pending = [rest];
    length = rest.length;
  }
  yield { bytes: Buffer.concat(pending), last: true, isCut: false };
}

async function* cutPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    for (let from = 0; from < chunk.length; from += blockSize) yield chunk.subarray(from, from + blockSize);
  }
}
