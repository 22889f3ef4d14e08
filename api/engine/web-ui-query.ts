import { municipalityAttribute } from '../../contracts/search-attribute-names.ts';

/** The one grouping that the UI asks for, with its counts. */
const grouping = /(?:^|\s+)GROUP BY ExecutionStatus$/u;

/**
 * Narrows a query of Temporal's visibility to the workflows of these municipalities. Undefined if the query is not a
 * whole condition of its own, such as `a) OR (b`, which would reach out of the narrowing.
 */
export function narrowedTo(query: string, municipalities: readonly string[]): string | undefined {
  const own = `${municipalityAttribute} IN (${municipalities.map((code) => `"${code}"`).join(', ')})`;
  const whole = query.trim();
  const asked = whole.replace(grouping, '');
  const grouped = asked === whole ? '' : ' GROUP BY ExecutionStatus';
  if (asked === '') return own + grouped;
  return isWhole(asked) ? `(${asked}) AND ${own}${grouped}` : undefined;
}

/** Whether every quote and bracket is closed, and nothing is in it that ends or comments out the rest. */
function isWhole(query: string): boolean {
  const bare = query.replaceAll(/"[^"\\]*"|'[^'\\]*'|`[^`\\]*`/gu, ' ');
  if (/["'`\\;#]|--|\/\*/u.test(bare)) return false;
  let depth = 0;
  for (const sign of bare) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
