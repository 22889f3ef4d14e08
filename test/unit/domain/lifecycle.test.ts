import { describe, expect, test } from 'vitest';
import {
  failureCodes,
  failures,
  isAcquisitionFailureCode,
  type AcquisitionFailureCode,
} from '../../../domain/failures.ts';
import {
  codeRequestStatusOf,
  errorCodeOf,
  nextStep,
  transition,
  type Acquisition,
  type LifecycleEvent,
} from '../../../domain/lifecycle.ts';
import { drivenStages } from '../../../domain/stages.ts';

const at = '2026-04-01T00:00:00.000Z';
const common = { attempt: 2, serialRequested: true, held: false, inChunk: false };
/** Of those whom a chunk has. */
const inChunk: Acquisition[] = [
  { ...common, stage: 'NUMBERED', serialRequested: false, inChunk: true },
  { ...common, stage: 'NUMBERED', inChunk: true },
  { ...common, stage: 'FILE_REQUESTED', receiptNumber: 'R-1', inChunk: true },
  { ...common, stage: 'FILE_RECEIVED', held: true, inChunk: true },
  { ...common, stage: 'WAITING_FOR_HOURS', opensAt: at, inChunk: true },
];
const states: Acquisition[] = [
  { ...common, stage: 'AWAITING_PN', serialRequested: false },
  { ...common, stage: 'HELD', serialRequested: false, held: true },
  { ...common, stage: 'NUMBERED', serialRequested: false },
  { ...common, stage: 'NUMBERED' },
  { ...common, stage: 'SERIAL_REQUESTED' },
  { ...common, stage: 'FILE_REQUESTED', receiptNumber: 'R-1' },
  { ...common, stage: 'FILE_RECEIVED' },
  { ...common, stage: 'WAITING_FOR_HOURS', opensAt: at },
  { ...common, stage: 'ROUTED' },
  ...failureCodes.filter(isAcquisitionFailureCode).flatMap((code): Acquisition[] =>
    (['serial', 'fileRequest', 'file', 'route', 'confirm'] as const).map((step) => ({
      ...common,
      stage: 'NEEDS_ATTENTION',
      failure: { code, step, since: at },
      receiptNumber: step === 'file' ? 'R-1' : null,
    })),
  ),
  { ...common, stage: 'CANCELLED', serialRequested: false },
  { ...common, stage: 'CANCELLED' },
  { ...common, stage: 'ACQUIRED' },
  { ...common, stage: 'ACQUIRED', held: true },
  ...inChunk,
];
const events: LifecycleEvent[] = [
  { type: 'serialAccepted' },
  { type: 'fileRequested', receiptNumber: 'R-2' },
  { type: 'fileReceived' },
  { type: 'closed', opensAt: at },
  { type: 'opened' },
  { type: 'routed' },
  ...(['serial', 'fileRequest', 'file', 'route', 'confirm'] as const).flatMap((step): LifecycleEvent[] => [
    { type: 'failed', step, code: 'SERIAL_REFUSED', at },
    { type: 'failed', step, code: 'INTERMEDIATE_SERVER_UNAVAILABLE', at },
    { type: 'failed', step, code: 'ENGINE_STUCK', at },
  ]),
  { type: 'confirmed' },
  { type: 'confirmationFailed', code: 'CODE_REFUSED', at },
  { type: 'overdue', at },
  { type: 'retried' },
  { type: 'corrected' },
  { type: 'cancelled' },
];
const every = states.flatMap((state) => events.map((event) => ({ state, event, next: transition(state, event) })));
const by = ({ state, event }: (typeof every)[number]): string => `${state.stage} ${event.type}`;

describe('every event in every state', () => {
  test('L4: leads to a state that asks for exactly one next step, of a driver just where the stage is a driven one', () => {
    expect(every.length).toBeGreaterThan(1_500);
    const ofDriver = new Set(['requestSerial', 'requestFile', 'fetchFile', 'route', 'waitForHours', 'waitForChunk']);
    for (const { next } of every) {
      expect(ofDriver.has(nextStep(next).do)).toBe(drivenStages.some((stage) => stage === next.stage));
    }
  });

  test('L1: raises the attempt only when staff retry or correct, and never lowers it', () => {
    const raised = every.filter(({ state, next }) => next.attempt !== state.attempt);
    expect(raised.filter(({ state, next }) => next.attempt < state.attempt).map(by)).toEqual([]);
    expect(new Set(raised.map(({ event }) => event.type))).toEqual(new Set(['retried', 'corrected']));
  });

  test('L1: a retry raises it only where the catalogue says that the old request is dead', () => {
    for (const { state, event, next } of every) {
      if (event.type !== 'retried' || state.stage !== 'NEEDS_ATTENTION') continue;
      expect(next.attempt - state.attempt).toBe(failures[state.failure.code].retry.newAttempt ? 1 : 0);
    }
  });

  test('L2: reaches ACQUIRED by a confirmation only, from every stage with a serial, and never leaves it', () => {
    const reached = every.filter(({ state, next }) => state.stage !== 'ACQUIRED' && next.stage === 'ACQUIRED');
    expect(new Set(reached.map(({ event }) => event.type))).toEqual(new Set(['confirmed']));
    const confirmed = every.filter(({ state, event }) => event.type === 'confirmed' && state.serialRequested);
    expect(confirmed.filter(({ next }) => next.stage !== 'ACQUIRED').map(by)).toEqual([]);
    expect(every.filter(({ state, next }) => state.stage === 'ACQUIRED' && next.stage !== 'ACQUIRED').map(by)).toEqual(
      [],
    );
  });

  test('L3: a cancelled request is 未依頼 before its serial was requested, and 依頼中 after that', () => {
    const cancelled = every.filter(({ event, next }) => event.type === 'cancelled' && next.stage === 'CANCELLED');
    expect(cancelled.length).toBeGreaterThan(5);
    for (const { state, next } of cancelled) {
      expect(codeRequestStatusOf(next)).toBe(state.serialRequested ? 'REQUESTING' : 'NOT_REQUESTED');
    }
  });
});

test('L5: what a chunk has is waited for and never sent, until it is routed or parked, or taken out', () => {
  for (const state of inChunk) expect(nextStep(state).do).toBe('waitForChunk');
  const left = every.filter(({ state, next }) => state.inChunk && !next.inChunk);
  expect(new Set(left.map(({ event }) => event.type))).toEqual(
    new Set(['routed', 'failed', 'confirmed', 'confirmationFailed', 'cancelled']),
  );
  for (const { next } of left) expect(nextStep(next).do).not.toBe('waitForChunk');
});

test('L5: whoever rests has left its chunk', () => {
  const driven = new Set<string>(drivenStages);
  expect(every.filter(({ next }) => next.inChunk && !driven.has(next.stage)).map(by)).toEqual([]);
});

test('a serial may live at the other side unless it was refused, or never sent because the engine was stuck', () => {
  const numbered: Acquisition = { ...common, stage: 'NUMBERED', serialRequested: false };
  const mayLive = (code: AcquisitionFailureCode): boolean =>
    transition(numbered, { type: 'failed', step: 'serial', code, at }).serialRequested;
  expect([mayLive('SERIAL_REFUSED'), mayLive('ENGINE_STUCK')]).toEqual([false, false]);
  expect([mayLive('INTERMEDIATE_SERVER_UNAVAILABLE'), mayLive('UNEXPECTED_ANSWER')]).toEqual([true, true]);
});

test('a confirmation says nothing of a serial that was never sent', () => {
  const numbered: Acquisition = { ...common, stage: 'NUMBERED', serialRequested: false };
  expect(transition(numbered, { type: 'confirmed' })).toBe(numbered);
  expect(transition(numbered, { type: 'confirmationFailed', code: 'CODE_REFUSED', at })).toBe(numbered);
});

test('one who waits for the hours is told another opening, or is routed where they are open already', () => {
  const waiting: Acquisition = { ...common, stage: 'WAITING_FOR_HOURS', opensAt: at };
  const opensAt = '2026-04-02T00:00:00.000Z';
  expect(transition(waiting, { type: 'closed', opensAt })).toEqual({ ...waiting, opensAt });
  expect(transition(waiting, { type: 'routed' })).toEqual({ ...common, stage: 'ROUTED' });
});

test('a request cancelled half-way is taken up again by staff under the same attempt', () => {
  expect(transition({ ...common, stage: 'CANCELLED' }, { type: 'retried' })).toEqual({ ...common, stage: 'NUMBERED' });
  const never: Acquisition = { ...common, stage: 'CANCELLED', serialRequested: false };
  expect(transition(never, { type: 'retried' })).toBe(never);
});

test('a held transfer stands in the error list whatever the stage is', () => {
  expect(errorCodeOf({ ...common, stage: 'ACQUIRED', held: true })).toBe('IDENTITY_MISMATCH');
  expect(nextStep({ ...common, stage: 'ACQUIRED', held: true }).do).toBe('waitForStaff');
  expect(nextStep({ ...common, stage: 'ACQUIRED' }).do).toBe('end');
});
