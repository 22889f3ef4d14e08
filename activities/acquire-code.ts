/**
 * The steps of a code acquisition, bound to database and participants. A client reports and an activity judges: here
 * alone a participant's answer becomes a failure of the catalogue.
 *
 * A1. The request id is stored before anything is sent; one that may have been sent before is asked about first.
 * A2. A participant's no is a row of the error list and an exception in the result; its silence is thrown, to be retried.
 * A3. Nobody left to do the step for means that it was done before; then the result is read from the database.
 */
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type {
  AcquireCodeActivities,
  FileRequestResult,
  FileResult,
  MayGoOn,
  RouteResult,
  StepInput,
  StepResult,
} from '../contracts/acquire-code.ts';
import type { LineResult } from '../contracts/participants/common.ts';
import { maySend, nextSendTime } from '../domain/calendar/operating-hours.ts';
import type { AcquisitionFailureCode } from '../domain/failures.ts';
import type { ParticipantName } from '../domain/participants.ts';
import { judgeFile } from '../domain/request-file.ts';
import type { Reply } from '../participants/http.ts';
import { takeChunk } from '../storage/chunk-intake.ts';
import { judgeTransfers } from '../storage/judging.ts';
import { actOnAcquisition } from '../storage/staff-actions.ts';
import {
  beginStep,
  finishStep,
  parkSet,
  passOn,
  waitForHours,
  type BegunStep,
  type Owner,
  type RefusedLine,
  type StepEnd,
  type StepKey,
} from '../storage/steps.ts';
import { acquireGiven } from './ask-for-codes.ts';
import { beating } from './beating.ts';
import { confirmByOf } from './confirm-by.ts';
import type { Dependencies, MunicipalitySettings } from './dependencies.ts';
import { failure } from './failure.ts';
import { sendDueNotices } from './notices.ts';

export function createAcquireCodeActivities(deps: Dependencies): AcquireCodeActivities {
  const { db, keys, clock } = deps;

  async function inSteps<T extends StepResult>(
    input: StepInput,
    step: StepKey['step'],
    participant: ParticipantName,
    work: (key: StepKey, begun: BegunStep) => Promise<T>,
  ): Promise<T> {
    const key: StepKey = { municipality: input.municipality, owner: ownerOf(input), attempt: input.attempt, step };
    return beating(async () => work(key, await beginStep({ db, keys }, { ...key, participant })));
  }

  async function finish(
    key: StepKey,
    begun: BegunStep,
    refused: readonly RefusedLine[],
    end: StepEnd,
  ): Promise<StepResult> {
    await finishStep(db, key, { lines: begun.lines.length, refused, end });
    return resultOf(begun.lines.length - refused.length, [...begun.parked, ...refused]);
  }

  /**
   * Ends a step that was answered at once and takes the next one along. What goes wrong with that one is left to its own
   * call, which asks before it sends again; here it only means that there is no result of it.
   */
  async function goOn<Next extends StepResult>(
    key: StepKey,
    begun: BegunStep,
    { end, next, until }: { end: StepEnd; next: SendingStep<Next>; until: number },
  ): Promise<StepResult & { next?: Next }> {
    const { step, participant } = next;
    const finished = { lines: begun.lines.length, refused: [], end };
    const begunNext = await passOn({ db, keys }, key, finished, { step, participant });
    const result = resultOf(begun.lines.length, begun.parked);
    if (begunNext.lines.length === 0) return result;
    try {
      return { ...result, next: await next.work({ ...key, step }, begunNext, until) };
    } catch {
      return result;
    }
  }

  const fileRequest: SendingStep<FileRequestResult> = {
    step: 'fileRequest',
    participant: 'intermediate-server',
    async work(key, begun, until) {
      const { intermediateServer } = await deps.neighboursOf(key.municipality);
      // The same request id is answered with the same receipt number, so this one is sent again without asking.
      const reply = await intermediateServer.requestFile(
        key.municipality,
        {
          requestId: begun.requestId,
          lines: begun.lines.map(({ personId, integratedAddressNumber }) => ({
            lineId: personId,
            integratedAddressNumber,
          })),
        },
        { signal: cancellationSignal() },
      );
      const { receiptNumber } = answered(reply, 'INTERMEDIATE_SERVER_UNAVAILABLE');
      const end: StepEnd = { stage: 'FILE_REQUESTED', receiptNumber };
      const result = isBefore(until)
        ? await goOn(key, begun, { end, next: fileUnder(receiptNumber), until })
        : await finish(key, begun, [], end);
      return { ...result, receiptNumber };
    },
  };

  const fileUnder = (receiptNumber: string): SendingStep<FileResult> => ({
    step: 'file',
    participant: 'intermediate-server',
    async work(key, begun, until) {
      const { intermediateServer } = await deps.neighboursOf(key.municipality);
      const reply = await intermediateServer.fetchFile(key.municipality, receiptNumber, {
        signal: cancellationSignal(),
      });
      switch (reply.kind) {
        case 'not-ready':
          return { done: 0, exceptions: begun.parked, ready: false };
        case 'unknown-receipt':
        case 'expired': {
          const refused = begun.lines.map(({ personId }) => ({ personId, code: 'RECEIPT_UNKNOWN' as const }));
          return { ...(await finish(key, begun, refused, noFile(keys.blindIndex('file', '')))), ready: true };
        }
        case 'ready': {
          const verdict = judgeFile(begun.lines, reply.file);
          const contentHash = keys.blindIndex('file', JSON.stringify(reply.file));
          const end: StepEnd = { stage: 'FILE_RECEIVED', serials: verdict.serials, contentHash };
          if (verdict.refused.length === 0 && isBefore(until)) {
            const settings = await deps.settingsOf(key.municipality);
            const next = routing(settings);
            if (opensAtOf(settings) === null) return { ...(await goOn(key, begun, { end, next, until })), ready: true };
          }
          return { ...(await finish(key, begun, verdict.refused, end)), ready: true };
        }
        default:
          throw failureOf(reply, 'INTERMEDIATE_SERVER_UNAVAILABLE');
      }
    },
  });

  const routing = (settings: MunicipalitySettings): SendingStep<RouteResult> => ({
    step: 'route',
    participant: settings.route === 'JUKI_SYSTEM' ? 'juki-system' : 'juki-gateway',
    async work(key, begun) {
      const codeRoute = (await deps.neighboursOf(key.municipality)).codeRoute(settings.route);
      const results = await sendOnce(silentRoute(settings), begun, {
        state: (requestId, options) => codeRoute.state(key.municipality, requestId, options),
        send: (options) =>
          codeRoute.send(
            key.municipality,
            {
              requestId: begun.requestId,
              lines: begun.lines.map(({ personId, processingSerial, personalNumber }) => ({
                lineId: personId,
                processingSerial: processingSerial ?? '',
                personalNumber,
              })),
            },
            options,
          ),
      });
      const end: StepEnd = { stage: 'ROUTED', confirmBy: confirmByOf(settings, clock().getTime()) };
      return { ...(await finish(key, begun, refusalsOf(results, 'ROUTE_REFUSED'), end)), opensAt: null };
    },
  });

  /** The Juki system forwards at once (S60), so S34 waits for the common hours; the gateway stores at any hour. */
  function opensAtOf(settings: MunicipalitySettings): Date | null {
    const now = clock().getTime();
    if (settings.route !== 'JUKI_SYSTEM' || maySend(settings.hours, now)) return null;
    return new Date(nextSendTime(settings.hours, now) ?? now + dayMs);
  }

  return {
    async judge({ requests, ...input }) {
      if (!('chunkId' in requests)) return judgeTransfers(db, { ...input, requests });
      const { chunkId } = requests;
      const taken = await beating(() => takeChunk({ db, keys }, { municipality: input.municipality, chunkId }));
      return { ...taken, judgement: null, acquisition: null };
    },

    requestSerial: (input) =>
      inSteps(input, 'serial', 'intermediate-server', async (key, begunForAll) => {
        if (begunForAll.lines.length === 0) return doneBefore(begunForAll);
        const acquired = await acquireGiven(deps, key, begunForAll);
        const begun = { ...begunForAll, lines: begunForAll.lines.filter(({ personId }) => !acquired.has(personId)) };
        if (begun.lines.length === 0) return resultOf(acquired.size, begun.parked);
        const { intermediateServer } = await deps.neighboursOf(key.municipality);
        const until = goOnUntil(input);
        const results = await sendOnce('INTERMEDIATE_SERVER_UNAVAILABLE', begun, {
          state: (requestId, options) => intermediateServer.serialRequestState(key.municipality, requestId, options),
          send: (options) =>
            intermediateServer.requestSerials(
              key.municipality,
              {
                requestId: begun.requestId,
                lines: begun.lines.map(({ personId, integratedAddressNumber, personalNumber }) => ({
                  lineId: personId,
                  integratedAddressNumber,
                  personalNumber,
                })),
              },
              options,
            ),
        });
        const refused = refusalsOf(results, 'SERIAL_REFUSED');
        const end: StepEnd = { stage: 'SERIAL_REQUESTED' };
        return refused.length === 0 && isBefore(until)
          ? goOn(key, begun, { end, next: fileRequest, until })
          : finish(key, begun, refused, end);
      }),

    requestFile: (input) =>
      inSteps(input, fileRequest.step, fileRequest.participant, async (key, begun) =>
        begun.lines.length === 0
          ? { ...doneBefore(begun), receiptNumber: begun.receiptNumber }
          : fileRequest.work(key, begun, goOnUntil(input)),
      ),

    fetchFile: ({ receiptNumber, failWhileNotReady, ...input }) =>
      inSteps(input, 'file', 'intermediate-server', async (key, begun) => {
        if (begun.lines.length === 0) return { ...doneBefore(begun), ready: true };
        const result = await fileUnder(receiptNumber).work(key, begun, goOnUntil(input));
        if (failWhileNotReady && !result.ready) throw failure('FILE_NEVER_READY');
        return result;
      }),

    async route(input) {
      const settings = await deps.settingsOf(input.municipality);
      const opensAt = opensAtOf(settings);
      if (opensAt !== null) {
        const { municipality, attempt } = input;
        const waiting = await waitForHours(
          db,
          { municipality, owner: ownerOf(input), attempt, step: 'route' },
          opensAt,
        );
        if (waiting > 0) return { done: 0, exceptions: [], opensAt: opensAt.toISOString() };
      }
      const { step, participant, work } = routing(settings);
      return inSteps(input, step, participant, async (key, begun) =>
        begun.lines.length === 0 ? { ...doneBefore(begun), opensAt: null } : work(key, begun, 0),
      );
    },

    notify: ({ municipality, requests }) => sendDueNotices(deps, municipality, requests),

    async park({ municipality, attempt, step, code, ...input }) {
      // Which of the two routes stayed silent is known here, not in the workflow.
      const known = step === 'route' && isSilence(code) ? silentRoute(await deps.settingsOf(municipality)) : code;
      await beating(() => parkSet(db, { municipality, owner: ownerOf(input), attempt, step, code: known }));
    },

    async actOnAcquisition(input) {
      const outcome = await actOnAcquisition({ db, keys }, input);
      if (outcome.kind === 'refused') throw failure(outcome.code);
      return { acquisition: outcome.acquisition, notices: outcome.notices };
    },
  };
}

/** What a step does between its beginning and its end; never for nobody. `until`: no step is taken along after this. */
interface SendingStep<Result extends StepResult> {
  step: StepKey['step'];
  participant: ParticipantName;
  work: (key: StepKey, begun: BegunStep, until: number) => Promise<Result>;
}

/** A quick call has a second or two for all steps; one that begins later than this might not be through by then. */
const goOnForMs = 500;

const goOnUntil = ({ goOn }: MayGoOn): number => (goOn ? performance.now() + goOnForMs : 0);

const isBefore = (until: number): boolean => performance.now() < until;

const dayMs = 24 * 60 * 60 * 1_000;

/** Whose request it is. Sets of several named persons have a workflow each, so they do not come here. */
function ownerOf({ requests }: Pick<StepInput, 'requests'>): Owner {
  if ('chunkId' in requests) return { chunkId: requests.chunkId };
  const [personId] = requests.personIds;
  if (personId === undefined || requests.personIds.length > 1) throw failure('UNEXPECTED');
  return { personId };
}

interface OneRequest {
  state: (
    requestId: string,
    options: {
      signal: AbortSignal;
    },
  ) => Promise<Reply<{ state: 'unknown' } | { state: 'taken'; results: LineResult[] }>>;
  send: (options: { signal: AbortSignal }) => Promise<Reply<{ results: LineResult[] }>>;
}

/** "Unknown" is a result: what may have been sent before is asked about before it is sent again (design §9). */
async function sendOnce(
  silent: AcquisitionFailureCode,
  { mayLiveUnder, lines }: BegunStep,
  request: OneRequest,
): Promise<LineResult[]> {
  const options = { signal: cancellationSignal() };
  for (const requestId of mayLiveUnder) {
    const before = answered(await request.state(requestId, options), silent);
    if (before.state === 'unknown') continue;
    // The request of a chunk is about others too, and one that left the chunk before it was sent is not in it.
    const asked = new Set(lines.map(({ personId }) => personId));
    const results = before.results.filter(({ lineId }) => asked.has(lineId));
    if (results.length > 0) return results;
  }
  return answered(await request.send(options), silent).results;
}

function answered<T>(reply: Reply<T>, silent: AcquisitionFailureCode): T {
  if (reply.kind === 'answered') return reply.body;
  throw failureOf(reply, silent);
}

function failureOf(
  reply: Exclude<Reply<never>, { kind: 'answered' }>,
  silent: AcquisitionFailureCode,
): ReturnType<typeof failure> {
  if (reply.kind === 'unexpected') return failure('UNEXPECTED_ANSWER', { detail: reply.what });
  return failure(silent, reply.retryAfterMs === undefined ? {} : { retryAfterMs: withinLimit(reply.retryAfterMs) });
}

/** The longest pause between two tries (design §3). */
const longestPauseMs = 5 * 60 * 1_000;

/** A pause beyond the step's time limit would end the step at once, so the other side's wish is met only in part. */
function withinLimit(retryAfterMs: number): number {
  const limitMs = activityInfo().scheduleToCloseTimeoutMs;
  return Math.min(retryAfterMs, longestPauseMs, limitMs > 0 ? limitMs / 4 : longestPauseMs);
}

const refusalsOf = (results: readonly LineResult[], code: AcquisitionFailureCode): RefusedLine[] =>
  results.flatMap(({ lineId, result, reason }) =>
    result === 'refused' ? [{ personId: lineId, code, ...(reason !== undefined && { reason }) }] : [],
  );

/** Exceptions are cut at 100; the rest of a chunk are rows of the error list (design §4). */
const resultOf = (
  done: number,
  exceptions: readonly { personId: string; code: AcquisitionFailureCode }[],
): StepResult => ({
  done,
  exceptions: exceptions.slice(0, 100).map(({ personId, code }) => ({ personId, code })),
});

const doneBefore = ({ parked }: BegunStep): StepResult => resultOf(0, parked);

const noFile = (contentHash: Uint8Array): StepEnd => ({ stage: 'FILE_RECEIVED', serials: new Map(), contentHash });

const isSilence = (code: AcquisitionFailureCode): boolean =>
  code === 'JUKI_SYSTEM_UNAVAILABLE' || code === 'JUKI_GATEWAY_UNAVAILABLE';

const silentRoute = ({ route }: MunicipalitySettings): AcquisitionFailureCode =>
  route === 'JUKI_SYSTEM' ? 'JUKI_SYSTEM_UNAVAILABLE' : 'JUKI_GATEWAY_UNAVAILABLE';
