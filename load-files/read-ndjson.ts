import type { LoadLineProblem } from '../contracts/load-file.ts';
import { parseStrictly, TooManySigns, type StrictJson } from '../domain/strict-json.ts';
import type { Block } from './block.ts';
import { loadFields } from '../contracts/load-fields.ts';
import { judgeAndPut, putUnreadable, type LineOutput } from './put-lines.ts';
import { forEachLine } from './text-lines.ts';
import { isBlank } from './values.ts';

/** Reads lines of NDJSON: one object each, with the names and values of the API. */
export function readNdjsonLines(block: Block, output: LineOutput): void {
  forEachLine(block.text, (content, line) => {
    if (isBlank(content)) return;
    if (block.tooLongLines.has(line)) return putUnreadable(output, block, line, 'LINE_TOO_LONG');
    if (block.brokenLines.has(line)) return putUnreadable(output, block, line, 'BROKEN_ENCODING');
    const json = parse(content);
    if (json === undefined) return putUnreadable(output, block, line, 'UNREADABLE_LINE');
    const { value, repeated } = json;
    if (!isRecord(value)) return putUnreadable(output, block, line, 'NOT_AN_OBJECT');
    const { integratedAddressNumber, ...transfer } = value;
    return judgeAndPut(output, block, {
      line,
      lines: 1,
      parsedLine: { transfer, integratedAddressNumber, problems: repeated.map(problemOf) },
    });
  });
}

/** Undefined if it is not JSON. */
function parse(content: string): StrictJson | undefined {
  try {
    return parseStrictly(content);
  } catch (err) {
    if (err instanceof SyntaxError || err instanceof TooManySigns) return undefined;
    throw err;
  }
}

/** Names the key only if it is a field: any other key may be a misplaced value. */
function problemOf([key]: PropertyKey[]): LoadLineProblem {
  return { field: loadFields.find((field) => field === key) ?? '', rule: 'REPEATED_FIELD' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
