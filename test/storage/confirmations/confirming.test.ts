import { beforeAll, describe, expect, test } from 'vitest';
import { applyConfirmation, countConfirmation, readPageToConfirm } from '../../../storage/confirmations/confirming.ts';
import { findConfirmationRun, listConfirmationChanges } from '../../../storage/confirmations/runs.ts';
import { actOnAcquisition } from '../../../storage/errors/staff-actions.ts';
import { parkSet } from '../../../storage/requests/steps.ts';
import {
  begin,
  history,
  keyOf,
  municipality,
  openFailures,
  openStore,
  otherMunicipality,
  personAfter,
  personRow,
  receive,
  runStep,
  standing,
  type Store,
} from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(14);
});

type Answer = { result: 'acquired' | 'unknown' } | { result: 'error'; error: string };
const answer = (personId: string, said: Answer, attempt = 1) =>
  applyConfirmation(store.db, municipality, [{ personId, attempt, ...said }]);
const acquired: Answer = { result: 'acquired' };
const notFound: Answer = { result: 'error', error: 'RESIDENT_RECORD_NOT_FOUND' };
const byStaff = { municipality, staffId: 's-1', reason: 'test', failureId: null };
/** A run of this person has looked at its row, and waits. */
const withRun = (personId: string) => store.see`update persons set has_run = true where person_id = ${personId}`;
const isDue = async (personId: string): Promise<boolean> => (await personRow(store, personId)).due_at !== null;

describe('a code that the intermediate server holds', () => {
  test.each(['serial', 'fileRequest', 'file', 'route'] as const)('ends the request after the step %s', async (last) => {
    const { personId } = await personAfter(store, last);
    await withRun(personId);
    expect(await answer(personId, acquired)).toMatchObject({ asked: 1, acquired: 1 });
    expect(await standing(store, personId)).toMatchObject({ stage: 'ACQUIRED', status: 'REQUESTED' });
    expect((await history(store, personId)).map((row) => row.code_request_status)).toEqual(['REQUESTED']);
    expect(await isDue(personId)).toBe(true);
  });

  test('ends a request whose serial was sent and never answered', async () => {
    const { personId } = await personAfter(store, 'judge');
    await begin(store, keyOf(personId, 'serial'));
    await answer(personId, acquired);
    expect(await standing(store, personId)).toMatchObject({ stage: 'ACQUIRED' });
  });

  test('ends a parked request and takes it off the error list', async () => {
    const { personId } = await personAfter(store, 'fileRequest');
    await parkSet(store.db, { municipality, owner: { personId }, attempt: 1, step: 'file', code: 'FILE_NEVER_READY' });
    await answer(personId, acquired);
    expect(await standing(store, personId)).toEqual({ stage: 'ACQUIRED', status: 'REQUESTED', attempt: 1, code: null });
    expect(await openFailures(store, personId)).toEqual([]);
  });

  test('ends a request that staff cancelled after the serial was sent', async () => {
    const { personId } = await personAfter(store, 'serial');
    await actOnAcquisition(store, { ...byStaff, personId, action: 'cancel' });
    expect(await standing(store, personId)).toMatchObject({ stage: 'CANCELLED', status: 'REQUESTING' });
    await answer(personId, acquired);
    expect(await standing(store, personId)).toMatchObject({ stage: 'ACQUIRED', status: 'REQUESTED' });
  });

  test('is not believed of a person for whom nothing was asked', async () => {
    const { personId } = await personAfter(store, 'judge');
    expect(await answer(personId, acquired)).toMatchObject({ acquired: 0 });
    expect(await standing(store, personId)).toMatchObject({ stage: 'NUMBERED', status: 'REQUESTING' });
  });

  test('said twice changes nothing the second time', async () => {
    const { personId } = await personAfter(store, 'route');
    await answer(personId, acquired);
    const there = await personRow(store, personId);
    expect(await answer(personId, acquired)).toMatchObject({ acquired: 0 });
    expect(await answer(personId, notFound)).toMatchObject({ errors: 0 });
    expect(await personRow(store, personId)).toEqual(there);
  });

  test('adds no row to table 33', async () => {
    const { personId, personalNumber, addressNumber } = await personAfter(store, 'route');
    await receive(store, { personalNumber, addressNumber });
    await answer(personId, acquired);
    expect((await history(store, personId)).map((row) => [row.history_seq, row.code_request_status])).toEqual([
      [1, 'REQUESTED'],
      [2, 'REQUESTED'],
    ]);
  });
});

describe('an error of the other side', () => {
  test('goes to the error list with the code of the side that failed', async () => {
    const { personId } = await personAfter(store, 'route');
    await withRun(personId);
    expect(await answer(personId, notFound)).toMatchObject({ errors: 1 });
    expect(await standing(store, personId)).toMatchObject({
      stage: 'NEEDS_ATTENTION',
      code: 'RESIDENT_RECORD_NOT_FOUND',
    });
    expect(await openFailures(store, personId)).toMatchObject([
      { step: 'confirm', reason: 'RESIDENT_RECORD_NOT_FOUND' },
    ]);
    expect(await isDue(personId)).toBe(true);
    await answer(personId, notFound);
    expect(await openFailures(store, personId)).toHaveLength(1);
  });

  test.each(['E-4711', 'UNEXPECTED_ANSWER', 'CODE_NOT_CONFIRMED', 'NOT_FOUND'])(
    'with the unfit word %s is a refusal, and the word is kept for staff',
    async (error) => {
      const { personId } = await personAfter(store, 'route');
      await answer(personId, { result: 'error', error });
      expect(await openFailures(store, personId)).toMatchObject([{ code: 'CODE_REFUSED', reason: error }]);
    },
  );

  test('about an attempt that is over says nothing of the one that runs', async () => {
    const { personId } = await personAfter(store, 'route');
    await answer(personId, notFound);
    await actOnAcquisition(store, { ...byStaff, personId, action: 'retry' });
    await runStep(store, keyOf(personId, 'serial', 2));
    expect(await answer(personId, notFound, 1)).toMatchObject({ errors: 0 });
    expect(await standing(store, personId)).toMatchObject({ stage: 'SERIAL_REQUESTED', attempt: 2 });
  });

  test('that was asked for before the next serial was taken is about the attempt before', async () => {
    const { personId } = await personAfter(store, 'route');
    await answer(personId, notFound);
    await actOnAcquisition(store, { ...byStaff, personId, action: 'retry' });
    const asked = (await readPageToConfirm(store.db, municipality, { after: null, limit: 10_000 })).find(
      (line) => line.personId === personId,
    );
    expect(asked).toMatchObject({ attempt: 1 });
    await runStep(store, keyOf(personId, 'serial', 2));
    expect(await answer(personId, notFound, asked?.attempt)).toMatchObject({ errors: 0 });
  });

  test('closes a request that staff cancelled after the serial was sent: 未依頼, and the next transfer asks anew', async () => {
    const { personId, personalNumber, addressNumber } = await personAfter(store, 'route');
    await actOnAcquisition(store, { ...byStaff, personId, action: 'cancel' });
    await answer(personId, notFound);
    expect(await standing(store, personId)).toMatchObject({ stage: 'CANCELLED', status: 'NOT_REQUESTED', attempt: 1 });
    expect(await openFailures(store, personId)).toEqual([]);
    const { judgement } = await receive(store, { personalNumber, addressNumber });
    expect(judgement).toMatchObject({ result: 'updated', codeRequestStatus: 'REQUESTING' });
    expect(await standing(store, personId)).toMatchObject({ stage: 'NUMBERED', attempt: 2 });
  });
});

describe('no answer yet', () => {
  const past = new Date('2020-01-01T00:00:00Z');

  test('is waited for until the limit and goes to the error list after it', async () => {
    const waiting = await personAfter(store, 'route');
    expect(await answer(waiting.personId, { result: 'unknown' })).toMatchObject({ unknown: 1, overdue: 0 });
    expect(await standing(store, waiting.personId)).toMatchObject({ stage: 'ROUTED' });
    const overdue = await personAfter(store, 'route', { confirmBy: past });
    await withRun(overdue.personId);
    expect(await answer(overdue.personId, { result: 'unknown' })).toMatchObject({ unknown: 0, overdue: 1 });
    expect(await standing(store, overdue.personId)).toMatchObject({
      stage: 'NEEDS_ATTENTION',
      code: 'CODE_NOT_CONFIRMED',
    });
    expect(await isDue(overdue.personId)).toBe(true);
  });

  test('a retry after the limit waits as long again under the same attempt', async () => {
    const { personId } = await personAfter(store, 'route', { confirmBy: past });
    await store.see`update persons set routed_at = confirm_by - interval '1 hour' where person_id = ${personId}`;
    await answer(personId, { result: 'unknown' });
    await actOnAcquisition(store, { ...byStaff, personId, action: 'retry' });
    expect(await standing(store, personId)).toMatchObject({ stage: 'ROUTED', attempt: 1 });
    expect(await answer(personId, { result: 'unknown' })).toMatchObject({ unknown: 1, overdue: 0 });
  });
});

describe('the cycle', () => {
  test('asks for everybody 依頼中 whose serial may live, page by page, and for nobody else', async () => {
    const wanted = [
      await personAfter(store, 'serial'),
      await personAfter(store, 'file'),
      await personAfter(store, 'route'),
    ].map(({ personId }) => personId);
    const cancelled = await personAfter(store, 'serial');
    await actOnAcquisition(store, { ...byStaff, personId: cancelled.personId, action: 'cancel' });
    wanted.push(cancelled.personId);
    const unwanted = [await personAfter(store, 'judge'), await personAfter(store, 'route')];
    await answer(unwanted[1]?.personId ?? '', acquired);

    const asked: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await readPageToConfirm(store.db, municipality, { after, limit: 2 });
      asked.push(...page.map(({ personId }) => personId));
      if (page.length < 2) break;
      after = page.at(-1)?.personId ?? null;
    }
    expect(asked).toEqual(asked.toSorted());
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toEqual(expect.arrayContaining(wanted));
    for (const { personId } of unwanted) expect(asked).not.toContain(personId);
  });

  test('makes nobody due whose workflow has never looked at the row', async () => {
    const { personId } = await personAfter(store, 'route');
    expect(await isDue(personId)).toBe(false);
    await answer(personId, acquired);
    expect(await isDue(personId)).toBe(false);
  });

  test('adds up the counts of a run over its pages', async () => {
    const counts = { asked: 3, acquired: 1, errors: 1, unknown: 1, overdue: 0 };
    await countConfirmation(store.db, municipality, { runId: 'run-1', counts, finished: false });
    await countConfirmation(store.db, municipality, { runId: 'run-1', counts, finished: true });
    const [run] = await store.see`select asked, acquired, errors, unknown, finished_at is not null as finished
      from confirmation_runs where run_id = 'run-1'`;
    expect(run).toEqual({ asked: 6, acquired: 2, errors: 2, unknown: 2, finished: true });
  });
});

describe('what a run changed', () => {
  const past = new Date('2020-01-01T00:00:00Z');
  const changesOf = (runId: string, part: 'acquired' | 'failed') =>
    listConfirmationChanges(store.api, municipality, { runId, part, limit: 100 });

  test('is written with the change: who was acquired, whose error it was, who was overdue, and nobody else', async () => {
    const done = await personAfter(store, 'route');
    const refused = await personAfter(store, 'route');
    const overdue = await personAfter(store, 'route', { confirmBy: past });
    const waiting = await personAfter(store, 'route');
    const idle = await personAfter(store, 'judge');
    const run = { runId: 'run-changes', finished: true };
    const counts = await applyConfirmation(
      store.db,
      municipality,
      [
        { personId: done.personId, attempt: 1, result: 'acquired' },
        { personId: refused.personId, attempt: 1, result: 'error', error: 'E-4711' },
        { personId: overdue.personId, attempt: 1, result: 'unknown' },
        { personId: waiting.personId, attempt: 1, result: 'unknown' },
        { personId: idle.personId, attempt: 1, result: 'acquired' },
      ],
      run,
    );
    expect(counts).toEqual({ asked: 5, acquired: 1, errors: 1, unknown: 1, overdue: 1 });
    expect(await changesOf(run.runId, 'acquired')).toMatchObject([
      { personId: done.personId, outcome: 'acquired', code: null, attempt: 1, stage: 'ACQUIRED', failureId: null },
    ]);
    const failed = await changesOf(run.runId, 'failed');
    expect(new Map(failed.map((change) => [change.personId, change]))).toMatchObject(
      new Map([
        [refused.personId, { outcome: 'error', code: 'CODE_REFUSED', reason: 'E-4711' }],
        [overdue.personId, { outcome: 'overdue', code: 'CODE_NOT_CONFIRMED', reason: null }],
      ]),
    );
    for (const { personId, failureId } of failed) {
      expect(failureId).toBe((await openFailures(store, personId))[0]?.['failure_id']);
    }
    expect(await findConfirmationRun(store.api, municipality, run.runId)).toMatchObject({
      ...counts,
      finishedAt: expect.any(Date) as Date,
    });
  });

  test('of a page that is repeated is neither written nor counted twice', async () => {
    const { personId } = await personAfter(store, 'route');
    const run = { runId: 'run-repeated', finished: false };
    for (let time = 0; time < 2; time += 1) {
      await applyConfirmation(store.db, municipality, [{ personId, attempt: 1, result: 'acquired' }], run);
    }
    expect(await changesOf(run.runId, 'acquired')).toHaveLength(1);
    expect(await findConfirmationRun(store.api, municipality, run.runId)).toMatchObject({ acquired: 1 });
  });

  test('leads to its entry of the error list while that is tried again, and no more when staff have ended it', async () => {
    const { personId } = await personAfter(store, 'route');
    const run = { runId: 'run-acted', finished: true };
    await applyConfirmation(store.db, municipality, [{ personId, attempt: 1, ...notFound }], run);
    expect(await changesOf(run.runId, 'failed')).toMatchObject([{ failureId: expect.any(String) as string }]);
    await actOnAcquisition(store, { ...byStaff, personId, action: 'retry' });
    expect(await changesOf(run.runId, 'failed')).toMatchObject([{ failureId: expect.any(String) as string }]);
    await actOnAcquisition(store, { ...byStaff, personId, action: 'cancel' });
    expect(await changesOf(run.runId, 'failed')).toMatchObject([{ personId, failureId: null }]);
  });

  test('names who was cancelled and is now closed, although nothing of it is left to do', async () => {
    const { personId } = await personAfter(store, 'route');
    await actOnAcquisition(store, { ...byStaff, personId, action: 'cancel' });
    const run = { runId: 'run-closed', finished: true };
    const counts = await applyConfirmation(store.db, municipality, [{ personId, attempt: 1, ...notFound }], run);
    expect(counts).toMatchObject({ errors: 1 });
    expect(await changesOf(run.runId, 'failed')).toMatchObject([
      { personId, outcome: 'error', stage: 'CANCELLED', codeRequestStatus: 'NOT_REQUESTED', failureId: null },
    ]);
  });

  test('is read a page at a time, and by its own municipality alone', async () => {
    const run = { runId: 'run-paged', finished: true };
    const answers = [];
    for (let count = 0; count < 3; count += 1) {
      const { personId } = await personAfter(store, 'route');
      answers.push({ personId, attempt: 1, result: 'acquired' } as const);
    }
    await applyConfirmation(store.db, municipality, answers, run);
    const page = { runId: run.runId, part: 'acquired', limit: 2 } as const;
    const first = await listConfirmationChanges(store.api, municipality, page);
    const second = await listConfirmationChanges(store.api, municipality, { ...page, after: first.at(-1)?.personId });
    expect([...first, ...second].map(({ personId }) => personId)).toEqual(
      answers.map(({ personId }) => personId).toSorted(),
    );
    expect(await listConfirmationChanges(store.api, otherMunicipality, page)).toEqual([]);
    expect(await findConfirmationRun(store.api, otherMunicipality, run.runId)).toBeUndefined();
  });
});
