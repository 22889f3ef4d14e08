/** The board of each organisation, read once for all who watch it on behalf of the same one. */
import type { Board, BoardServer } from '../../contracts/api/board.ts';
import type { Band } from '../../domain/calendar/bands.ts';
import { findBandsNow } from '../../domain/calendar/bands-now.ts';
import type { Calendar } from '../../domain/calendar/combined.ts';
import type { CalendarOf } from '../../domain/operating-day-plan.ts';
import { standingOf, troubledStandings } from '../../domain/server-standing.ts';
import { readCalendars } from '../../storage/operating-days/calendars.ts';
import { readBoard, type BoardFigures, type ServerRow } from '../../storage/organisations/board.ts';
import type { ApiContext } from '../context.ts';
import { createShortCache } from '../http/short-cache.ts';

const keptMs = 2_000;
const calendarKeptMs = 15_000;
/** Reading the board of the whole country never takes more than a twentieth of the database's time. */
const share = 20;
const shownIncidents = 50;

export interface BoardFeed {
  /** `acting` must have the right over `organisation`; what it does not see is left out. */
  get: (acting: string, organisation: string) => Promise<Board>;
}

export function createBoardFeed({ db, now }: Pick<ApiContext, 'db' | 'now'>): BoardFeed {
  const calendarCache = createShortCache<CalendarOf[]>(async () => (await readCalendars(db)).organisations, {
    ttlMs: calendarKeptMs,
    now,
  });
  const cache = createShortCache<Board>(
    async (key) => {
      const [acting = '', organisation = ''] = key.split(' ');
      const [figures, calendars] = await Promise.all([
        readBoard(db, { acting, organisation, shownIncidents }),
        calendarCache.get('all'),
      ]);
      const calendar = calendars.find((each) => each.organisation === organisation)?.calendar;
      return boardOf(organisation, figures, { at: now(), calendar });
    },
    { ttlMs: (tookMs) => Math.max(keptMs, share * tookMs), now },
  );
  return { get: (acting, organisation) => cache.get(`${acting} ${organisation}`) };
}

/** The part of a board that a viewer sees change; when something was checked again without a change is left out. */
export function comparisonKeyOf({ at: _at, servers, ...rest }: Board): string {
  return JSON.stringify({ ...rest, servers: servers.map(({ checkedAt: _checkedAt, ...server }) => server) });
}

function boardOf(
  organisation: string,
  figures: BoardFigures,
  { at, calendar }: { at: number; calendar: Calendar | undefined },
): Board {
  const { servers, targets, incidents, counts, silences } = figures;
  const childrenOf = groupByParent(servers);
  const own = servers.find((each) => each.organisation === organisation);
  const parent = servers.find((each) => each.organisation === own?.parent);
  const top = servers.find((each) => each.organisation === parent?.parent);
  const shown = [top, parent, own].filter((each) => each !== undefined);
  return {
    at: isoOf(at),
    organisation,
    bands:
      calendar === undefined
        ? null
        : findBandsNow(calendar, at).map(({ band, now, next }) => ({ band, now: timeOf(now), next: timeOf(next) })),
    servers: [...shown, ...(childrenOf.get(organisation) ?? [])].map((row) =>
      serverOf(row, childrenOf.get(row.organisation) ?? []),
    ),
    targets: targets.map(({ state, since, ...target }) => ({
      ...target,
      state: state ?? 'unknown',
      since: isoOrNull(since),
    })),
    incidents: incidents.map(({ openedAt, acknowledgedAt, ...incident }) => ({
      ...incident,
      openedAt: isoOf(openedAt),
      acknowledgedAt: isoOrNull(acknowledgedAt),
    })),
    counts,
    silences: silences.map(({ fromAt, toAt, ...silence }) => ({
      ...silence,
      fromAt: isoOf(fromAt),
      toAt: isoOf(toAt),
    })),
  };
}

function groupByParent(servers: readonly ServerRow[]): ReadonlyMap<string, ServerRow[]> {
  const groups = new Map<string, ServerRow[]>();
  for (const server of servers) {
    if (server.parent === null) continue;
    const group = groups.get(server.parent);
    if (group) group.push(server);
    else groups.set(server.parent, [server]);
  }
  return groups;
}

function serverOf(row: ServerRow, children: readonly ServerRow[]): BoardServer {
  const { organisation, tier, parent, name, nameEn, kind, day, dayState, step, stepState, cause } = row;
  const standing = standingOfRow(row);
  return {
    organisation,
    tier,
    parent,
    name,
    nameEn,
    kind,
    standing,
    since: isoOrNull(row.since),
    checkedAt: isoOrNull(row.checkedAt),
    cause: row.state === 'up' ? null : cause,
    day: day === null || dayState === null ? null : { day, state: dayState, step, stepState },
    openIncidents: row.openIncidents,
    below: children.length === 0 ? null : belowOf(children),
  };
}

function belowOf(children: readonly ServerRow[]): NonNullable<BoardServer['below']> {
  const standings = children.map(standingOfRow);
  const countOf = (...wanted: readonly string[]): number => standings.filter((each) => wanted.includes(each)).length;
  return {
    servers: children.length,
    running: countOf('running'),
    stopped: countOf('stopped'),
    troubled: countOf(...troubledStandings),
    suppressed: countOf('suppressed'),
    openIncidents: children.reduce((sum, each) => sum + each.openIncidents, 0),
  };
}

function standingOfRow({ state, suppressedBy, dayState, step, stepState, power }: ServerRow) {
  return standingOf({
    check: state && { state, suppressedBy },
    day: dayState && { state: dayState, step, stepState, power },
  });
}

function timeOf(band: Band | null) {
  return band && { from: band.from.at, to: band.to.at, endOwner: band.to.owner };
}

function isoOf(millis: number): string {
  return new Date(millis).toISOString();
}

function isoOrNull(millis: number | null): string | null {
  return millis === null ? null : isoOf(millis);
}
