/**
 * What all tables have: `municipality` first in the key, and row-level security that shows the rows of one
 * municipality.
 */
import { sql } from 'drizzle-orm';
import { customType, pgPolicy, text, timestamp } from 'drizzle-orm/pg-core';

export const municipalityColumn = () => text('municipality').notNull();

/** The code of an organisation of any tier (domain/organisations.ts). */
export const organisationColumn = () => text('organisation').notNull();

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

/** The programs that operate and watch the Juki net. What they read here is no resident's. */
export const programs = ['fugo_api', 'fugo_worker', 'fugo_monitor'];

/** Lets the programs read and write every organisation's rows. */
export const openToPrograms = (name: string) =>
  pgPolicy(name, { for: 'all', to: programs, using: sql`true`, withCheck: sql`true` });

/**
 * Shows a member of staff, whose transaction names the own organisation, the rows of that one, of those below and of
 * those above, but not of its neighbours.
 */
export const seenAlongTheTiers = (name: string) =>
  pgPolicy(name, { for: 'select', to: ['fugo_operations'], using: sql`sees_organisation(organisation)` });

/** Shows whoever operates the Juki net what concerns all of them. */
export const openToOperations = (name: string) =>
  pgPolicy(name, { for: 'select', to: ['fugo_operations'], using: sql`true` });

/** The values of a domain list, for a check. */
export const quoteList = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));
