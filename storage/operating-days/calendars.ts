/** The calendar as it counts for each organisation that has a server, all in one question. */
import { sql } from 'drizzle-orm';
import type { HourException } from '../../domain/calendar/exceptions.ts';
import type { CalendarOf } from '../../domain/operating-day-plan.ts';
import { tierOf } from '../../domain/organisations.ts';
import type { Database } from '../database/database.ts';
import {
  agreedExceptions,
  calendarColumns,
  exceptionOf,
  municipalityCalendarOf,
  nationalPartOf,
  prefecturalPartOf,
  type CalendarRow,
  type ExceptionRow,
} from '../hours/calendars.ts';

export interface Calendars {
  /**
   * Whether days are begun by themselves: the national body has set its calendar, and keeps it (`enforced`). Until then
   * the servers are left as they are.
   */
  areKept: boolean;
  organisations: CalendarOf[];
}

interface Row extends CalendarRow {
  organisation: string;
  parent: string | null;
  exceptions: ExceptionRow[];
}

export async function readCalendars(db: Database): Promise<Calendars> {
  const prefecture = sql`(case when o.tier = 'municipality' then o.parent end)`;
  const rows = await db.execute<Row>(sql`
    select s.organisation, o.parent, ${calendarColumns(sql`s.organisation`, prefecture)},
      (select m.hours from municipalities m where m.municipality = s.organisation) as registered,
      ${agreedExceptions(sql`s.organisation`)}
    from servers s join organisations o on o.organisation = s.organisation order by s.organisation`);
  const exceptions = exceptionsByOrganisation(rows);
  const set: unknown = rows[0]?.national ?? null;
  return {
    areKept: set !== null && nationalPartOf(set).enforced,
    organisations: rows.map((row) => ({
      organisation: row.organisation,
      parent: row.parent,
      ...calendarOf(row, exceptions.get(row.organisation) ?? []),
    })),
  };
}

/** By the municipalities concerned: who asked, and who is named. */
function exceptionsByOrganisation(rows: readonly Row[]): Map<string, HourException[]> {
  const byOrganisation = new Map<string, HourException[]>();
  for (const exception of rows.flatMap((row) => row.exceptions.map(exceptionOf))) {
    const named = exception.agreements.map(({ organisation }) => organisation);
    const municipalities = named.filter((side) => tierOf(side) === 'municipality');
    for (const concerned of [exception.organisation, ...municipalities]) {
      byOrganisation.set(concerned, [...(byOrganisation.get(concerned) ?? []), exception]);
    }
  }
  return byOrganisation;
}

/** A municipality whose registration keeps no hours (a sample, say) has a server that judges by none. */
function calendarOf(row: Row, exceptions: readonly HourException[]): Pick<CalendarOf, 'calendar' | 'isKept'> {
  const national = nationalPartOf(row.national);
  switch (tierOf(row.organisation)) {
    case 'nation':
      return { calendar: { national, prefectural: null, municipal: null, exceptions: [] }, isKept: national.enforced };
    case 'prefecture': {
      const prefectural = row.own === null ? null : prefecturalPartOf(row.own, national);
      return { calendar: { national, prefectural, municipal: null, exceptions: [] }, isKept: national.enforced };
    }
    case 'municipality': {
      const { hours, ...calendar } = municipalityCalendarOf(row, exceptions);
      return { calendar, isKept: hours.enforced };
    }
  }
}
