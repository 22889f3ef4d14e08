/**
 * The steps of a code acquisition as Temporal activities, bound to database and participants; activities/walk has the
 * steps.
 */
import { activityInfo } from '@temporalio/activity';
import type { AcquireCodeActivities, MayGoOn, StepInput, StepResult } from '../contracts/acquire-code.ts';
import type { Acquisition } from '../domain/lifecycle.ts';
import type { AcquisitionFailureCode } from '../domain/failures.ts';
import { takeChunk } from '../storage/transfers/chunk-intake.ts';
import { markChunkAlive, type Try } from '../storage/requests/due.ts';
import { lookAtPerson } from '../storage/transfers/judging.ts';
import {
  beginStep,
  findStandingOf,
  parkSet,
  waitForHours,
  type BegunStep,
  type Owner,
  type StepKey,
} from '../storage/requests/steps.ts';
import { runWithHeartbeats } from './heartbeats.ts';
import type { Dependencies } from './dependencies.ts';
import { createFailure } from './failure.ts';
import { longestPauseMs } from './send-once.ts';
import { createSendingSteps, resultOf, silentRouteCode, type SendingStep, type Walk } from './walk.ts';

export function createAcquireCodeActivities(deps: Dependencies): AcquireCodeActivities {
  const { db, keys } = deps;
  const steps = createSendingSteps(deps);

  /** `doneBefore` gives the step's result when no row is left to do it for. */
  async function takeStep<More>(
    input: StepInput & MayGoOn,
    { step, participant, work }: SendingStep<More>,
    doneBefore: (begun: BegunStep) => More,
  ): Promise<StepResult & More> {
    const { municipality, attempt } = input;
    const owner = ownerOf(input);
    const walk: Walk = { until: input.goOn ? performance.now() + goOnForMs : 0, passed: [] };
    return keepAlive(input, async () => {
      const key: StepKey = { municipality, owner, attempt, step };
      const begun = await beginStep({ db, keys }, { ...key, participant, trying: thisTry() });
      const stepResult =
        begun.lines.length === 0
          ? { ...resultOf(0, begun.parked), ...doneBefore(begun) }
          : await work(key, begun, walk);
      const standing = await findStandingOf(db, municipality, owner);
      return { ...stepResult, standing, passed: walk.passed };
    });
  }

  /**
   * While a chunk is worked on, heartbeats tell the engine and the database; a single resident's row shows it by
   * itself.
   */
  function keepAlive<T>(
    { municipality, requests }: Pick<StepInput, 'municipality' | 'requests'>,
    work: () => Promise<T>,
  ) {
    if (!('chunkId' in requests)) return work();
    const { chunkId } = requests;
    return runWithHeartbeats(work, () => markChunkAlive(db, municipality, chunkId, thisTry().withinSeconds));
  }

  return {
    async judge({ municipality, requests, inboxId }) {
      if (!('chunkId' in requests)) {
        const { personId } = personOf(requests);
        return lookAtPerson(db, { municipality, personId, inboxId });
      }
      const { chunkId } = requests;
      return keepAlive({ municipality, requests }, async () => {
        const { judged } = await takeChunk({ db, keys }, { municipality, chunkId });
        return { judged, judgement: null, standing: await findStandingOf(db, municipality, { chunkId }) };
      });
    },

    requestSerial: (input) => takeStep(input, steps.serial, () => ({})),

    requestFile: (input) => takeStep(input, steps.fileRequest, ({ receiptNumber }) => ({ receiptNumber })),

    async fetchFile({ receiptNumber, failWhileNotReady, ...input }) {
      const result = await takeStep(input, steps.createFileStep(receiptNumber), () => ({ ready: true }));
      if (failWhileNotReady && !result.ready) throw createFailure('FILE_NEVER_READY');
      return result;
    },

    async route(input) {
      const settings = await deps.readSettings(input.municipality);
      const opensAt = await steps.findOpening(input.municipality, settings);
      const owner = ownerOf(input);
      if (opensAt !== null) {
        const { municipality, attempt } = input;
        await waitForHours(db, { municipality, owner, attempt, step: 'route' }, opensAt);
        const standing = await findStandingOf(db, municipality, owner);
        return { ...resultOf(0, []), standing, passed: [], opensAt: opensAt.toISOString() };
      }
      return takeStep(input, steps.createRouteStep(settings), () => ({ opensAt: null }));
    },

    async park({ municipality, attempt, step, code, requests }) {
      const owner = ownerOf({ requests });
      // The workflow does not know which of the two routes it used, so this turns the silence into the right code.
      const resolvedCode =
        step === 'route' && isSilence(code) ? silentRouteCode(await deps.readSettings(municipality)) : code;
      return keepAlive({ municipality, requests }, async (): Promise<Acquisition | null> => {
        await parkSet(db, { municipality, owner, attempt, step, code: resolvedCode });
        return findStandingOf(db, municipality, owner);
      });
    },
  };
}

/**
 * A quick call has a second or two for all steps; a step that begins after this time might not finish. Milliseconds.
 */
const goOnForMs = 500;

/**
 * A try takes half a minute at most, the time limit of its connection; then comes the pause before the engine's retry.
 */
function thisTry(): Try {
  const { attempt, isLocal } = activityInfo();
  if (isLocal) return { withinSeconds: 20, isTask: false };
  const pauseSeconds = Math.min(longestPauseMs / 1_000, 2 ** Math.min(attempt, 20));
  return { withinSeconds: 45 + pauseSeconds, isTask: true };
}

/** Whose request it is. A set of several named residents runs as one workflow each, so it never comes here. */
function ownerOf({ requests }: Pick<StepInput, 'requests'>): Owner {
  return 'chunkId' in requests ? { chunkId: requests.chunkId } : personOf(requests);
}

function personOf({ personIds: [personId, ...others] }: { personIds: readonly string[] }): { personId: string } {
  if (personId === undefined || others.length > 0) throw createFailure('UNEXPECTED');
  return { personId };
}

const isSilence = (code: AcquisitionFailureCode): boolean =>
  code === 'JUKI_SYSTEM_UNAVAILABLE' || code === 'JUKI_GATEWAY_UNAVAILABLE';
