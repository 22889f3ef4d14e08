/** What every table has: `municipality` first in its key, and row-level security that shows one municipality's rows. */
import { sql } from 'drizzle-orm';
import { customType, pgPolicy, text, timestamp } from 'drizzle-orm/pg-core';

export const municipalityColumn = () => text('municipality').notNull();

/** Milliseconds are enough for people and keep a JavaScript Date exact. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/**
 * Rows of the municipality that the transaction has set, and no others; without one, none. A plain equality on the
 * leading column, so that the indexes serve it.
 */
export const ownMunicipalityOnly = () =>
  pgPolicy('own_municipality_only', {
    for: 'all',
    to: ['fugo_api', 'fugo_worker'],
    using: sql`municipality = current_setting('fugo.municipality', true)`,
    withCheck: sql`municipality = current_setting('fugo.municipality', true)`,
  });

/** The values of a list of the domain, for a check. */
export const listed = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));
