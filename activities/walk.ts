/**
 * The request unit (依頼部 38). Its four steps send something: the serial request (S28, S29); the file request (S30),
 * answered by a receipt number (S31); the file (S32, S33); and the route (S34). A step that is answered at once ends in
 * the transaction in which the next one begins.
 *
 * A1. The request id is stored before anything is sent; if it may have been sent before, the participant is asked
 *     first.
 * A2. A participant's refusal becomes a row of the error list and an exception in the result; its silence is thrown, so
 *     that it is retried.
 * A3. When no row is left for a step, it was done before; the rows say how far it came.
 */
import { cancellationSignal } from '@temporalio/activity';
import type { StepResult } from '../contracts/acquire-code.ts';
import { maySend, findNextSendTime } from '../domain/calendar/operating-hours.ts';
import type { AcquisitionFailureCode } from '../domain/failures.ts';
import type { ParticipantName } from '../domain/participants.ts';
import { judgeFile } from '../domain/request-file.ts';
import { participantOfRoute } from '../domain/routes.ts';
import type { Stage } from '../domain/stages.ts';
import { findServerOpening } from '../storage/operating-days/gate.ts';
import { expectSignOfLife } from '../storage/requests/due.ts';
import {
  finishStep,
  passOn,
  type BegunStep,
  type RefusedLine,
  type StepEnd,
  type StepKey,
} from '../storage/requests/steps.ts';
import { confirmGivenNumbers } from './ask-for-codes.ts';
import { calculateConfirmBy } from './confirm-by.ts';
import type { Dependencies, MunicipalitySettings } from './dependencies.ts';
import { requireAnswer, toFailure, listRefusals, sendOnce } from './send-once.ts';

/** The step's part of a result; where the rows stand is read when the walk has ended. */
type Own<More = unknown> = Omit<StepResult, 'standing' | 'passed'> & More;

/** The steps that one activity runs in a row. */
export interface Walk {
  /** No further step begins after this moment of `performance.now()`; 0 limits the walk to one step. */
  until: number;
  passed: Stage[];
}

/** What a step does between its beginning and its end. Never called for an empty set. */
export interface SendingStep<More = unknown> {
  step: StepKey['step'];
  participant: ParticipantName;
  work: (key: StepKey, begun: BegunStep, walk: Walk) => Promise<Own<More>>;
}

interface Receipt {
  receiptNumber: string | null;
}
interface Readiness {
  ready: boolean;
}
interface Opening {
  opensAt: string | null;
}

export interface SendingSteps {
  serial: SendingStep;
  fileRequest: SendingStep<Receipt>;
  createFileStep: (receiptNumber: string) => SendingStep<Readiness>;
  createRouteStep: (settings: MunicipalitySettings) => SendingStep<Opening>;
  /** When the hours open, or the server may run again; null when S34 may be sent now. */
  findOpening: (municipality: string, settings: MunicipalitySettings) => Promise<Date | null>;
}

export function createSendingSteps(deps: Dependencies): SendingSteps {
  const { db, keys, clock } = deps;
  const silent = 'INTERMEDIATE_SERVER_UNAVAILABLE';

  async function finish(
    key: StepKey,
    begun: BegunStep,
    { refused, end, walk }: { refused: readonly RefusedLine[]; end: StepEnd; walk: Walk },
  ): Promise<Own> {
    await finishStep(db, key, { lines: begun.lines.length, refused, end });
    walk.passed.push(end.stage);
    return resultOf(begun.lines.length - refused.length, [...begun.parked, ...refused]);
  }

  /**
   * Ends a step that was answered at once and runs the next one. A failure of that one is dropped, because its own
   * activity repeats it and asks before it sends again.
   */
  async function goOn(
    key: StepKey,
    begun: BegunStep,
    { end, next, walk }: { end: StepEnd; next: SendingStep; walk: Walk },
  ): Promise<Own> {
    const { step, participant } = next;
    const finished = { lines: begun.lines.length, refused: [], end };
    const begunNext = await passOn({ db, keys }, key, finished, { step, participant });
    walk.passed.push(end.stage);
    if (begunNext.lines.length > 0) {
      await next.work({ ...key, step }, begunNext, walk).catch(() => undefined);
    }
    return resultOf(begun.lines.length, begun.parked);
  }

  const serial: SendingStep = {
    step: 'serial',
    participant: 'intermediate-server',
    async work(key, begun, walk) {
      const { municipality } = key;
      const { intermediateServer } = await deps.getNeighbours(municipality);
      const acquired = new Set<string>();
      const results = await sendOnce(silent, begun, {
        readState: (requestId, options) => intermediateServer.readSerialRequestState(municipality, requestId, options),
        async filterNeeded(lines) {
          for (const personId of await confirmGivenNumbers(deps, key, lines)) acquired.add(personId);
          return lines.filter(({ personId }) => !acquired.has(personId));
        },
        send: (lines, options) =>
          intermediateServer.requestSerials(
            municipality,
            {
              requestId: begun.requestId,
              lines: lines.map(({ personId, integratedAddressNumber, personalNumber }) => ({
                lineId: personId,
                integratedAddressNumber,
                personalNumber,
              })),
            },
            options,
          ),
      });
      const askedStep = { ...begun, lines: begun.lines.filter(({ personId }) => !acquired.has(personId)) };
      if (askedStep.lines.length === 0) return resultOf(acquired.size, begun.parked);
      const refusedLines = listRefusals(results, 'SERIAL_REFUSED');
      const end: StepEnd = { stage: 'SERIAL_REQUESTED' };
      return refusedLines.length === 0 && mayGoOn(walk)
        ? goOn(key, askedStep, { end, next: fileRequest, walk })
        : finish(key, askedStep, { refused: refusedLines, end, walk });
    },
  };

  const fileRequest: SendingStep<Receipt> = {
    step: 'fileRequest',
    participant: 'intermediate-server',
    async work(key, begun, walk) {
      const { intermediateServer } = await deps.getNeighbours(key.municipality);
      // The intermediate server answers the same request id with the same receipt number, so it is sent again without
      // asking.
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
      const { receiptNumber } = requireAnswer(reply, silent);
      const end: StepEnd = { stage: 'FILE_REQUESTED', receiptNumber };
      const result = mayGoOn(walk)
        ? await goOn(key, begun, { end, next: createFileStep(receiptNumber), walk })
        : await finish(key, begun, { refused: [], end, walk });
      return { ...result, receiptNumber };
    },
  };

  const createFileStep = (receiptNumber: string): SendingStep<Readiness> => ({
    step: 'file',
    participant: 'intermediate-server',
    async work(key, begun, walk) {
      const { intermediateServer } = await deps.getNeighbours(key.municipality);
      const reply = await intermediateServer.fetchFile(key.municipality, receiptNumber, {
        signal: cancellationSignal(),
      });
      const refuse = async (code: AcquisitionFailureCode): Promise<Own<Readiness>> => {
        const refusedLines = begun.lines.map(({ personId }) => ({ personId, code }));
        const end: StepEnd = { stage: 'FILE_RECEIVED', serials: new Map(), contentHash: keys.blindIndex('file', '') };
        return { ...(await finish(key, begun, { refused: refusedLines, end, walk })), ready: true };
      };
      switch (reply.kind) {
        case 'not-ready': {
          const { limits } = await deps.readSettings(key.municipality);
          if (begun.standForSeconds >= limits.fileSeconds) return refuse('FILE_NEVER_READY');
          await expectSignOfLife(db, key.municipality, key.owner, limits.filePollSeconds.longest + askedAgainSeconds);
          return { done: 0, exceptions: begun.parked, ready: false };
        }
        case 'unknown-receipt':
        case 'expired':
          return refuse('RECEIPT_UNKNOWN');
        case 'ready': {
          const verdict = judgeFile(begun.lines, reply.file);
          const contentHash = keys.blindIndex('file', JSON.stringify(reply.file));
          const end: StepEnd = { stage: 'FILE_RECEIVED', serials: verdict.serials, contentHash };
          if (verdict.refused.length === 0 && mayGoOn(walk)) {
            const settings = await deps.readSettings(key.municipality);
            const next = createRouteStep(settings);
            if ((await findOpening(key.municipality, settings)) === null)
              return { ...(await goOn(key, begun, { end, next, walk })), ready: true };
          }
          return { ...(await finish(key, begun, { refused: verdict.refused, end, walk })), ready: true };
        }
        default:
          throw toFailure(reply, silent);
      }
    },
  });

  const createRouteStep = (settings: MunicipalitySettings): SendingStep<Opening> => ({
    step: 'route',
    participant: participantOfRoute[settings.route],
    async work(key, begun, walk) {
      const codeRoute = (await deps.getNeighbours(key.municipality)).codeRoute(settings.route);
      const results = await sendOnce(silentRouteCode(settings), begun, {
        readState: (requestId, options) => codeRoute.readRequestState(key.municipality, requestId, options),
        filterNeeded: async (lines) => lines,
        send: (lines, options) =>
          codeRoute.send(
            key.municipality,
            {
              requestId: begun.requestId,
              lines: lines.map(({ personId, processingSerial, personalNumber }) => ({
                lineId: personId,
                processingSerial: processingSerial ?? '',
                personalNumber,
              })),
            },
            options,
          ),
      });
      const end: StepEnd = { stage: 'ROUTED', confirmBy: calculateConfirmBy(settings, clock().getTime()) };
      const refusedLines = listRefusals(results, 'ROUTE_REFUSED');
      return { ...(await finish(key, begun, { refused: refusedLines, end, walk })), opensAt: null };
    },
  });

  /**
   * The Juki system forwards at once (S60), so S34 waits for the common hours, and for the server that the operating day
   * starts. The gateway stores serials in its table 246 at any hour.
   */
  async function findOpening(municipality: string, settings: MunicipalitySettings): Promise<Date | null> {
    const now = clock().getTime();
    if (settings.route !== 'JUKI_SYSTEM') return null;
    if (!maySend(settings.hours, now)) return new Date(findNextSendTime(settings.hours, now) ?? now + dayMs);
    return findServerOpening(db, municipality, now);
  }

  return { serial, fileRequest, createFileStep, createRouteStep, findOpening };
}

/** How long a question for the file may take, added to the pause before it. Seconds. */
const askedAgainSeconds = 45;

const mayGoOn = ({ until }: Walk): boolean => performance.now() < until;

const dayMs = 24 * 60 * 60 * 1_000;

/** Cuts the exceptions at 100; those of a chunk stand in the error list in full. */
export const resultOf = (
  done: number,
  exceptions: readonly { personId: string; code: AcquisitionFailureCode }[],
): Own => ({
  done,
  exceptions: exceptions.slice(0, 100).map(({ personId, code }) => ({ personId, code })),
});

export const silentRouteCode = ({ route }: MunicipalitySettings): AcquisitionFailureCode =>
  route === 'JUKI_SYSTEM' ? 'JUKI_SYSTEM_UNAVAILABLE' : 'JUKI_GATEWAY_UNAVAILABLE';
