/**
 * Many rows travel to PostgreSQL as one array a column, which `unnest` takes apart again: half the work of a jsonb
 * document, for both sides. Write `unnest(${texts}::text[], ${numbers}::bigint[]) with ordinality as line(…, position)`.
 */
export function textColumn(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`;
}

export function numberColumn(values: readonly (number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

function quoted(value: string): string {
  return /["\\]/.test(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : `"${value}"`;
}
