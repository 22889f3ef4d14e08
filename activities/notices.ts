/**
 * Notices to the backbones. Not taken means not acknowledged: it stays and is sent again under the same notice id, which
 * the backbone knows (S24, S27). Each backbone is sent to in a loop of its own, so that one which is slow or away holds
 * up nobody else; the loops together are one activity, so that there is never a second one at it.
 */
import { cancellationSignal, log, sleep } from '@temporalio/activity';
import type { NoticeActivities } from '../contracts/notices.ts';
import type { BackboneClient } from '../participants/backbone/client.ts';
import {
  dueNumberSystems,
  markDelivered,
  pauseBackbone,
  takeDueNotices,
  type DueNotice,
  type DueNumberSystem,
} from '../storage/notices/outbox.ts';
import { beating } from './beating.ts';
import type { Dependencies } from './dependencies.ts';

const largestBatch = 500;
/** No batch is begun after this, so that the last call is over long before the activity's time is. */
const sendForMs = 60_000;
/** So often those that had nothing to take are looked at again, while another one is waited for. */
const lookAgainMs = 1_000;

type NoticeDependencies = Pick<Dependencies, 'db' | 'neighboursOf'>;

export function createNoticeActivities(
  deps: NoticeDependencies,
  limits: { sendForMs: number } = { sendForMs },
): NoticeActivities {
  return {
    async lookForDueNotices({ municipality }) {
      return { backbones: (await dueBackbones(deps, municipality)).length };
    },
    sendDueNotices: ({ municipality }) =>
      beating(() => sendToAll(deps, municipality, performance.now() + limits.sendForMs)),
  };
}

interface DueBackbone extends DueNumberSystem {
  client: BackboneClient;
}

/** What is for a number system without an address to call back lies until it has one. */
async function dueBackbones({ db, neighboursOf }: NoticeDependencies, municipality: string): Promise<DueBackbone[]> {
  const due = await dueNumberSystems(db, municipality);
  if (due.length === 0) return [];
  const { backbone } = await neighboursOf(municipality);
  return due.flatMap((each) => {
    const client = backbone(each.numberSystem);
    return client ? [{ ...each, client }] : [];
  });
}

/** Resolves when no loop is left. One that fails lets the others come to their end, and is told of then. */
async function sendToAll(
  deps: NoticeDependencies,
  municipality: string,
  untilMs: number,
): Promise<{ delivered: number; more: boolean }> {
  const loops = new Map<string, Promise<void>>();
  const errors: unknown[] = [];
  let delivered = 0;
  const loop = async (backbone: DueBackbone): Promise<void> => {
    try {
      const taken = await sendTo(deps, municipality, backbone, untilMs);
      delivered += taken; // not before: the other loops count meanwhile
    } catch (err) {
      errors.push(err);
    } finally {
      loops.delete(backbone.numberSystem);
    }
  };
  try {
    do {
      for (const backbone of await dueBackbones(deps, municipality)) {
        if (!loops.has(backbone.numberSystem)) loops.set(backbone.numberSystem, loop(backbone));
      }
      await Promise.race([Promise.all(loops.values()), sleep(lookAgainMs)]);
    } while (loops.size > 0 && errors.length === 0 && performance.now() < untilMs);
  } finally {
    await Promise.all(loops.values());
  }
  if (errors.length > 0) throw errors[0];
  // Where nothing was delivered, going on at once would only go round.
  return { delivered, more: delivered > 0 && (await dueBackbones(deps, municipality)).length > 0 };
}

/** Batch after batch for as long as the backbone takes them. How many it took. */
async function sendTo(
  { db }: NoticeDependencies,
  municipality: string,
  { numberSystem, client, failures }: DueBackbone,
  untilMs: number,
): Promise<number> {
  const signal = cancellationSignal();
  let delivered = 0;
  // After failures with fewer: perhaps so many were too much for it, and one that is away need not show it at length.
  let limit = Math.max(1, Math.floor(largestBatch / 2 ** failures));
  while (performance.now() < untilMs) {
    signal.throwIfAborted();
    const notices = await takeDueNotices(db, municipality, { numberSystem, limit });
    const [first] = notices;
    if (!first) break;
    const request = { requestId: first.noticeId, lines: notices.map(lineOf) };
    const reply = await client.sendNotices(municipality, request, { signal });
    if (reply.kind !== 'answered') {
      log.warn('A backbone did not take its notices', { municipality, numberSystem, reply });
      await pauseBackbone(db, municipality, { numberSystem, noticeIds: notices.map(({ noticeId }) => noticeId) });
      break;
    }
    const lines = reply.body.results.map(({ lineId, result, reason }) => ({
      noticeId: lineId,
      refusal: result === 'refused' ? (reason ?? 'REFUSED') : null,
    }));
    await markDelivered(db, municipality, { numberSystem, lines });
    delivered += lines.length;
    if (notices.length < limit) break;
    limit = Math.min(largestBatch, limit * 2);
  }
  return delivered;
}

function lineOf({ noticeId, addressInfo, ...notice }: DueNotice) {
  return { lineId: noticeId, ...notice, ...(notice.kind === 'updated' && { addressInfo }) };
}
