import { say, usageError, type Context } from '../terminal/context.ts';

/** A transfer as it was given. Its text is sent as it is, because every character of a name counts. */
export interface GivenTransfer {
  /** Its line in NDJSON or its item in an array, from 1. */
  line: number;
  numberSystem: string | undefined;
  /** One line of JSON. */
  text: string;
}

/** Reads JSON, a JSON array, or NDJSON. It checks only the form of the file; the API judges the values. */
export function parseTransfers(context: Pick<Context, 'language'>, input: string): GivenTransfer[] {
  if (input.trim() === '') throw usageError(context, 'FILE', say(context, 'input.empty'));
  const whole = parseJson(input);
  if (whole.kind === 'json') {
    const items: unknown[] = Array.isArray(whole.value) ? whole.value : [whole.value];
    return items.map((value, index) => readTransfer(context, value, index + 1));
  }
  return input.split(/\r?\n/u).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = parseJson(line);
    if (parsed.kind === 'json') return [readTransfer(context, parsed.value, index + 1)];
    throw usageError(context, 'FILE', say(context, 'input.notJson', { line: index + 1 }));
  });
}

function readTransfer(context: Pick<Context, 'language'>, value: unknown, line: number): GivenTransfer {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usageError(context, 'FILE', say(context, 'input.notObject', { line }));
  }
  const numberSystem: unknown = 'numberSystem' in value ? value.numberSystem : undefined;
  return {
    line,
    numberSystem: typeof numberSystem === 'string' ? numberSystem.normalize('NFKC').trim() : undefined,
    text: JSON.stringify(value),
  };
}

function parseJson(text: string): { kind: 'json'; value: unknown } | { kind: 'broken' } {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'broken' }; // the parser's message would quote the text, which is about a person
  }
}
