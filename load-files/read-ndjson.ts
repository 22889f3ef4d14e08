import type { LoadLineProblem } from '../contracts/load-file.ts';
import { parseStrictly, TooManySigns, type StrictJson } from '../domain/strict-json.ts';
import type { Block } from './block.ts';
import { loadFields } from './fields.ts';
import { putJudged, putUnreadable, type LineOutput } from './lines.ts';
import { forEachLine } from './text-lines.ts';
import { isBlank } from './values.ts';

/** One JSON object a line, with the names and the values that the API takes. */
export function readNdjsonLines(block: Block, output: LineOutput): void {
  forEachLine(block.text, (content, line) => {
    if (isBlank(content)) return;
    if (block.tooLong.has(line)) return putUnreadable(output, block, line, 'LINE_TOO_LONG');
    if (block.broken.has(line)) return putUnreadable(output, block, line, 'BROKEN_ENCODING');
    const json = parse(content);
    if (json === undefined) return putUnreadable(output, block, line, 'UNREADABLE_LINE');
    const { value, repeated } = json;
    if (!isRecord(value)) return putUnreadable(output, block, line, 'NOT_AN_OBJECT');
    const { integratedAddressNumber, ...transfer } = value;
    return putJudged(output, block, {
      line,
      lines: 1,
      takenApart: { transfer, integratedAddressNumber, problems: repeated.map(problemOf) },
    });
  });
}

/** Undefined where it is no JSON. */
function parse(content: string): StrictJson | undefined {
  try {
    return parseStrictly(content);
  } catch (err) {
    if (err instanceof SyntaxError || err instanceof TooManySigns) return undefined;
    throw err;
  }
}

/** A key may be anything, a value in the wrong place too; so only a field is named. */
function problemOf([key]: PropertyKey[]): LoadLineProblem {
  return { field: loadFields.find((field) => field === key) ?? '', rule: 'REPEATED_FIELD' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
