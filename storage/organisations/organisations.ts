/** The organisations of the three tiers and their servers. No personal data; every program reads them. */
import { asc, eq, or, sql } from 'drizzle-orm';
import { nation, serverOfTier, type Organisation } from '../../domain/organisations.ts';
import { describePrefecture } from '../../domain/prefectures.ts';
import { organisations, servers } from '../../schema/organisations.ts';
import type { Database, Transaction } from '../database/database.ts';

export type StoredServer = typeof servers.$inferSelect;

export async function findOrganisation(db: Database, organisation: string): Promise<Organisation | undefined> {
  const [row] = await db.select(shown).from(organisations).where(eq(organisations.organisation, organisation));
  return row;
}

/** All that concern an organisation: itself, those below and those above; of the nation all. */
export function listOrganisationsAround(db: Database, acting: string): Promise<Organisation[]> {
  return db
    .select(shown)
    .from(organisations)
    .where(
      acting === nation
        ? undefined
        : or(
            eq(organisations.organisation, acting),
            eq(organisations.parent, acting),
            eq(organisations.organisation, nation),
            sql`${organisations.organisation} = (select o.parent from organisations o where o.organisation = ${acting})`,
          ),
    )
    .orderBy(asc(organisations.organisation));
}

/** A municipality that is registered brings its prefecture along; it is named anew when its name changes. */
export async function registerOrganisation(
  tx: Transaction,
  municipality: { municipality: string; name: string; nameEn: string },
): Promise<void> {
  const prefecture = describePrefecture(municipality.municipality);
  await tx
    .insert(organisations)
    .values({ ...prefecture, tier: 'prefecture', parent: nation })
    .onConflictDoNothing();
  const { name, nameEn } = municipality;
  await tx
    .insert(organisations)
    .values({
      organisation: municipality.municipality,
      tier: 'municipality',
      parent: prefecture.organisation,
      name,
      nameEn,
    })
    .onConflictDoUpdate({ target: organisations.organisation, set: { name, nameEn } });
}

export async function findServer(db: Database, organisation: string): Promise<StoredServer | undefined> {
  const [row] = await db.select().from(servers).where(eq(servers.organisation, organisation));
  return row;
}

/** Registers where an organisation's server is controlled. A server elsewhere is told the calendar anew. */
export async function putServer(
  db: Database,
  { organisation, tier }: Organisation,
  controlUrl: string,
): Promise<StoredServer> {
  const [row] = await db
    .insert(servers)
    .values({ organisation, kind: serverOfTier[tier], controlUrl })
    .onConflictDoUpdate({
      target: servers.organisation,
      set: {
        controlUrl,
        toldCalendar: sql`case when ${servers.controlUrl} = excluded.control_url then ${servers.toldCalendar} end`,
        toldAt: sql`case when ${servers.controlUrl} = excluded.control_url then ${servers.toldAt} end`,
      },
    })
    .returning();
  if (!row) throw new Error('A server that was just stored is not there');
  return row;
}

const shown = {
  organisation: organisations.organisation,
  tier: organisations.tier,
  parent: organisations.parent,
  name: organisations.name,
  nameEn: organisations.nameEn,
};
