/**
 * The municipalities served here. They are settings without personal data, so they can be read outside of a
 * municipality's transaction.
 */
import { eq, sql, type SQL } from 'drizzle-orm';
import type { RegisteredHours } from '../../contracts/api/hours.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import type { Route } from '../../domain/routes.ts';
import type { CalendarOverride } from '../../domain/calendar/holidays.ts';
import type { HoursSetting } from '../../domain/calendar/operating-hours.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import { municipalities } from '../../schema/municipalities.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import {
  agreedExceptions,
  calendarColumns,
  exceptionOf,
  municipalityCalendarOf,
  type CalendarRow,
  type ExceptionRow,
} from '../hours/calendars.ts';
import { registerOrganisation } from '../organisations/organisations.ts';
import { wakeWaitingForHours } from '../requests/moves.ts';

interface CommonSettings {
  municipality: string;
  name: string;
  nameEn: string;
  route: Route;
  participants: Partial<Record<ParticipantName, string>>;
  limits: MunicipalityLimits;
}
export interface MunicipalitySettings extends CommonSettings {
  /** How it starts, until the municipality sets its own part of the calendar, and whether it keeps hours at all. */
  hours: Omit<RegisteredHours, 'overrides'> & { overrides: readonly CalendarOverride[] };
  /**
   * The four-eyes setting. Undefined keeps it, because the municipality's own administrator sets it too; false for a
   * new municipality.
   */
  updatesNeedApproval?: boolean | undefined;
}
export interface StoredMunicipality extends CommonSettings {
  /** What the three owners of the calendar and the agreed exceptions come to. */
  hours: HoursSetting;
  updatesNeedApproval: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export async function findMunicipality(db: Database, municipality: string): Promise<StoredMunicipality | undefined> {
  const [stored] = await selectMunicipalities(db, sql`where m.municipality = ${municipality}`);
  return stored;
}

export function listMunicipalities(db: Database): Promise<StoredMunicipality[]> {
  return selectMunicipalities(db, sql`order by m.municipality`);
}

/** Registers a municipality or updates its settings; `created` says which. */
export async function putMunicipality(
  db: Database,
  settings: MunicipalitySettings,
): Promise<{ created: boolean; stored: StoredMunicipality }> {
  const { municipality, ...values } = settings;
  const { hours, ...others } = values;
  const { enforced, opens, closes, closingMarginMinutes, overrides } = hours;
  const registered = { ...others, hours: { enforced, opens, closes, closingMarginMinutes, overrides } };
  const isNew = await inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx
      .insert(municipalities)
      .values({ municipality, ...registered })
      .onConflictDoUpdate({ target: municipalities.municipality, set: { ...registered, updatedAt: sql`now()` } })
      .returning();
    await registerOrganisation(tx, { municipality, name: values.name, nameEn: values.nameEn });
    await wakeWaitingForHours(tx, municipality);
    return row?.createdAt.getTime() === row?.updatedAt.getTime();
  });
  const stored = await findMunicipality(db, municipality);
  if (!stored) throw new Error('A municipality that was just stored is not there');
  return { created: isNew, stored };
}

/** Runs in a transaction of the municipality, which lets its staff change this setting. */
export function putUpdatesNeedApproval(db: Database, municipality: string, isNeeded: boolean): Promise<void> {
  return inMunicipality(db, municipality, async (tx) => {
    await tx
      .update(municipalities)
      .set({ updatesNeedApproval: isNeeded, updatedAt: sql`now()` })
      .where(eq(municipalities.municipality, municipality));
  });
}

interface MunicipalityRow extends CalendarRow {
  municipality: string;
  name: string;
  name_en: string;
  route: Route;
  participants: Partial<Record<ParticipantName, string>>;
  limits: unknown;
  updates_need_approval: boolean;
  created_at: number;
  updated_at: number;
  exceptions: ExceptionRow[];
}

async function selectMunicipalities(db: Database, which: SQL): Promise<StoredMunicipality[]> {
  const code = sql`m.municipality`;
  const rows = await db.execute<MunicipalityRow>(sql`
    select m.municipality, m.name, m.name_en, m.route, m.participants, m.hours as registered, m.limits,
      m.updates_need_approval, ${epochMs(sql`m.created_at`)} as created_at, ${epochMs(sql`m.updated_at`)} as updated_at,
      ${calendarColumns(code, sql`(select o.parent from organisations o where o.organisation = m.municipality)`)},
      ${agreedExceptions(code)}
    from municipalities m ${which}`);
  return rows.map((row) => ({
    municipality: row.municipality,
    name: row.name,
    nameEn: row.name_en,
    route: row.route,
    participants: row.participants,
    // Settings were checked when stored. Parsing them again adds the defaults of newer versions.
    limits: MunicipalityLimits.parse(row.limits),
    hours: municipalityCalendarOf(row, row.exceptions.map(exceptionOf)).hours,
    updatesNeedApproval: row.updates_need_approval,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  }));
}
