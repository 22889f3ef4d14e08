import type { Block } from './block.ts';
import { putJudged, putUnreadable, type LineOutput } from './lines.ts';
import { forEachLine } from './text-lines.ts';
import { isBlank } from './values.ts';

/** One JSON object a line, with the names and the values that the API takes. */
export function readNdjsonLines(block: Block, output: LineOutput): void {
  forEachLine(block.text, (content, line) => {
    if (isBlank(content)) return;
    if (block.tooLong.has(line)) return putUnreadable(output, block, line, 'LINE_TOO_LONG');
    if (block.broken.has(line)) return putUnreadable(output, block, line, 'BROKEN_ENCODING');
    const value = parse(content);
    if (value === undefined) return putUnreadable(output, block, line, 'UNREADABLE_LINE');
    if (!isRecord(value)) return putUnreadable(output, block, line, 'NOT_AN_OBJECT');
    const { integratedAddressNumber, ...transfer } = value;
    return putJudged(output, block, {
      line,
      lines: 1,
      takenApart: { transfer, integratedAddressNumber, problems: [] },
    });
  });
}

/** Undefined where it is no JSON. */
function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (err) {
    if (err instanceof SyntaxError) return undefined;
    throw err;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
