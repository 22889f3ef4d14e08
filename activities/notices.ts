/**
 * Sends notices to the backbones (S24, S27), again under the same id until acknowledged. Each backbone has a loop, so
 * that a slow one delays no other; all loops are one activity, so that no second one runs beside it.
 */
import { cancellationSignal, log, sleep } from '@temporalio/activity';
import type { NoticeActivities } from '../contracts/notices.ts';
import type { BackboneClient } from '../participants/backbone/client.ts';
import {
  listDueNumberSystems,
  markDelivered,
  pauseBackbone,
  takeDueNotices,
  type DueNotice,
  type DueNumberSystem,
} from '../storage/notices/outbox.ts';
import { runWithHeartbeats } from './heartbeats.ts';
import type { Dependencies } from './dependencies.ts';

const largestBatch = 500;
/** No batch begins after this time, so that the last call ends before the activity's time limit. Milliseconds. */
const sendForMs = 60_000;
/** How often backbones without notices are looked at again while another one is being sent to. Milliseconds. */
const lookAgainMs = 1_000;

type NoticeDependencies = Pick<Dependencies, 'db' | 'getNeighbours'>;

export function createNoticeActivities(
  deps: NoticeDependencies,
  limits: { sendForMs: number } = { sendForMs },
): NoticeActivities {
  return {
    async lookForDueNotices({ municipality }) {
      return { backbones: (await listDueBackbones(deps, municipality)).length };
    },
    sendDueNotices: ({ municipality }) =>
      runWithHeartbeats(() => sendToAll(deps, municipality, performance.now() + limits.sendForMs)),
  };
}

interface DueBackbone extends DueNumberSystem {
  client: BackboneClient;
}

/** Notices for a number system without an address stay in the outbox until it has one. */
async function listDueBackbones(
  { db, getNeighbours }: NoticeDependencies,
  municipality: string,
): Promise<DueBackbone[]> {
  const dueSystems = await listDueNumberSystems(db, municipality);
  if (dueSystems.length === 0) return [];
  const { backbone } = await getNeighbours(municipality);
  return dueSystems.flatMap((each) => {
    const client = backbone(each.numberSystem);
    return client ? [{ ...each, client }] : [];
  });
}

/** Resolves when all loops have ended. A loop's error is thrown after the others have finished. */
async function sendToAll(
  deps: NoticeDependencies,
  municipality: string,
  untilMs: number,
): Promise<{ delivered: number; more: boolean }> {
  const loops = new Map<string, Promise<void>>();
  const errors: unknown[] = [];
  let delivered = 0;
  const runLoop = async (backbone: DueBackbone): Promise<void> => {
    try {
      const count = await sendTo(deps, municipality, backbone, untilMs);
      delivered += count; // read after the await, because the other loops add too
    } catch (err) {
      errors.push(err);
    } finally {
      loops.delete(backbone.numberSystem);
    }
  };
  try {
    do {
      for (const backbone of await listDueBackbones(deps, municipality)) {
        if (!loops.has(backbone.numberSystem)) loops.set(backbone.numberSystem, runLoop(backbone));
      }
      await Promise.race([Promise.all(loops.values()), sleep(lookAgainMs)]);
    } while (loops.size > 0 && errors.length === 0 && performance.now() < untilMs);
  } finally {
    await Promise.all(loops.values());
  }
  if (errors.length > 0) throw errors[0];
  // When nothing was delivered, going on at once would only repeat the failure.
  return { delivered, more: delivered > 0 && (await listDueBackbones(deps, municipality)).length > 0 };
}

/** Sends batch after batch for as long as the backbone takes them. Returns how many notices it took. */
async function sendTo(
  { db }: NoticeDependencies,
  municipality: string,
  { numberSystem, client, failures }: DueBackbone,
  untilMs: number,
): Promise<number> {
  const signal = cancellationSignal();
  let delivered = 0;
  // After failures batches are smaller: a large one may have been too much, and a backbone that is away costs less
  // time.
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
