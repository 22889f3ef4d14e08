/**
 * Parses JSON of bounded size in which no object repeats a key. RFC 8259 (section 4) leaves open which value counts, so
 * a sender and fugo might read one text differently.
 */

export interface StrictJson {
  value: unknown;
  /** The paths of keys that an object has more than once. */
  repeated: PropertyKey[][];
}

/**
 * The most colons, commas and opening brackets outside of strings, more than any valid body has. A megabyte may hold
 * half a million, and reading them would hold up every other request.
 */
export const mostSigns = 20_000;

/** The text has more signs than it may have, {@link mostSigns} as a rule. */
export class TooManySigns extends Error {
  override readonly name = 'TooManySigns';

  constructor(most: number) {
    super(`the JSON has more than ${most} colons, commas and brackets`);
  }
}

/** Throws a SyntaxError when the text is no JSON, and first {@link TooManySigns} when it has too many signs. */
export function parseStrictly(text: string, most = mostSigns): StrictJson {
  const { colons, others } = countSigns(text, most);
  if (colons + others > most) throw new TooManySigns(most);
  const value = JSON.parse(text) as unknown;
  // Each key in the text has a colon, so equal counts mean that no key was lost.
  return { value, repeated: colons === countKeys(value) ? [] : findRepeated(text) };
}

/** Counts the signs outside of strings, and stops when there are too many. */
function countSigns(text: string, most: number): { colons: number; others: number } {
  let colons = 0;
  let others = 0;
  for (let at = 0; at < text.length && colons + others <= most; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === quote) at = endOfString(text, at);
    else if (unit === colon) colons += 1;
    else if (unit === comma || unit === bracket || unit === brace) others += 1;
  }
  return { colons, others };
}
const quote = 0x22;
const colon = 0x3a;
const comma = 0x2c;
const bracket = 0x5b;
const brace = 0x7b;
const backslash = 0x5c;

/** The end of the string that begins at `from`: the next unescaped quotation mark, or the end of the text. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); ; at = text.indexOf('"', at + 1)) {
    if (at < 0) return text.length;
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
}

/** Uses no recursion, because a text may be nested as deep as it is long. */
function countKeys(value: unknown): number {
  let keys = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const each = waiting.pop();
    if (typeof each !== 'object' || each === null) continue;
    const inner: unknown[] = Object.values(each);
    if (!Array.isArray(each)) keys += inner.length;
    for (const member of inner) if (typeof member === 'object' && member !== null) waiting.push(member);
  }
  return keys;
}

interface Level {
  /** Undefined in a list. */
  keys: Set<string> | undefined;
  /** The key, or the index in the list, of the member being read. */
  at: PropertyKey;
}

/** The most repeated keys that are reported. */
const mostRepeated = 100;

function findRepeated(text: string): PropertyKey[][] {
  const repeated: PropertyKey[][] = [];
  const levels: Level[] = [];
  for (let at = 0; at < text.length && repeated.length < mostRepeated; at += 1) {
    const level = levels.at(-1);
    switch (text[at]) {
      case '{':
        levels.push({ keys: new Set(), at: '' });
        break;
      case '[':
        levels.push({ keys: undefined, at: 0 });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (level && typeof level.at === 'number') level.at += 1;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (level?.keys && isKey(text, end)) {
          const key = String(JSON.parse(text.slice(at, end + 1)));
          level.at = key;
          // A path deeper than any valid body is cut.
          if (level.keys.has(key)) repeated.push(levels.slice(0, 8).map((each) => each.at));
          level.keys.add(key);
        }
        at = end;
        break;
      }
      default:
    }
  }
  return repeated;
}

/** Whether a colon follows the string that ends at `end`. */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (/\s/u.test(text[at] ?? '')) at += 1;
  return text[at] === ':';
}
