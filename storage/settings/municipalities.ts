/** The municipalities served here. Settings, not personal data: they are readable outside a municipality's transaction. */
import { asc, eq, sql } from 'drizzle-orm';
import { HoursSetting as StoredHours, hoursSettingOf } from '../../contracts/api/hours.ts';
import { MunicipalityLimits, type Route } from '../../contracts/municipality.ts';
import type { HoursSetting } from '../../domain/calendar/operating-hours.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import { municipalities } from '../../schema/municipalities.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { wakeWaitingForHours } from '../requests/moves.ts';

export interface MunicipalitySettings {
  municipality: string;
  name: string;
  nameEn: string;
  route: Route;
  participants: Partial<Record<ParticipantName, string>>;
  hours: HoursSetting;
  limits: MunicipalityLimits;
  /** Four eyes. Left out it stays as it is: the municipality's own administrator sets it too. Of a new one false. */
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

/** Registers a municipality or sets it up anew; `created` tells which. */
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
    await wakeWaitingForHours(tx, municipality);
    return stored;
  });
  if (!row) throw new Error('A municipality that was just stored is not there');
  return { created: row.createdAt.getTime() === row.updatedAt.getTime(), stored: settingsOf(row) };
}

/** Whoever waits for an opening looks at the new calendar. */
export function putHours(db: Database, municipality: string, hours: HoursSetting): Promise<void> {
  return change(db, municipality, { hours }, (tx) => wakeWaitingForHours(tx, municipality));
}

export function putUpdatesNeedApproval(db: Database, municipality: string, isNeeded: boolean): Promise<void> {
  return change(db, municipality, { updatesNeedApproval: isNeeded });
}

/** In a transaction of the municipality, in which its staff may change what is theirs. */
function change(
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

/** Settings were checked when they came in; parsed again, so that one stored by an older version gets its defaults. */
function settingsOf(row: typeof municipalities.$inferSelect): StoredMunicipality {
  return {
    ...row,
    hours: hoursSettingOf(StoredHours.parse(row.hours)),
    limits: MunicipalityLimits.parse(row.limits),
  };
}
