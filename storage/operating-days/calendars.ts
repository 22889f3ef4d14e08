/** The parts of the calendar as they count for each organisation that has a server. */
import { sql } from 'drizzle-orm';
import type { HourException } from '../../domain/calendar/exceptions.ts';
import {
  commonNationalCalendar,
  type MunicipalCalendar,
  type NationalCalendar,
  type PrefecturalCalendar,
} from '../../domain/calendar/parts.ts';
import { tokyoIsoOf } from '../../domain/calendar/civil-date.ts';
import type { CalendarOf } from '../../domain/operating-day-plan.ts';
import { nation, prefectureOf, tierOf } from '../../domain/organisations.ts';
import type { Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface Calendars {
  /**
   * Whether days are begun by themselves: the national body has set its calendar, and keeps it (`enforced`). Until then
   * the servers are left as they are.
   */
  areKept: boolean;
  organisations: CalendarOf[];
}

export async function readCalendars(db: Database): Promise<Calendars> {
  const [servers, parts, exceptions] = await Promise.all([
    db.execute<{ organisation: string; parent: string | null }>(sql`
      select s.organisation, o.parent from servers s join organisations o using (organisation) order by s.organisation`),
    db.execute<{ organisation: string; setting: unknown }>(sql`select organisation, setting from calendars`),
    readExceptions(db),
  ]);
  const settings = new Map(parts.map(({ organisation, setting }) => [organisation, setting]));
  // oxlint-disable typescript/no-unsafe-type-assertion -- whoever stored a part has checked it
  const own = settings.get(nation) as NationalCalendar | undefined;
  const national: NationalCalendar = { ...commonNationalCalendar, ...own };
  const prefecturalOf = (organisation: string) =>
    (settings.get(organisation) as PrefecturalCalendar | undefined) ?? null;
  const municipalOf = (organisation: string) => (settings.get(organisation) as MunicipalCalendar | undefined) ?? null;
  // oxlint-enable typescript/no-unsafe-type-assertion
  const organisations = servers.map(({ organisation, parent }): CalendarOf => {
    const tier = tierOf(organisation);
    const isMunicipality = tier === 'municipality';
    const prefecture = isMunicipality ? prefectureOf(organisation) : organisation;
    return {
      organisation,
      parent,
      calendar: {
        national,
        prefectural: tier === 'nation' ? null : prefecturalOf(prefecture),
        municipal: isMunicipality ? municipalOf(organisation) : null,
        exceptions: exceptions.get(organisation) ?? [],
      },
    };
  });
  return { areKept: own !== undefined && national.enforced, organisations };
}

/** By the municipalities concerned: who asked, and who is named. Those that have ended concern no day any more. */
async function readExceptions(db: Database): Promise<Map<string, HourException[]>> {
  const rows = await db.execute<{
    exception_id: string;
    organisation: string;
    kind: HourException['kind'];
    from_ms: number;
    to_ms: number;
    reason: string;
    withdrawn_ms: number | null;
    agreements: HourException['agreements'];
  }>(sql`
    select exception_id, organisation, kind, ${epochMs(sql`from_at`)} as from_ms, ${epochMs(sql`to_at`)} as to_ms, reason,
      ${epochMs(sql`withdrawn_at`)} as withdrawn_ms,
      coalesce((select jsonb_agg(jsonb_build_object('organisation', named, 'decision', a.decision) order by named)
        from unnest(agreeing) as named
        left join hour_exception_agreements a
          on a.exception_id = e.exception_id and a.organisation = named), '[]') as agreements
    from hour_exceptions e where to_at > now() - interval '2 days' order by from_at`);
  const byOrganisation = new Map<string, HourException[]>();
  for (const { exception_id: exceptionId, organisation, kind, reason, agreements, ...row } of rows) {
    const exception: HourException = {
      exceptionId,
      organisation,
      kind,
      from: minuteOf(row.from_ms),
      to: minuteOf(row.to_ms),
      reason,
      agreements,
      withdrawnAt: row.withdrawn_ms,
    };
    const named = agreements.map((side) => side.organisation).filter((side) => tierOf(side) === 'municipality');
    for (const concerned of [organisation, ...named]) {
      byOrganisation.set(concerned, [...(byOrganisation.get(concerned) ?? []), exception]);
    }
  }
  return byOrganisation;
}

/** `2026-04-01T17:00+09:00`. */
const minuteOf = (atMs: number): string => `${tokyoIsoOf(atMs).slice(0, 16)}+09:00`;
