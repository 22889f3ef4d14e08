/**
 * One resident's code acquisition (design §3): a thin shell over the machine of domain/lifecycle. The machine says what
 * comes next, the shell runs it and tells the machine what happened.
 *
 * W1. Only one of judging and staff actions runs at a time, so their results come in the order of their commits.
 * W2. Whatever changes the state while a step runs (confirmation, cancel) ends the step; its own writes are guarded by
 *     stage and attempt, so a step that finishes late moves nothing.
 * W3. The answer of an update leaves with the workflow task, so no participant is called in the task that judges.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  log,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import * as contract from '../contracts/acquire-code.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import {
  codeRequestStatusOf,
  errorCodeOf,
  nextStep,
  transition,
  type Acquisition,
  type LifecycleEvent,
  type NextStep,
} from '../domain/lifecycle.ts';
import { createSteps, type StaffStep } from './acquire-code-steps.ts';
import { createLock } from './lock.ts';

export async function acquireCode(input: contract.AcquireCodeInput): Promise<contract.AcquireCodeOutcome> {
  const { municipality, personId } = input;
  const requests = { personIds: [personId] };
  const steps = createSteps({ municipality, requests, limits: input.limits });
  const oneAtATime = createLock();

  /** Null until the first transfer is judged, or staff have acted. */
  let acquisition: Acquisition | null = null;
  /** Grows with every change of stage or attempt; a step that sees it grow is out of date. */
  let revision = 0;
  let answerWaits = false;
  let calendarRevision = 0;
  let notifying = 0;
  const timeline: contract.TimelineEntry[] = [];

  // A function, because the handlers change the variable while the procedure awaits.
  const current = (): Acquisition | null => acquisition;

  setHandler(contract.receiveTransfer, ({ inboxId }) =>
    oneAtATime(async () => {
      const judged = await steps.judge({ municipality, requests, inboxId });
      if (judged.acquisition)
        settle({ type: 'judged', acquisition: judged.acquisition }, judged.judgement?.result ?? 'judged');
      if (judged.notices > 0) void notify();
      answerWaits = true;
      if (!judged.judgement) throw ApplicationFailure.nonRetryable('The transfer is not in the inbox', 'NOT_FOUND');
      return judged.judgement;
    }),
  );
  setHandler(contract.retryAcquisition, (action) => act({ action: 'retry', ...action }));
  setHandler(contract.correctAcquisition, (action) => act({ action: 'correct', ...action }));
  setHandler(contract.cancelAcquisition, (action) => act({ action: 'cancel', ...action }));
  setHandler(contract.confirmation, (word) => {
    if (word.result === 'acquired') settle({ type: 'confirmed' }, 'confirmed');
    else if (word.result === 'error') settle({ type: 'confirmationFailed', code: word.code, at: now() }, word.code);
    else settle({ type: 'overdue', at: now() }, 'overdue');
  });
  setHandler(contract.calendarChanged, () => {
    calendarRevision += 1;
  });
  setHandler(contract.statusQuery, () => statusOf(acquisition));
  setHandler(contract.timelineQuery, () => timeline);

  await condition(() => acquisition !== null);
  for (;;) {
    const step = nextStep(getAcquisition());
    if (step.do !== 'end') {
      await perform(step);
      continue;
    }
    await condition(() => allHandlersFinished() && notifying === 0);
    if (nextStep(getAcquisition()).do === 'end') break;
  }
  const { stage } = getAcquisition();
  return { stage, codeRequestStatus: codeRequestStatusOf(getAcquisition()) };

  /** Runs one step; returns when it is done or when the state has changed under it (W2). */
  async function perform(step: NextStep): Promise<void> {
    const began = revision;
    const overtaken = (): boolean => revision !== began;
    if (isWaiting(step)) return wait(step, overtaken);
    if (answerWaits) {
      answerWaits = false;
      await sleep(1); // W3: the next workflow task is another one
      if (overtaken()) return;
    }
    const scope = new CancellationScope();
    const running = scope.run(() => steps.perform(step, getAcquisition().attempt));
    const event = await Promise.race([running, condition(overtaken).then(() => null)]);
    if (event === null || overtaken()) {
      scope.cancel();
      await running.catch((err: unknown) => {
        if (!isCancellation(err)) log.warn('A step that was overtaken failed', { step: step.do });
      });
      return;
    }
    settle(event, event.type);
  }

  async function wait(step: NextStep & { do: WaitingStep }, overtaken: () => boolean): Promise<void> {
    if (step.do !== 'waitForHours') return condition(overtaken);
    const calendar = calendarRevision;
    const untilOpening = Math.max(0, Date.parse(step.opensAt) - Date.now());
    await condition(() => overtaken() || calendarRevision !== calendar, untilOpening);
    if (!overtaken()) settle({ type: 'opened' }, 'opened');
  }

  function act(action: StaffStep): Promise<contract.StatusView> {
    return oneAtATime(async () => {
      const acted = await steps.act({ municipality, personId, ...action });
      moveTo(acted.acquisition, action.action);
      // Also where the stage is the same again: a step that ran meanwhile knows nothing of what staff decided.
      revision += 1;
      if (acted.notices > 0) void notify();
      answerWaits = true;
      return statusOf(acted.acquisition);
    });
  }

  /** Backbones are told beside the procedure: a slow one holds nothing up, and the sweep tries again. */
  async function notify(): Promise<void> {
    notifying += 1;
    try {
      await steps.notify({ municipality, requests });
    } catch (err) {
      if (isCancellation(err)) throw err;
      log.warn('Notices are left to the sweep');
    } finally {
      notifying -= 1;
    }
  }

  function settle(event: LifecycleEvent, name: string): void {
    const before = acquisition;
    if (before) moveTo(transition(before, event), name);
    else if (event.type === 'judged') moveTo(event.acquisition, name);
    // A confirmation that comes before anything else finds the database right already; there is nothing to move here.
  }

  function moveTo(next: Acquisition, event: string): void {
    const before = acquisition;
    acquisition = next;
    timeline.push({ at: now(), event, stage: next.stage });
    if (before?.stage !== next.stage || before.attempt !== next.attempt) revision += 1;
    const errorCode = errorCodeOf(next);
    const inErrorList = errorCode !== null && before?.stage !== next.stage;
    if (inErrorList || errorCode !== (before && errorCodeOf(before))) {
      // Temporal's list is for the error list only; each write to it costs every one of its indexes (design §3).
      upsertSearchAttributes([
        { key: searchAttributes.errorCode, value: errorCode },
        { key: searchAttributes.stage, value: errorCode === null ? null : next.stage },
      ]);
    }
  }

  function getAcquisition(): Acquisition {
    const known = current();
    if (!known) throw ApplicationFailure.nonRetryable('Nothing is known of this person yet', 'UNEXPECTED');
    return known;
  }
}

type WaitingStep =
  'waitForChunk' | 'waitForHours' | 'waitForConfirmation' | 'waitForStaff' | 'waitForPersonalNumber' | 'end';

const isWaiting = (step: NextStep): step is NextStep & { do: WaitingStep } =>
  step.do === 'waitForChunk' ||
  step.do === 'waitForHours' ||
  step.do === 'waitForConfirmation' ||
  step.do === 'waitForStaff' ||
  step.do === 'waitForPersonalNumber' ||
  step.do === 'end';

/** Workflow time. */
const now = (): string => new Date().toISOString();

function statusOf(acquisition: Acquisition | null): contract.StatusView {
  if (!acquisition) {
    return { stage: null, codeRequestStatus: 'NOT_REQUESTED', attempt: 1, failure: null, opensAt: null };
  }
  return {
    stage: acquisition.stage,
    codeRequestStatus: codeRequestStatusOf(acquisition),
    attempt: acquisition.attempt,
    failure: acquisition.stage === 'NEEDS_ATTENTION' ? acquisition.failure : null,
    opensAt: acquisition.stage === 'WAITING_FOR_HOURS' ? acquisition.opensAt : null,
  };
}
