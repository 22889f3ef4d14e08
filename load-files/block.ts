import type { LoadEncoding } from '../contracts/load-file.ts';
import { longestLine } from './line-blocks.ts';
import { decode, decodeTolerantly } from './decode.ts';

/** Whole lines of a file as text. Line numbers count from 0 within the block. */
export interface Block {
  text: string;
  /** The number that line 0 of the block has in the file. */
  firstLine: number;
  /** Whether the block is the last, so that nothing follows that could close an open record. */
  last: boolean;
  /** Lines with bytes that are not in the encoding; the text has U+FFFD in their place. */
  brokenLines: ReadonlySet<number>;
  /** Lines longer than allowed. */
  tooLongLines: ReadonlySet<number>;
  /** The bytes of `count` lines, without the last line end. */
  copyLines: (line: number, count: number) => Uint8Array;
  /** All bytes from a line on. */
  bytesFrom: (line: number) => Uint8Array;
}

export function createBlock(
  bytes: Uint8Array,
  { encoding, firstLine, last }: { encoding: LoadEncoding; firstLine: number; last: boolean },
): Block {
  // Computed on demand: only bad lines need to know where their bytes are.
  let lineStarts: number[] | undefined;
  const starts = (): number[] => (lineStarts ??= findLineStarts(bytes));
  const start = (line: number): number => starts()[line] ?? bytes.length;
  const content = (line: number, count: number): Uint8Array =>
    trimLineEnd(bytes.subarray(start(line), start(line + count)));

  const brokenLines = new Set<number>();
  const decodeEachLine = (): string =>
    starts()
      .map((_, line) => {
        const lineBytes = content(line, 1);
        const text = decode(lineBytes, encoding);
        if (text === null) brokenLines.add(line);
        return text ?? decodeTolerantly(lineBytes, encoding);
      })
      .join('\n');
  const text = decode(bytes, encoding) ?? decodeEachLine();

  const tooLongLines = new Set<number>();
  if (mayHaveLongLine(text)) {
    for (const line of starts().keys()) if (content(line, 1).length > longestLine) tooLongLines.add(line);
  }

  return {
    text,
    firstLine,
    last,
    brokenLines,
    tooLongLines,
    // A copy, so that a bad line does not keep its whole block in memory.
    copyLines: (line, count) => content(line, count).slice(0, longestLine),
    bytesFrom: (line) => bytes.subarray(start(line)),
  };
}

function findLineStarts(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, end + 1)) starts.push(end + 1);
  return starts;
}

export function countLineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, end + 1)) count += 1;
  return count;
}

function trimLineEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  if (bytes[end - 1] === lineFeed) end -= 1;
  if (bytes[end - 1] === carriageReturn) end -= 1;
  return bytes.subarray(0, end);
}
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A UTF-16 unit has at most three bytes, so shorter lines need no measuring. */
function mayHaveLongLine(text: string): boolean {
  const most = longestLine / 3;
  for (let from = 0; text.length - from > most;) {
    // Searches backwards from the longest allowed length, because a line end is nearly always close to it.
    const end = text.lastIndexOf('\n', from + most);
    if (end < from) return true;
    from = end + 1;
  }
  return false;
}
