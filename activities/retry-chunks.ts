/** The part of a bulk retry that retries residents of former chunks together (storage/errors/retried-chunks). */
import { cancellationSignal } from '@temporalio/activity';
import type { RequestState } from '../contracts/participants/common.ts';
import type { RetryErrorsActivities } from '../contracts/retry-errors.ts';
import type { Reply } from '../participants/http.ts';
import {
  findRetriedChunk,
  listParkedGroups,
  listUnfinishedChunks,
  moveBehindStep,
  retryGroup,
  type ErrorsOfCode,
  type ParkedGroup,
  type TakenStep,
} from '../storage/errors/retried-chunks.ts';
import { requestIdOf } from '../storage/requests/steps.ts';
import { calculateConfirmBy } from './confirm-by.ts';
import type { Dependencies } from './dependencies.ts';

/** A chunk costs about as much as this many single retries. */
const fewestInChunk = 20;

type ChunkActivities = Pick<RetryErrorsActivities, 'retryChunk' | 'unfinishedChunks'>;

export function createRetryChunksActivities(deps: Dependencies): ChunkActivities {
  const { db } = deps;

  return {
    async retryChunk({ municipality, code, before, chunkId, limit, staffId, reason }) {
      const madeChunk = await findRetriedChunk(db, municipality, chunkId);
      if (madeChunk) {
        const { members, ...chunk } = madeChunk;
        return { retried: members, chunk, away: false };
      }
      const errors = { municipality, code, before };
      for (;;) {
        let hasMoved = false;
        for (const group of await listParkedGroups(db, errors, fewestInChunk)) {
          const found = await askAbout(errors, group);
          if (found === 'away') return { retried: 0, chunk: null, away: true };
          if (found === 'unclear') continue;
          // The group's residents have moved to another step, so the groups are listed again.
          if (found.moved > 0) {
            hasMoved = true;
            break;
          }
          const retry = { group, except: found.refused, limit, chunkId, staffId, reason };
          const outcome = await retryGroup(db, errors, retry);
          if (outcome.retried > 0) return { ...outcome, away: false };
        }
        if (!hasMoved) return { retried: 0, chunk: null, away: false };
      }
    },

    async unfinishedChunks({ municipality }) {
      return { chunks: await listUnfinishedChunks(db, municipality) };
    },
  };

  /**
   * The answer to the chunk's request may have been lost, so the participant is asked before a new attempt. Residents
   * whom it refused are left to single retries, which list the refusal.
   */
  async function askAbout(
    errors: ErrorsOfCode,
    group: ParkedGroup,
  ): Promise<'away' | 'unclear' | { moved: number; refused: string[] }> {
    const { step } = group;
    if ((step !== 'serial' && step !== 'route') || group.next.attempt !== group.attempt) {
      return { moved: 0, refused: [] };
    }
    const ask = step === 'serial' ? askSerial : askRoute;
    const { reply, taken } = await ask(errors.municipality, group);
    if (reply.kind === 'unavailable') return 'away';
    // Single retries show each resident's own problem with the answer.
    if (reply.kind === 'unexpected') return 'unclear';
    if (reply.body.state === 'unknown') return { moved: 0, refused: [] };
    const refusedLines = reply.body.results.filter(({ result }) => result === 'refused');
    const acceptedLines = reply.body.results.filter(({ result }) => result !== 'refused');
    const movedCount = await moveBehindStep(db, errors, group, {
      personIds: acceptedLines.map(({ lineId }) => lineId),
      taken,
    });
    return { moved: movedCount, refused: refusedLines.map(({ lineId }) => lineId) };
  }

  async function askSerial(municipality: string, group: ParkedGroup): Promise<AskResult> {
    const { intermediateServer } = await deps.getNeighbours(municipality);
    const requestId = requestIdOfGroup(municipality, group, 'serial');
    const reply = await intermediateServer.readSerialRequestState(municipality, requestId, {
      signal: cancellationSignal(),
    });
    return { reply, taken: { step: 'serial', behind: 'fileRequest' } };
  }

  async function askRoute(municipality: string, group: ParkedGroup): Promise<AskResult> {
    const settings = await deps.readSettings(municipality);
    const codeRoute = (await deps.getNeighbours(municipality)).codeRoute(settings.route);
    const requestId = requestIdOfGroup(municipality, group, 'route');
    const reply = await codeRoute.readRequestState(municipality, requestId, { signal: cancellationSignal() });
    const confirmBy = calculateConfirmBy(settings, deps.clock().getTime());
    return { reply, taken: { step: 'route', behind: 'confirm', confirmBy } };
  }
}

interface AskResult {
  reply: Reply<RequestState>;
  /** Where a resident stands when the participant knows the request. */
  taken: TakenStep;
}

const requestIdOfGroup = (municipality: string, { chunkId, attempt }: ParkedGroup, step: TakenStep['step']): string =>
  requestIdOf({ municipality, owner: { chunkId }, attempt, step });
