/** What the routes of monitoring share. */
export const isoOf = (millis: number): string => new Date(millis).toISOString();

export function isoOrNull(millis: number | null): string | null {
  return millis === null ? null : isoOf(millis);
}

export function personOf(id: string | null, name: string | null): { id: string; name: string | null } | null {
  return id === null ? null : { id, name };
}
