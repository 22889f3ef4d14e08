/**
 * The municipalities served here. They are settings without personal data, so they can be read outside of a
 * municipality's transaction.
 */
import { asc, eq, sql } from 'drizzle-orm';
import { HoursSetting as StoredHours, hoursSettingOf } from '../../contracts/api/hours.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import type { Route } from '../../domain/routes.ts';
import type { HoursSetting } from '../../domain/calendar/operating-hours.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import { municipalities } from '../../schema/municipalities.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { registerOrganisation } from '../organisations/organisations.ts';
import { wakeWaitingForHours } from '../requests/moves.ts';

export interface MunicipalitySettings {
  municipality: string;
  name: string;
  nameEn: string;
  route: Route;
  participants: Partial<Record<ParticipantName, string>>;
  hours: HoursSetting;
  limits: MunicipalityLimits;
  /**
   * The four-eyes setting. Undefined keeps it, because the municipality's own administrator sets it too; false for a
   * new municipality.
   */
  updatesNeedApproval?: boolean | undefined;
}
export type StoredMunicipality = MunicipalitySettings & {
  updatesNeedApproval: boolean;
  createdAt: Date;
  updatedAt: Date;
};

export async function findMunicipality(db: Database, municipality: string): Promise<StoredMunicipality | undefined> {
  const [row] = await db.select().from(municipalities).where(eq(municipalities.municipality, municipality));
  return row && settingsOf(row);
}

export async function listMunicipalities(db: Database): Promise<StoredMunicipality[]> {
  const rows = await db.select().from(municipalities).orderBy(asc(municipalities.municipality));
  return rows.map(settingsOf);
}

/** Registers a municipality or updates its settings; `created` says which. */
export async function putMunicipality(
  db: Database,
  settings: MunicipalitySettings,
): Promise<{ created: boolean; stored: StoredMunicipality }> {
  const { municipality, ...values } = settings;
  const row = await inMunicipality(db, municipality, async (tx) => {
    const [stored] = await tx
      .insert(municipalities)
      .values({ municipality, ...values })
      .onConflictDoUpdate({ target: municipalities.municipality, set: { ...values, updatedAt: sql`now()` } })
      .returning();
    await registerOrganisation(tx, { municipality, name: values.name, nameEn: values.nameEn });
    await wakeWaitingForHours(tx, municipality);
    return stored;
  });
  if (!row) throw new Error('A municipality that was just stored is not there');
  return { created: row.createdAt.getTime() === row.updatedAt.getTime(), stored: settingsOf(row) };
}

/** Stores the hours and wakes requests that wait for an opening. */
export function putHours(db: Database, municipality: string, hours: HoursSetting): Promise<void> {
  return changeSettings(db, municipality, { hours }, (tx) => wakeWaitingForHours(tx, municipality));
}

export function putUpdatesNeedApproval(db: Database, municipality: string, isNeeded: boolean): Promise<void> {
  return changeSettings(db, municipality, { updatesNeedApproval: isNeeded });
}

/** Runs in a transaction of the municipality, which lets its staff change its settings. */
function changeSettings(
  db: Database,
  municipality: string,
  values: { hours: HoursSetting } | { updatesNeedApproval: boolean },
  then: (tx: Transaction) => Promise<void> = async () => {},
): Promise<void> {
  return inMunicipality(db, municipality, async (tx) => {
    await tx
      .update(municipalities)
      .set({ ...values, updatedAt: sql`now()` })
      .where(eq(municipalities.municipality, municipality));
    await then(tx);
  });
}

/** Settings were checked when stored. Parsing them again adds the defaults of newer versions. */
function settingsOf(row: typeof municipalities.$inferSelect): StoredMunicipality {
  return {
    ...row,
    hours: hoursSettingOf(StoredHours.parse(row.hours)),
    limits: MunicipalityLimits.parse(row.limits),
  };
}
