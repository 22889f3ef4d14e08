/** The job nets of each organisation, read once for all who watch them on behalf of the same one. */
import type { JobBoard, JobNetOnBoard } from '../../contracts/api/job-board.ts';
import { fugoServer, type NetOnServer } from '../../domain/jobs/definition.ts';
import { nation, parentOf } from '../../domain/organisations.ts';
import { listNextRuns } from '../../storage/jobs/next-runs.ts';
import { listNets, type ShownNet } from '../../storage/jobs/nets.ts';
import { listOpenDays, type OpenDay } from '../../storage/jobs/open-days.ts';
import { listOrganisationsAround } from '../../storage/organisations/organisations.ts';
import type { ApiContext } from '../context.ts';
import { createShortCache } from '../http/short-cache.ts';
import { dayOf, isoOf, netOf, seesServer, visibleNet } from './views.ts';

const keptMs = 2_000;
const planKeptMs = 20_000;
/** Reading the board of the whole country never takes more than a twentieth of the database's time. */
const share = 20;
/** Every net has its next run within so many days, but those of which nobody could say when. */
const daysAhead = 40;

export interface JobBoardFeed {
  /** `acting` must have the right over `organisation`; what it does not see is left out. */
  get: (acting: string, organisation: string) => Promise<JobBoard>;
  /** After an order, so that whoever gave it sees what has become of it. */
  forget: (acting: string, organisation: string) => void;
}

type NextRun = { day: string; plannedAt: number };

const keyOf = ({ net, server }: Pick<NetOnServer, 'net' | 'server'>): string => `${net} ${server}`;

export function createJobBoardFeed({ db, now }: Pick<ApiContext, 'db' | 'now'>): JobBoardFeed {
  const plans = createShortCache<ReadonlyMap<string, NextRun>>(
    async (organisation) => {
      const at = now();
      const next = new Map<string, NextRun>();
      for (const run of await listNextRuns(db, { organisation, days: daysAhead, now: at })) {
        const { day, plannedAt } = run;
        if (plannedAt !== null && plannedAt > at && !next.has(keyOf(run))) next.set(keyOf(run), { day, plannedAt });
      }
      return next;
    },
    { ttlMs: (tookMs) => Math.max(planKeptMs, share * tookMs), now },
  );
  const read = async (acting: string, owner: string): Promise<JobNetOnBoard[]> => {
    const [nets, open, next] = await Promise.all([
      listNets(db, acting, owner),
      listOpenDays(db, acting, owner),
      plans.get(owner),
    ]);
    return nets
      .filter(({ server }) => seesServer(acting, server))
      .map((net) => boardNetOf(acting, net, { open, next: next.get(keyOf(net)) }));
  };
  const cache = createShortCache<JobBoard>(
    async (key) => {
      const [acting = '', organisation = ''] = key.split(' ');
      const above = aboveOf(organisation);
      const [own, ofOthers, around] = await Promise.all([
        read(acting, organisation),
        Promise.all(above.map((owner) => read(acting, owner))),
        listOrganisationsAround(db, acting),
      ]);
      const nets = [...own, ...ofOthers.flat().filter(({ server }) => server === organisation)];
      const named = new Map(around.map((each) => [each.organisation, each]));
      return {
        at: isoOf(now()),
        organisation,
        servers: [...new Set(nets.map(({ server }) => server))].toSorted(byTier).map((server) => ({
          server,
          name: named.get(server)?.name ?? server,
          nameEn: named.get(server)?.nameEn ?? server,
        })),
        nets,
      };
    },
    { ttlMs: (tookMs) => Math.max(keptMs, share * tookMs), now },
  );
  return {
    get: (acting, organisation) => cache.get(`${acting} ${organisation}`),
    forget(acting, organisation) {
      plans.forget(organisation);
      cache.forget(`${acting} ${organisation}`);
    },
  };
}

/** The part of a board that a viewer sees change. */
export const comparisonKeyOf = ({ at: _at, ...rest }: JobBoard): string => JSON.stringify(rest);

function aboveOf(organisation: string): string[] {
  const parent = parentOf(organisation);
  return parent === null ? [] : [parent, ...aboveOf(parent)];
}

const placeOf = (server: string): number => [fugoServer, nation].indexOf(server);

/** fugo, the nation, then by code: a prefecture’s stands before those of its municipalities. */
function byTier(a: string, b: string): number {
  const [x, y] = [a, b].map((server) => (placeOf(server) === -1 ? 2 : placeOf(server)));
  if (x !== y) return (x ?? 0) - (y ?? 0);
  return a < b ? -1 : 1;
}

function boardNetOf(
  acting: string,
  { organisation, net, server, definition, pause, last }: ShownNet,
  { open, next }: { open: readonly OpenDay[]; next: NextRun | undefined },
): JobNetOnBoard {
  const visible = visibleNet(acting, netOf(definition));
  const now = open.find((day) => keyOf(day) === keyOf({ net, server }));
  return {
    organisation,
    net,
    server,
    name: visible.name,
    nameEn: visible.nameEn,
    at: visible.at,
    days: visible.days,
    closedDay: visible.closedDay,
    catchUp: visible.catchUp,
    paused: pause !== null,
    pause: pause && { ...pause, at: isoOf(pause.at) },
    definition: visible,
    now:
      now === undefined
        ? null
        : { ...dayOf({ ...now, endedAt: null }), jobsDone: now.jobsDone, jobs: visible.jobs.length },
    last: last && dayOf(last),
    next: next && pause === null ? { day: next.day, plannedAt: isoOf(next.plannedAt) } : null,
  };
}
