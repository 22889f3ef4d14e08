/**
 * What all tables have: `municipality` first in the key, and row-level security that shows the rows of one
 * municipality.
 */
import { sql } from 'drizzle-orm';
import { customType, pgPolicy, text, timestamp } from 'drizzle-orm/pg-core';

export const municipalityColumn = () => text('municipality').notNull();

/** Milliseconds suffice for people and keep a JavaScript Date exact. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/**
 * Shows the rows of the transaction's municipality; without one, none. It is a plain equality on the leading column, so
 * that indexes serve it.
 */
export const ownMunicipalityOnly = () =>
  pgPolicy('own_municipality_only', {
    for: 'all',
    to: ['fugo_api', 'fugo_worker'],
    using: sql`municipality = current_setting('fugo.municipality', true)`,
    withCheck: sql`municipality = current_setting('fugo.municipality', true)`,
  });

/** The values of a domain list, for a check. */
export const quoteList = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));
