import { randomUUID } from 'node:crypto';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAcquireCodeActivities } from '../../activities/acquire-code.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { createRetryErrorsActivities } from '../../activities/retry-errors.ts';
import { defaultLimits } from '../../contracts/limits.ts';
import type { ReadLine } from '../../contracts/load-file.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import type { LineResult } from '../../contracts/participants/common.ts';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import { failures, type AcquisitionFailureCode } from '../../domain/failures.ts';
import type { RequestSet } from '../../domain/request-set.ts';
import { applyConfirmation } from '../../storage/confirmations/confirming.ts';
import { takeChunk } from '../../storage/transfers/chunk-intake.ts';
import { findLoad } from '../../storage/loads/loads.ts';
import { findTimeline } from '../../storage/residents/residents.ts';
import { actOnAcquisition } from '../../storage/errors/staff-actions.ts';
import { randomFrom } from '../simulation/random.ts';
import { loadOf, municipality, openStore, otherMunicipality, transferOf, type Store } from '../storage/support.ts';
import { driveToRest, perform } from '../support/drive-rows.ts';

let store: Store;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') }); // failures are what is tested here
  store = await openStore(209);
});

type Mood =
  | 'up'
  /** Takes nothing and answers nothing. */
  | 'silent'
  /** Takes what it is sent, and its answer is lost. */
  | 'deaf'
  | 'refusing';
const steps = ['serial', 'fileRequest', 'file', 'route'] as const;
type SentStep = (typeof steps)[number];

/** The intermediate server and the route, with a ledger of what they took: by integrated number, accepted lines only. */
function otherSide() {
  const mood: Record<SentStep, Mood> = { serial: 'up', fileRequest: 'up', file: 'up', route: 'up' };
  const refusedNumbers: Record<SentStep, Set<string>> = {
    serial: new Set(),
    fileRequest: new Set(),
    file: new Set(),
    route: new Set(),
  };
  const taken = new Map<string, Map<string, LineResult>>();
  const ledger = { serial: new Map<string, number>(), route: new Map<string, number>() };
  const personalNumbers = new Map<string, string>();
  const files = new Map<string, string[]>();
  const asked: string[] = [];

  function take(step: 'serial' | 'route', requestId: string, lines: { lineId: string; number: string }[]) {
    if (mood[step] === 'silent') return { kind: 'unavailable' as const };
    const request = taken.get(requestId) ?? new Map<string, LineResult>();
    taken.set(requestId, request);
    const results = lines.map(({ lineId, number }): LineResult => {
      const before = request.get(lineId);
      if (before) return before;
      const isRefused = mood[step] === 'refusing' || refusedNumbers[step].has(number);
      const result: LineResult = isRefused
        ? { lineId, result: 'refused', reason: 'E' }
        : { lineId, result: 'accepted' };
      if (!isRefused) ledger[step].set(number, (ledger[step].get(number) ?? 0) + 1);
      request.set(lineId, result);
      return result;
    });
    return mood[step] === 'deaf'
      ? { kind: 'unavailable' as const }
      : { kind: 'answered' as const, body: { requestId, results } };
  }
  function stateOf(step: 'serial' | 'route', requestId: string) {
    asked.push(requestId);
    if (mood[step] === 'silent') return { kind: 'unavailable' as const };
    const request = taken.get(requestId);
    return {
      kind: 'answered' as const,
      body: request
        ? { state: 'taken' as const, requestId, results: [...request.values()] }
        : { state: 'unknown' as const, requestId },
    };
  }
  const neighbours = {
    intermediateServer: {
      requestSerials: async (_: string, { requestId, lines }: { requestId: string; lines: Line[] }) => {
        for (const line of lines) personalNumbers.set(line.integratedAddressNumber, line.personalNumber);
        return take(
          'serial',
          requestId,
          lines.map(({ lineId, integratedAddressNumber: number }) => ({ lineId, number })),
        );
      },
      readSerialRequestState: async (_: string, requestId: string) => stateOf('serial', requestId),
      requestFile: async (
        _: string,
        { requestId, lines }: { requestId: string; lines: { integratedAddressNumber: string }[] },
      ) => {
        if (mood.fileRequest === 'silent') return { kind: 'unavailable' as const };
        files.set(
          requestId,
          lines.map((line) => line.integratedAddressNumber),
        );
        return { kind: 'answered' as const, body: { requestId, receiptNumber: requestId } };
      },
      fetchFile: async (_: string, receiptNumber: string) => {
        if (mood.file === 'silent') return { kind: 'not-ready' as const };
        const rows = (files.get(receiptNumber) ?? [])
          .filter((number) => !refusedNumbers.file.has(number))
          .map((number) => ({ processingSerial: `S-${number}`, personalNumber: personalNumbers.get(number) ?? '' }));
        return { kind: 'ready' as const, file: { receiptNumber, rowCount: rows.length, rows, refused: [] } };
      },
      confirmCodes: notHere,
    },
    codeRoute: () => ({
      send: async (
        _: string,
        { requestId, lines }: { requestId: string; lines: { lineId: string; processingSerial: string }[] },
      ) =>
        take(
          'route',
          requestId,
          lines.map(({ lineId, processingSerial }) => ({ lineId, number: processingSerial.slice(2) })),
        ),
      readRequestState: async (_: string, requestId: string) => stateOf('route', requestId),
    }),
    backbone: () => undefined,
  };
  return { mood, refusedNumbers, ledger, asked, neighbours };
}
interface Line {
  lineId: string;
  integratedAddressNumber: string;
  personalNumber: string;
}
type OtherSide = ReturnType<typeof otherSide>;

const notHere = (): never => {
  throw new Error('No test of a retried chunk needs this.');
};
const staff = { staffId: 's-1', reason: 'the reason is gone' };

function activitiesWith(other: OtherSide) {
  const deps: Dependencies = {
    db: store.db,
    keys: store.keys,
    clock: () => new Date(),
    readSettings: async () => ({ route: 'JUKI_GATEWAY', hours: commonHours, limits: MunicipalityLimits.parse({}) }),
    getNeighbours: async () => other.neighbours,
    openLoadFile: notHere,
    startLoad: notHere,
  };
  return { ...createAcquireCodeActivities(deps), ...createRetryErrorsActivities(deps) };
}

/** A chunk or one person, as their workflows drive them; a silence puts everybody on the error list. */
const go = (where: string, other: OtherSide, requests: RequestSet): Promise<void> =>
  driveToRest(activitiesWith(other), where, requests, { impatient: true });

interface Trouble {
  step: SentStep | 'confirm';
  mood: Exclude<Mood, 'up'>;
  code: AcquisitionFailureCode;
}
const troubles: Trouble[] = [
  { step: 'serial', mood: 'silent', code: 'INTERMEDIATE_SERVER_UNAVAILABLE' },
  { step: 'serial', mood: 'deaf', code: 'INTERMEDIATE_SERVER_UNAVAILABLE' },
  { step: 'serial', mood: 'refusing', code: 'SERIAL_REFUSED' },
  { step: 'fileRequest', mood: 'silent', code: 'INTERMEDIATE_SERVER_UNAVAILABLE' },
  { step: 'file', mood: 'silent', code: 'FILE_NEVER_READY' },
  { step: 'route', mood: 'silent', code: 'JUKI_GATEWAY_UNAVAILABLE' },
  { step: 'route', mood: 'deaf', code: 'JUKI_GATEWAY_UNAVAILABLE' },
  { step: 'route', mood: 'refusing', code: 'ROUTE_REFUSED' },
  { step: 'confirm', mood: 'silent', code: 'CODE_NOT_CONFIRMED' },
  { step: 'confirm', mood: 'refusing', code: 'CODE_REFUSED' },
];

interface Resident {
  person_id: string;
  number: string;
  name: string;
  attempt: number;
}
const residentsOf = (where: string) => store.see<Resident[]>`
  select p.person_id, p.integrated_address_number as number, a.name, p.attempt from persons p
  join address_information a using (municipality, person_id) where p.municipality = ${where} order by a.name`;

/** A chunk of so many residents, all of whom the trouble has put on the error list. */
async function parked(where: string, other: OtherSide, { step, mood }: Trouble, count: number) {
  const lines = Array.from({ length: count }, (_, at): ReadLine => {
    const fields = {
      personalNumber: store.people.personalNumber(),
      addressNumber: store.people.addressNumber(),
      name: `架空 ${String(100 + at)}`,
    };
    return { kind: 'good', line: at + 2, value: { ...transferOf(fields), integratedAddressNumber: null } };
  });
  const load = await loadOf(store, where, lines);
  await takeChunk(store, { municipality: where, chunkId: load.chunkId });
  if (step !== 'confirm') other.mood[step] = mood;
  await go(where, other, { chunkId: load.chunkId });
  if (step === 'confirm') await confirm(where, mood === 'silent' ? 'overdue' : 'error');
  for (const each of steps) other.mood[each] = 'up';
  await store.see`update load_chunks set ended_at = now() where chunk_id = ${load.chunkId}`;
  return load;
}

async function confirm(where: string, said: 'acquired' | 'overdue' | 'error'): Promise<void> {
  if (said === 'overdue') {
    await store.see`update persons set routed_at = now() - interval '2 hours', confirm_by = now() - interval '1 second'
      where municipality = ${where}`;
  }
  const answers = (await residentsOf(where)).map(({ person_id: personId, attempt }) =>
    said === 'error'
      ? { personId, attempt, result: said, error: 'CODE_REFUSED' }
      : { personId, attempt, result: said === 'overdue' ? ('unknown' as const) : said },
  );
  await applyConfirmation(store.db, where, answers);
}

async function retryOne(where: string, other: OtherSide, personId: string): Promise<void> {
  const outcome = await actOnAcquisition(store, {
    municipality: where,
    personId,
    action: 'retry',
    ...staff,
    failureId: null,
  });
  if (outcome.kind === 'refused') throw new Error(outcome.code);
  await go(where, other, { personIds: [personId] });
}

const retryPage = (where: string, code: AcquisitionFailureCode, chunkId: string = randomUUID(), limit = 10_000) => ({
  municipality: where,
  code,
  before: new Date(Date.now() + 60_000).toISOString(),
  ...staff,
  limits: defaultLimits,
  chunkId,
  limit,
});

/** Until nobody is left for a chunk. Answers how many were retried in how many chunks. */
async function retryInChunks(where: string, other: OtherSide, code: AcquisitionFailureCode, limit?: number) {
  const done = { retried: 0, chunks: 0 };
  for (;;) {
    const page = retryPage(where, code, randomUUID(), limit);
    const { retried, chunk } = await perform(activitiesWith(other).retryChunk, page);
    if (retried === 0) return done;
    done.retried += retried;
    if (!chunk) continue;
    done.chunks += 1;
    await go(where, other, { chunkId: chunk.chunkId });
  }
}

/** What is left of these lives in the tables, by the residents' names. */
async function tablesOf(where: string) {
  const { see } = store;
  const [persons, table33, failed, tries] = await Promise.all([
    see`select a.name, p.code_request_status, p.stage, p.attempt, p.serial_requested_at is null as never_sent,
          p.receipt_number is null as no_receipt, p.processing_serial is null as no_serial, p.routed_at is null as not_routed,
          p.confirm_by > now() as waits, p.acquired_at is null as not_acquired, p.failure_code, p.failure_step,
          p.opens_at, p.in_chunk
        from persons p join address_information a using (municipality, person_id) where p.municipality = ${where}
        order by a.name`,
    see`select name, history_seq, code_request_status from address_information where municipality = ${where} order by name`,
    see`select a.name, f.code, f.step, f.attempt, f.reason, f.resolution, f.staff_id, f.staff_reason, f.tries,
          f.trying, f.closes_past from failures f
        join address_information a using (municipality, person_id) where f.municipality = ${where}
        order by a.name, f.first_seen_at, f.code`,
    see`select a.name, t.try_no, t.code, t.step, t.attempt, t.reason, t.action, t.staff_id, t.staff_reason, t.outcome
        from failure_tries t join failures f using (municipality, failure_id)
        join address_information a using (municipality, person_id) where f.municipality = ${where}
        order by a.name, t.try_no`,
  ]);
  return { persons: [...persons], table33: [...table33], failures: [...failed], tries: [...tries] };
}

/** What staff read; a chunk says the attempt of all its persons as one. */
async function timelinesOf(where: string) {
  const residents = await residentsOf(where);
  return Promise.all(
    residents.map(async ({ number, name }) => {
      const entries = (await findTimeline(store.api, where, number)) ?? [];
      return `${name}: ${entries
        .map(({ event, stage, detail }) => [event, stage, detail?.['code']].join('/'))
        .toSorted()
        .join(' ')}`;
    }),
  );
}

async function empty(): Promise<void> {
  const names = [
    'outbox',
    'failure_tries',
    'failures',
    'timeline',
    'business_information',
    'address_information',
    'address_numbers',
  ];
  const more = ['chunk_members', 'request_attempts', 'inbox', 'persons', 'load_lines', 'chunk_timeline', 'load_chunks'];
  for (const table of [...names, ...more, 'loads']) await store.see`delete from ${store.see(table)}`;
}

describe.each(troubles)('$step $mood, $code', (trouble) => {
  const { step, mood, code } = trouble;
  const count = 26;

  test('a retried chunk ends in the same tables as one-by-one retry, with one serial a person', async () => {
    await empty();
    const random = randomFrom(7);
    const refusedLater = Array.from({ length: count }, () =>
      random.chance(0.3) ? random.pick(['serial', 'file', 'route'] as const) : null,
    );
    const lives = [];
    for (const [where, inChunks] of [
      [municipality, false],
      [otherMunicipality, true],
    ] as const) {
      const other = otherSide();
      await parked(where, other, trouble, count);
      const residents = await residentsOf(where);
      residents.forEach(({ number }, at) => {
        const later = refusedLater[at];
        if (later) other.refusedNumbers[later].add(number);
      });
      const [canary, ...others] = residents;
      await retryOne(where, other, canary?.person_id ?? '');
      if (inChunks) {
        const done = await retryInChunks(where, other, code, 24);
        // The one that is left over is not worth a chunk.
        expect(done).toEqual({
          retried: 24,
          chunks: code === 'CODE_NOT_CONFIRMED' || (step === 'route' && mood === 'deaf') ? 0 : 1,
        });
      }
      const left = await store.see<{ person_id: string }[]>`
        select person_id from failures where municipality = ${where} and code = ${code} and resolved_at is null
          and tries = 0`;
      expect(left).toHaveLength(inChunks ? 1 : others.length);
      for (const { person_id: personId } of left) await retryOne(where, other, personId);
      const parkedAgain = await tablesOf(where);
      await confirm(where, 'acquired');
      // A new attempt only follows one that the other side has refused or ended.
      const serials = failures[code].retry.newAttempt && step !== 'serial' ? 2 : 1;
      const refusedSerials = new Set(
        residents.filter((_, at) => refusedLater[at] === 'serial').map(({ number }) => number),
      );
      for (const { number } of residents) {
        const most = refusedSerials.has(number) ? serials - 1 : serials;
        expect([0, most, serials]).toContain(other.ledger.serial.get(number) ?? 0);
        if (!refusedSerials.has(number)) expect(other.ledger.serial.get(number)).toBe(serials);
      }
      lives.push({
        parkedAgain,
        confirmed: await tablesOf(where),
        timelines: await timelinesOf(where),
        ledger: summed(other),
      });
    }
    const [single, chunk] = lives;
    expect(chunk?.parkedAgain).toEqual(single?.parkedAgain);
    expect(chunk?.confirmed).toEqual(single?.confirmed);
    expect(chunk?.ledger).toEqual(single?.ledger);
    // What the other side had taken already is not sent again, and so not told of again.
    if (mood !== 'deaf') expect(chunk?.timelines).toEqual(single?.timelines);
  });
});

const summed = ({ ledger }: OtherSide) =>
  [ledger.serial, ledger.route].map((taken) => [...taken.values()].toSorted((a, b) => a - b));

describe('a retried chunk', () => {
  const silent: Trouble = { step: 'serial', mood: 'silent', code: 'INTERMEDIATE_SERVER_UNAVAILABLE' };
  const retryChunk = (other: OtherSide, chunkId?: string, limit?: number) =>
    perform(activitiesWith(other).retryChunk, retryPage(municipality, silent.code, chunkId, limit));

  test('is made once, however often it is asked for', async () => {
    await empty();
    const other = otherSide();
    const { loadId } = await parked(municipality, other, silent, 30);
    const chunkId = randomUUID();
    const made = await retryChunk(other, chunkId);
    expect(made).toEqual({ retried: 30, chunk: { chunkId, loadId }, away: false });
    expect(await retryChunk(other, chunkId)).toEqual(made);
    expect(await retryChunk(other)).toEqual({ retried: 0, chunk: null, away: false });
  });

  test('is found again from where it stands when its workflow was ended, until it has come to its end', async () => {
    await empty();
    const other = otherSide();
    const { loadId } = await parked(municipality, other, silent, 20);
    const chunkId = randomUUID();
    await retryChunk(other, chunkId);
    const activities = activitiesWith(other);
    await perform(activities.requestSerial, { municipality, requests: { chunkId }, attempt: 1 });
    const { chunks } = await perform(activities.unfinishedChunks, { municipality });
    expect(chunks).toEqual([{ chunkId, loadId }]);
    await go(municipality, other, { chunkId });
    await store.see`update load_chunks set ended_at = now() where chunk_id = ${chunkId}`;
    expect(await perform(activities.unfinishedChunks, { municipality })).toEqual({ chunks: [] });
    expect(summed(other)[0]).toEqual(Array.from({ length: 20 }, () => 1));
  });

  test('is not made while the participant that must be asked first is silent', async () => {
    await empty();
    const other = otherSide();
    await parked(municipality, other, silent, 20);
    other.mood.serial = 'silent';
    expect(await retryChunk(other)).toEqual({ retried: 0, chunk: null, away: true });
  });

  test('that fails again is on the list again, and what it may have sent is asked about before the next one', async () => {
    await empty();
    const other = otherSide();
    await parked(municipality, other, silent, 20);
    const first = await retryChunk(other);
    other.mood.serial = 'deaf';
    await go(municipality, other, { chunkId: first.chunk?.chunkId ?? '' });
    other.mood.serial = 'up';
    const second = await retryChunk(other);
    expect(other.asked.at(-1)).toBe(`${municipality}/${first.chunk?.chunkId}/1/serial`);
    expect(second).toMatchObject({ retried: 20 });
    const standing = await store.see`select distinct stage, attempt, in_chunk from persons`;
    expect(standing).toEqual([{ stage: 'SERIAL_REQUESTED', attempt: 1, in_chunk: true }]);
    // Each is the entry that it was, tried twice by now; the other side has had the request, so its step has succeeded.
    const entries = await store.see`
      select tries, trying, resolution, count(*)::int as count from failures group by 1, 2, 3`;
    expect(entries).toEqual([{ tries: 2, trying: null, resolution: 'retried', count: 20 }]);
    await go(municipality, other, { chunkId: second.chunk?.chunkId ?? '' });
    const outcomes = await store.see`select try_no, outcome from failure_tries group by 1, 2 order by 1`;
    expect(outcomes).toEqual([
      { try_no: 1, outcome: 'failed' },
      { try_no: 2, outcome: 'passed' },
    ]);
    expect(summed(other)).toEqual([Array.from({ length: 20 }, () => 1), Array.from({ length: 20 }, () => 1)]);
  });

  test('takes nobody along who has a workflow, a transfer in doubt, or came later', async () => {
    await empty();
    const other = otherSide();
    await parked(municipality, other, silent, 24);
    const people = await residentsOf(municipality);
    const [a, b, c] = people.map(({ person_id }) => person_id);
    await store.see`update persons set has_run = true where person_id = ${a ?? ''}`;
    await store.see`update persons set held_transfers = 1 where person_id = ${b ?? ''}`;
    await store.see`update failures set failed_at = now() + interval '1 hour' where person_id = ${c ?? ''}`;
    expect(await retryChunk(other)).toMatchObject({ retried: 21 });
    const left = await store.see`select person_id from persons where stage = 'NEEDS_ATTENTION'`;
    expect(new Set(left.map((row) => String(row['person_id'])))).toEqual(new Set([a, b, c]));
  });

  test('counts its persons in place of the chunk that they come from, and makes nobody due who has no workflow', async () => {
    await empty();
    const other = otherSide();
    const { loadId } = await parked(municipality, other, silent, 30);
    await retryInChunks(municipality, other, silent.code);
    await confirm(municipality, 'acquired');
    expect(await findLoad(store.db, { municipality, loadId })).toMatchObject({
      members: 30,
      routed: 30,
      parked: 0,
      acquired: 30,
    });
    expect(await store.see`select 1 from persons where due_at is not null`).toEqual([]);
  });
});
