/**
 * Every event of the machine in every state, as a move in the database: the row afterwards is what domain/lifecycle says.
 * For one person and for a person in a chunk.
 */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { failures, type AcquisitionFailureCode, type Step } from '../../../domain/failures.ts';
import { codeRequestStatusOf, transition, type Acquisition, type LifecycleEvent } from '../../../domain/lifecycle.ts';
import { drivenStages, stages, type Stage } from '../../../domain/stages.ts';
import { acquisitionOf, findPerson } from '../../../storage/requests/acquisitions.ts';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { inMunicipality } from '../../../storage/database/database.ts';
import { actOnAcquisition } from '../../../storage/errors/staff-actions.ts';
import {
  beginStep,
  finishStep,
  parkSet,
  waitForHours,
  type Owner,
  type StepKey,
} from '../../../storage/requests/steps.ts';
import { endOf, keyOf, municipality, openStore, receive, type Store } from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(71);
});

const opensAt = '2099-05-07T00:00:00.000Z';
const since = '2026-04-01T00:00:00.000Z';

/** The states of the machine with everything that belongs to them; held transfers have tests of their own. */
function statesOf(inChunk: boolean): Acquisition[] {
  return stages.flatMap((stage): Acquisition[] => {
    if (stage === 'HELD' || stage === 'AWAITING_PN') return [];
    const isDriven = drivenStages.some((driven) => driven === stage);
    if (inChunk && !isDriven) return [];
    return [false, true].flatMap((serialRequested): Acquisition[] => {
      // Past the serial step one may live at the other side; a code that is there came from one.
      if (!serialRequested && stage !== 'NUMBERED' && stage !== 'CANCELLED' && stage !== 'NEEDS_ATTENTION') return [];
      const common = { attempt: 1, serialRequested, held: false, inChunk };
      switch (stage) {
        case 'FILE_REQUESTED':
          return [{ ...common, stage, receiptNumber: 'R-1' }];
        case 'WAITING_FOR_HOURS':
          return [{ ...common, stage, opensAt }];
        case 'NEEDS_ATTENTION':
          return parkedOf(serialRequested).map((failure) => ({ ...common, stage, failure, receiptNumber: 'R-1' }));
        default:
          return [{ ...common, stage }];
      }
    });
  });
}

const parkedOf = (serialRequested: boolean): { code: AcquisitionFailureCode; step: Step; since: string }[] =>
  serialRequested
    ? [
        { code: 'INTERMEDIATE_SERVER_UNAVAILABLE', step: 'serial', since },
        { code: 'INTERMEDIATE_SERVER_UNAVAILABLE', step: 'fileRequest', since },
        { code: 'INTERMEDIATE_SERVER_UNAVAILABLE', step: 'file', since },
        { code: 'FILE_ROW_MISSING', step: 'file', since },
        { code: 'JUKI_GATEWAY_UNAVAILABLE', step: 'route', since },
        { code: 'ENGINE_STUCK', step: 'route', since },
        { code: 'RESIDENT_RECORD_NOT_FOUND', step: 'confirm', since },
        { code: 'CODE_NOT_CONFIRMED', step: 'confirm', since },
      ]
    : [{ code: 'SERIAL_REFUSED', step: 'serial', since }];

interface Case {
  name: string;
  /** What the machine is told. */
  event: LifecycleEvent;
  /** The same in the database. */
  move: (personId: string, key: (step: StepKey['step']) => StepKey) => Promise<unknown>;
  /** Not for a person in a chunk: a member of staff, say, acts on the person alone. */
  alone?: boolean;
}

const staff = { municipality, staffId: 's-1', reason: 'test', failureId: null } as const;

const steps = ['serial', 'fileRequest', 'file', 'route'] as const;
const accepted: Record<(typeof steps)[number], LifecycleEvent> = {
  serial: { type: 'serialAccepted' },
  fileRequest: { type: 'fileRequested', receiptNumber: 'R-1' },
  file: { type: 'fileReceived' },
  route: { type: 'routed' },
};

const cases: Case[] = [
  ...steps.map((step): Case => ({
    name: `${step} is accepted`,
    event: accepted[step],
    move: (personId, key) =>
      finishStep(store.db, key(step), { lines: 1, refused: [], end: endOf(step, [{ personId }]) }),
  })),
  ...steps.map((step): Case => ({
    name: `${step} is refused`,
    event: { type: 'failed', step, code: 'UNEXPECTED_ANSWER', at: since },
    move: (personId, key) =>
      finishStep(store.db, key(step), {
        lines: 1,
        refused: [{ personId, code: 'UNEXPECTED_ANSWER' }],
        end: endOf(step, [{ personId }]),
      }),
  })),
  {
    name: 'the hours are closed',
    event: { type: 'closed', opensAt },
    move: (_, key) => waitForHours(store.db, key('route'), new Date(opensAt)),
  },
  {
    name: 'the confirmation says acquired',
    event: { type: 'confirmed' },
    move: (personId) => applyConfirmation(store.db, municipality, [{ personId, attempt: 1, result: 'acquired' }]),
  },
  {
    name: 'the confirmation says error',
    event: { type: 'confirmationFailed', code: 'RESIDENT_RECORD_NOT_FOUND', at: since },
    move: (personId) =>
      applyConfirmation(store.db, municipality, [
        { personId, attempt: 1, result: 'error', error: 'RESIDENT_RECORD_NOT_FOUND' },
      ]),
  },
  {
    name: 'the confirmation is overdue',
    event: { type: 'overdue', at: since },
    move: (personId) => applyConfirmation(store.db, municipality, [{ personId, attempt: 1, result: 'unknown' }]),
  },
  {
    name: 'staff try again',
    event: { type: 'retried' },
    move: (personId) => actOnAcquisition(store, { ...staff, personId, action: 'retry' }),
    alone: true,
  },
  {
    name: 'staff cancel',
    event: { type: 'cancelled' },
    move: (personId) => actOnAcquisition(store, { ...staff, personId, action: 'cancel' }),
  },
];

/**
 * Where the two are meant to differ: the machine is told of events that cannot come to a request that stands there, and
 * the database, which decides, is not.
 */
function machineSays(state: Acquisition, { event }: Case): Acquisition {
  // The confirmation asks about nobody whose serial was never sent.
  if (event.type === 'confirmed' && !state.serialRequested) return state;
  // A route goes on from the opening itself; the machine of a run passes FILE_RECEIVED on the way.
  if (event.type === 'routed' && state.stage === 'WAITING_FOR_HOURS') {
    return letGo(transition(transition(state, { type: 'opened' }), event));
  }
  return letGo(transition(state, event));
}

/** A chunk lets go of those whom it has routed; the machine of one request knows no chunk's end. */
const letGo = (after: Acquisition): Acquisition => (after.stage === 'ROUTED' ? { ...after, inChunk: false } : after);

/** As the row shows it; the moment of a failure is now, and the receipt number of an attempt is kept with it. */
function seen(acquisition: Acquisition | null) {
  if (acquisition?.stage !== 'NEEDS_ATTENTION') return acquisition;
  const { code, step } = acquisition.failure;
  return { ...acquisition, failure: { code, step }, receiptNumber: null };
}

async function put(state: Acquisition): Promise<{ personId: string; chunkId: string | null }> {
  const { personId } = await receive(store, {
    personalNumber: store.people.personalNumber(),
    addressNumber: store.people.addressNumber(),
  });
  const chunkId = state.inChunk ? randomUUID() : null;
  const failure = state.stage === 'NEEDS_ATTENTION' ? state.failure : null;
  await store.see`
    update persons set stage = ${state.stage}, code_request_status = ${codeRequestStatusOf(state)},
      serial_requested_at = ${state.serialRequested ? since : null}::timestamptz, receipt_number = 'R-1',
      processing_serial = 'S-1', opens_at = ${state.stage === 'WAITING_FOR_HOURS' ? opensAt : null}::timestamptz,
      failure_code = ${failure?.code ?? null}, failure_step = ${failure?.step ?? null},
      failure_since = ${failure?.since ?? null}::timestamptz, routed_at = ${since}::timestamptz,
      confirm_by = now() - interval '1 hour', chunk_id = ${chunkId}::uuid, in_chunk = ${state.inChunk},
      due_at = ${state.inChunk ? null : since}::timestamptz, has_run = ${!state.inChunk}
    where person_id = ${personId}`;
  if (state.serialRequested) {
    await store.see`
      insert into request_attempts (municipality, request_id, person_id, attempt, step, participant, line_count, state)
      values (${municipality}, ${`${municipality}/${personId}/1/serial`}, ${personId}, 1, 'serial',
        'intermediate-server', 1, 'ANSWERED')`;
  }
  if (chunkId !== null) {
    await store.see`
      insert into load_chunks (municipality, chunk_id, chunk_no, first_line, last_line, lines, stage, members, due_at)
      values (${municipality}, ${chunkId}, 0, 0, -1, 0, ${state.stage}, 1, now())`;
    await store.see`
      insert into chunk_members (municipality, chunk_id, person_id) values (${municipality}, ${chunkId}, ${personId})`;
  }
  if (failure) {
    await store.see`
      insert into failures (municipality, person_id, code, step, attempt)
      values (${municipality}, ${personId}, ${failure.code}, ${failure.step}, 1)`;
  }
  return { personId, chunkId };
}

describe.each([
  { grain: 'one person', inChunk: false },
  { grain: 'a person in a chunk', inChunk: true },
])('$grain', ({ inChunk }) => {
  test.each(cases.filter(({ alone = false }) => !alone || !inChunk))(
    '$name: in every state the row is what the machine says, and due where it asks for a driver',
    async (each) => {
      for (const state of statesOf(inChunk)) {
        const { personId, chunkId } = await put(state);
        const owner: Owner = chunkId === null ? { personId } : { chunkId };
        // A serial is under way from the moment at which its step was begun, whatever becomes of it.
        if (each.name.startsWith('serial ')) await beginSerial(personId, owner);
        await each.move(personId, (step) => ({ ...keyOf(personId, step), owner }));
        const row = await inMunicipality(store.db, municipality, (tx) => findPerson(tx, municipality, personId));
        const where = `${each.name} in ${JSON.stringify(state)}`;
        expect(seen(row ? acquisitionOf(row) : null), where).toEqual(seen(machineSays(state, each)));
        await expectAccountedFor(personId, where);
      }
    },
  );
});

const beginSerial = (personId: string, owner: Owner) =>
  beginStep(store, { ...keyOf(personId, 'serial'), owner, participant: 'intermediate-server' });

/** Whoever asks for a driver has one, whoever stands on the error list is on it, and the timeline ends where the row is. */
async function expectAccountedFor(personId: string, where: string): Promise<void> {
  const [row] = await store.see<
    { stage: Stage; in_chunk: boolean; due: boolean; listed: number; trying: number; last: Stage | null }[]
  >`
    select stage, in_chunk, due_at is not null as due,
      (select count(*)::int from failures f where f.person_id = p.person_id and f.resolved_at is null
        and f.inbox_id is null and f.trying is null) as listed,
      (select count(*)::int from failures f where f.person_id = p.person_id and f.trying is not null) as trying,
      (select t.stage from timeline t where t.person_id = p.person_id order by seq desc limit 1) as last
    from persons p where person_id = ${personId}`;
  if (!row) throw new Error('There is no such person');
  const isDriven = drivenStages.some((stage) => stage === row.stage);
  expect(isDriven && !row.in_chunk && !row.due, `${where}: asks for a driver and is not due`).toBe(false);
  expect(row.listed, `${where}: on the error list`).toBe(row.stage === 'NEEDS_ATTENTION' ? 1 : 0);
  // What is being tried is under way, or nobody would ever come to say how it ended.
  const isUnderWay = isDriven || row.stage === 'ROUTED';
  expect(row.trying > 0 && !isUnderWay, `${where}: is being tried and at rest`).toBe(false);
}

describe('parked for silence', () => {
  test.each(steps)('at %s, in every state that is before it, and nowhere else', async (step) => {
    for (const state of statesOf(false)) {
      const { personId } = await put(state);
      if (step === 'serial') await beginSerial(personId, { personId });
      await parkSet(store.db, { ...keyOf(personId, step), code: 'INTERMEDIATE_SERVER_UNAVAILABLE' });
      const row = await inMunicipality(store.db, municipality, (tx) => findPerson(tx, municipality, personId));
      const parked = transition(state, { type: 'failed', step, code: 'INTERMEDIATE_SERVER_UNAVAILABLE', at: since });
      expect(seen(row ? acquisitionOf(row) : null), JSON.stringify(state)).toEqual(seen(parked));
      await expectAccountedFor(personId, JSON.stringify(state));
    }
  });
});

test('every code of the error list can be tried again by staff, and then asks for a driver or waits for the confirmation', () => {
  for (const code of Object.keys(failures)) {
    const rule = failures[code as AcquisitionFailureCode];
    if (!('retry' in rule)) continue;
    const parked: Acquisition = {
      stage: 'NEEDS_ATTENTION',
      attempt: 1,
      serialRequested: true,
      held: false,
      inChunk: false,
      failure: { code: code as AcquisitionFailureCode, step: 'route', since },
      receiptNumber: 'R-1',
    };
    const { stage } = transition(parked, { type: 'retried' });
    expect([...drivenStages, 'ROUTED'], code).toContain(stage);
  }
});
