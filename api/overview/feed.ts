/**
 * The overview of each municipality, read once for all who watch, so that further pages cost the database nothing.
 * Figures that are slow to read are kept twenty times as long as reading took; they never take more than a twentieth of
 * the database's time.
 */
import type { Load, LoadUnderWay } from '../../contracts/api/loads.ts';
import type { Overview } from '../../contracts/api/overview.ts';
import { tokyoDateOf, tokyoStartOf } from '../../domain/calendar/civil-date.ts';
import { closesAt, isOpen, maySend, findNextOpening } from '../../domain/calendar/operating-hours.ts';
import { failures } from '../../domain/failures.ts';
import { isParticipantName, participants } from '../../domain/participants.ts';
import { participantOfRoute } from '../../domain/routes.ts';
import { listLoads } from '../../storage/loads/loads.ts';
import {
  sumAges,
  countWaiting,
  readActivity,
  type ActivityFigures,
  type ParticipantFigures,
  type WaitingFigures,
} from '../../storage/overview/overview.ts';
import type { StoredMunicipality } from '../../storage/settings/municipalities.ts';
import type { ApiContext } from '../context.ts';
import { createLoadViewer } from '../loads/viewer.ts';
import { createShortCache } from '../http/short-cache.ts';

const keptMs = 2_000;
const mostLoads = 20;
const share = 20;
/** A participant that was asked nothing for so long is shown as idle: it may be down without anybody knowing. */
const idleMs = 60 * 60_000;
const participantsOnTheWays = Object.values(participantOfRoute);
/** The participants that fugo sends requests to. */
const askedParticipants = ['intermediate-server', ...participantsOnTheWays] as const;

export interface OverviewFeed {
  get: (settings: StoredMunicipality) => Promise<Overview>;
}

interface Counted extends WaitingFigures {
  countedAt: number;
}

export function createOverviewFeed(context: ApiContext): OverviewFeed {
  const { db, now } = context;
  const view = createLoadViewer(context);
  const waitingCache = createShortCache<Counted>(
    async (municipality) => ({ ...(await countWaiting(db, municipality)), countedAt: now() }),
    { ttlMs: (tookMs) => Math.max(keptMs, share * tookMs), now },
  );
  const activityCache = createShortCache(
    async (municipality) => {
      const since = tokyoStartOf(tokyoDateOf(now()));
      const [figures, loads] = await Promise.all([
        readActivity(db, municipality, { participants: askedParticipants, since }),
        listLoads(db, municipality, { open: true, limit: mostLoads }),
      ]);
      return { at: now(), figures, loads: await Promise.all(loads.map((load) => view(load))) };
    },
    { ttlMs: keptMs, now },
  );
  return {
    async get({ municipality, hours, route }) {
      const [{ countedAt, ...codeRequests }, { at, figures, loads }] = await Promise.all([
        waitingCache.get(municipality),
        activityCache.get(municipality),
      ]);
      const open = isOpen(hours, at);
      return {
        at: isoTextOf(at),
        codeRequests: { ...codeRequests, countedAt: isoTextOf(countedAt) },
        errors: sumAges(figures.errors),
        forStaff: forStaffOf(figures),
        today: figures.hours,
        // The other route to Juki-net is shown only if it was ever asked.
        participants: figures.participants
          .filter(
            ({ participant, lastAskedAt }) =>
              lastAskedAt !== null ||
              participant === participantOfRoute[route] ||
              !participantsOnTheWays.some((each) => each === participant),
          )
          .map((each) => participantOf(each, at)),
        notices: figures.notices.map((notice) => ({ ...notice, oldestAt: isoTextOf(notice.oldestAt) })),
        hours: {
          enforced: hours.enforced,
          open,
          maySend: maySend(hours, at),
          closesAt: isoTextOrNull(closesAt(hours, at)),
          opensAt: open ? null : isoTextOrNull(findNextOpening(hours, at)),
        },
        loads: loads.toReversed().map(loadUnderWayOf),
      };
    },
  };
}

/** The part of an overview that a viewer sees change; the time at which figures were read again is left out. */
export function comparisonKeyOf({
  at: _at,
  codeRequests: { countedAt: _countedAt, ...codeRequests },
  ...rest
}: Overview): string {
  return JSON.stringify({ codeRequests, ...rest });
}

function forStaffOf({ errors, proposedUpdates }: ActivityFigures): Overview['forStaff'] {
  const ofStaff = errors.filter(({ code }) => failures[code].owner === 'staff');
  const sumOf = (rows: typeof errors): number => rows.reduce((sum, { count }) => sum + count, 0);
  return {
    errors: sumOf(ofStaff),
    unassigned: sumOf(ofStaff.filter(({ assigned }) => !assigned)),
    proposedUpdates: proposedUpdates.count,
    oldestProposedAt: isoTextOrNull(proposedUpdates.oldestAt),
  };
}

function participantOf({ participant, lastAskedAt, lastAnsweredAt, unanswered }: ParticipantFigures, at: number) {
  const { ja, en } = isParticipantName(participant) ? participants[participant] : { ja: participant, en: participant };
  const state =
    lastAskedAt === null
      ? 'not-asked'
      : unanswered > 0
        ? 'not-answering'
        : at - lastAskedAt > idleMs
          ? 'idle'
          : 'answering';
  return {
    participant,
    ja,
    en,
    state,
    lastAskedAt: isoTextOrNull(lastAskedAt),
    lastAnsweredAt: isoTextOrNull(lastAnsweredAt),
    unanswered,
  } as const;
}

function loadUnderWayOf({ loadId, state, fileName, dryRun, createdAt, sums, done, secondsLeft }: Load): LoadUnderWay {
  return { loadId, state, fileName, dryRun, createdAt, sums, done, secondsLeft };
}

function isoTextOf(millis: number): string {
  return new Date(millis).toISOString();
}

function isoTextOrNull(millis: number | null): string | null {
  return millis === null ? null : isoTextOf(millis);
}
