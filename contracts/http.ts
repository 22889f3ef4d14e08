/**
 * What every client does alike: the command's, the pages' and those of the participants. No schema stands here, because
 * the browser loads it.
 */
export const problemMediaType = 'application/problem+json';

/** What is undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function withQuery(address: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? address : `${address}?${new URLSearchParams(given).toString()}`;
}

/** A value as the JSON body of a request; none where there is none. */
export function jsonContent(value: unknown): { headers: Record<string, string>; body?: string } {
  if (value === undefined) return { headers: {} };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function isProblem({ headers }: Pick<Response, 'headers'>): boolean {
  return headers.get('content-type')?.startsWith(problemMediaType) === true;
}

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), in milliseconds; undefined where it says neither. */
export function findRetryAfterMs({ headers }: Pick<Response, 'headers'>): number | undefined {
  const header = headers.get('retry-after')?.trim() ?? '';
  const ms = /^\d+$/u.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** The route of the API below one organisation of any tier. */
export const ofOrganisation = (organisation: string, path: string): string =>
  `/v1/organisations/${organisation}/${path}`;
/** The route of the API below one municipality. */
export const below = (municipality: string, path: string): string => `/v1/municipalities/${municipality}/${path}`;
