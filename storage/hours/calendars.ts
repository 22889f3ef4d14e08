/**
 * The calendar as each owner has set its part, and combined for one organisation. A part that nobody has set yet is the
 * default of its tier; of a municipality, what was registered.
 */
import { sql, type SQL } from 'drizzle-orm';
import {
  MunicipalCalendar,
  municipalCalendarOf,
  NationalCalendar,
  PrefecturalCalendar,
} from '../../contracts/api/calendars.ts';
import { RegisteredHours } from '../../contracts/api/hours.ts';
import { combineCalendar, type Calendar } from '../../domain/calendar/combined.ts';
import type { HourException } from '../../domain/calendar/exceptions.ts';
import { commonHours, type HoursSetting } from '../../domain/calendar/operating-hours.ts';
import {
  commonNationalCalendar,
  type MunicipalCalendar as MunicipalPart,
  type NationalCalendar as NationalPart,
  type PrefecturalCalendar as PrefecturalPart,
} from '../../domain/calendar/parts.ts';
import { tokyoIsoOf } from '../../domain/calendar/civil-date.ts';
import { tierOf } from '../../domain/organisations.ts';
import type { Transaction } from '../database/database.ts';

export type CalendarPart = NationalPart | PrefecturalPart | MunicipalPart;

/** All that counts for an organisation, and the version of its own part; 0 until somebody sets it. */
export interface OwnedCalendar extends Calendar {
  version: number;
  own: CalendarPart;
  /** By which code requests are judged. */
  hours: HoursSetting;
}

/** A moment between which exceptions are wanted; both as text of the database's. */
interface Span {
  from: Date;
  to: Date;
}

/** The columns from which {@link calendarOf} makes a calendar; `organisation` is a column or a value. */
export function calendarColumns(organisation: SQL, prefecture: SQL): SQL {
  return sql`
    (select setting from calendars where organisation = 'nation') as national,
    (select setting from calendars where organisation = ${prefecture}) as prefectural,
    (select setting from calendars where organisation = ${organisation}) as own,
    coalesce((select version from calendars where organisation = ${organisation}), 0) as version`;
}

export interface CalendarRow extends Record<string, unknown> {
  national: unknown;
  prefectural: unknown;
  own: unknown;
  version: number;
  /** `municipalities.hours`; null for an organisation that is no municipality. */
  registered: unknown;
}

/** Exceptions that were agreed to and stand, of a municipality, as one jsonb column of {@link ExceptionRow}s. */
export function agreedExceptions(organisation: SQL): SQL {
  return sql`(
    select coalesce(jsonb_agg(${exceptionRow} order by e.from_at, e.exception_id), '[]')
    from hour_exceptions e
    where e.organisation = ${organisation} and e.kind <> 'own-work' and e.withdrawn_at is null and e.to_at > now()
      and (select count(*) from hour_exception_agreements a
        where a.exception_id = e.exception_id and a.decision = 'agreed') = cardinality(e.agreeing)) as exceptions`;
}

const exceptionRow = sql`jsonb_build_object(
  'exceptionId', e.exception_id, 'organisation', e.organisation, 'kind', e.kind,
  'from', extract(epoch from e.from_at) * 1000, 'to', extract(epoch from e.to_at) * 1000, 'reason', e.reason,
  'withdrawnAt', extract(epoch from e.withdrawn_at) * 1000,
  'agreements', (select coalesce(jsonb_agg(jsonb_build_object('organisation', s.organisation, 'decision', a.decision)
      order by s.place), '[]')
    from unnest(e.agreeing) with ordinality as s(organisation, place)
    left join hour_exception_agreements a on a.exception_id = e.exception_id and a.organisation = s.organisation))`;

export interface ExceptionRow {
  exceptionId: string;
  organisation: string;
  kind: HourException['kind'];
  from: number;
  to: number;
  reason: string;
  withdrawnAt: number | null;
  agreements: { organisation: string; decision: 'agreed' | 'refused' | null }[];
}

export function exceptionOf({ from, to, ...row }: ExceptionRow): HourException {
  return { ...row, from: momentText(from), to: momentText(to) };
}

/** `2026-04-04T09:00+09:00`. */
export function momentText(atMs: number): string {
  return `${tokyoIsoOf(atMs).slice(0, 16)}+09:00`;
}

/** The calendar of a municipality, as its row and the owners above say. */
export function municipalityCalendarOf(row: CalendarRow, exceptions: readonly HourException[]): OwnedCalendar {
  const registered = registeredOf(row.registered);
  const national = nationalPartOf(row.national);
  const municipal = row.own === null ? registered.part : municipalPartOf(row.own);
  const prefectural = row.prefectural === null ? null : prefecturalPartOf(row.prefectural);
  const hours = combineCalendar(national, prefectural, municipal, exceptions);
  return {
    national,
    prefectural,
    municipal,
    exceptions,
    version: row.version,
    own: municipal,
    hours: { ...hours, enforced: hours.enforced && registered.enforced },
  };
}

/**
 * Reads what counts for an organisation of any tier. The exceptions are those of the span that it asked for or has to
 * serve: a municipality its own and those that name it, an organisation above also those of the municipalities below.
 */
export async function readCalendar(tx: Transaction, organisation: string, span: Span): Promise<OwnedCalendar> {
  const tier = tierOf(organisation);
  const code = sql`${organisation}::text`;
  const prefecture = sql`(select parent from organisations where organisation = ${organisation})`;
  const [row] = await tx.execute<CalendarRow>(sql`
    select ${calendarColumns(code, tier === 'municipality' ? prefecture : sql`null`)},
      (select hours from municipalities where municipality = ${organisation}) as registered`);
  if (!row) throw new Error('A select without a table has one row');
  const exceptions = await listExceptionsAround(tx, organisation, span);
  if (tier === 'municipality') {
    const calendar = municipalityCalendarOf(row, exceptions);
    // A municipality that another one asked keeps its counter open, and sends no requests of its own for that.
    const own = exceptions.filter((each) => each.organisation === organisation);
    return { ...calendar, hours: municipalityCalendarOf(row, own).hours };
  }
  const national = nationalPartOf(row.national);
  const prefectural = tier === 'prefecture' ? prefecturalPartOf(row.own, national) : null;
  return {
    national,
    prefectural,
    municipal: null,
    exceptions,
    version: row.version,
    own: prefectural ?? national,
    hours: combineCalendar(national, prefectural, null, []),
  };
}

/**
 * The exceptions (`e`) that concern an organisation, as far as the one that the transaction acts for sees them: also a
 * program of a municipality learns nothing of its neighbours from the organisation above both.
 */
export function concerns(organisation: string): SQL {
  return sql`(e.organisation = ${organisation} or ${organisation} = any(e.agreeing) or ${organisation} = 'nation'
      or exists (select from organisations o where o.organisation = e.organisation and o.parent = ${organisation}))
    and (sees_organisation(e.organisation) or acting_organisation() = any(e.agreeing))`;
}

async function listExceptionsAround(
  tx: Transaction,
  organisation: string,
  { from, to }: Span,
): Promise<HourException[]> {
  const rows = await tx.execute<{ exception: ExceptionRow }>(sql`
    select ${exceptionRow} as exception from hour_exceptions e
    where ${concerns(organisation)} and e.kind <> 'own-work' and e.withdrawn_at is null
      and e.to_at > ${from.toISOString()}::timestamptz and e.from_at < ${to.toISOString()}::timestamptz
    order by e.from_at, e.exception_id`);
  return rows.map(({ exception }) => exceptionOf(exception));
}

/** The default of a tier where nobody has set the part; a stored part was checked when it was stored. */
export function nationalPartOf(stored: unknown): NationalPart {
  return stored === null ? commonNationalCalendar : NationalCalendar.parse(stored);
}

export function prefecturalPartOf(stored: unknown, national: NationalPart = commonNationalCalendar): PrefecturalPart {
  return stored === null ? { onlineCloses: national.closes, onlineEnds: [] } : PrefecturalCalendar.parse(stored);
}

function municipalPartOf(stored: unknown): MunicipalPart {
  return municipalCalendarOf(MunicipalCalendar.parse(stored));
}

/**
 * What was registered of a municipality. What is like the common hours follows the nation's; what registrations of older
 * versions hold besides, such as exceptions, is no longer a municipality's to say.
 */
function registeredOf(stored: unknown): { enforced: boolean; part: MunicipalPart } {
  const { enforced, opens, closes, closingMarginMinutes, overrides } = RegisteredHours.parse(ownPartOf(stored));
  return {
    enforced,
    part: {
      ...(opens !== commonHours.opens && { opens }),
      ...(closes !== commonHours.closes && { closes }),
      ...(closingMarginMinutes > commonHours.closingMarginMinutes && { closingMarginMinutes }),
      overrides,
    },
  };
}

function ownPartOf(stored: unknown): Record<string, unknown> {
  const hours = new Map<string, unknown>(Object.entries(stored ?? {}));
  const overrides: unknown = hours.get('overrides');
  const closed = Array.isArray(overrides)
    ? overrides.filter(
        (day: unknown) => typeof day === 'object' && day !== null && 'kind' in day && day.kind === 'closed',
      )
    : [];
  const own = ['enforced', 'opens', 'closes', 'closingMarginMinutes'].flatMap((name) =>
    hours.has(name) ? [[name, hours.get(name)] as const] : [],
  );
  return { ...Object.fromEntries(own), overrides: closed };
}
