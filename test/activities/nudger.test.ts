/** One look of the reconciler at a municipality: a real database, and an engine that does as it is told. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../contracts/limits.ts';
import { actOnAcquisition } from '../../storage/errors/staff-actions.ts';
import { beginStep, findStandingOf, finishStep, waitForHours } from '../../storage/requests/steps.ts';
import { takeChunk } from '../../storage/transfers/chunk-intake.ts';
import type { RunState } from '../../temporal/run-state.ts';
import type { NudgeEngine } from '../../workers/nudge-engine.ts';
import { nudgeDue } from '../../workers/nudge-due.ts';
import { defaultNudgerSettings, type NudgerCounts, type NudgerSettings } from '../../workers/nudger-settings.ts';
import {
  keyOf,
  look,
  municipality,
  openFailures,
  openStore,
  personAfter,
  personRow,
  receive,
  runStep,
  standing,
  take,
  type Store,
} from '../storage/support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(2_201);
});
beforeEach(async () => {
  await store.see`update persons set due_at = null where stage in ('ROUTED', 'ACQUIRED', 'CANCELLED', 'NEEDS_ATTENTION')`;
  // Whoever was numbered in another test is none of this one's.
  await store.see`update persons set due_at = now() + interval '1 day', has_run = true where due_at is not null`;
});

/** Writes down what it is asked; by default everything works, and no run answers. */
function engineWith({
  isAway = false,
  state = 'busy',
  isClosed = false,
}: { isAway?: boolean; state?: RunState; isClosed?: boolean } = {}) {
  const asked: string[] = [];
  const answer = (what: string): 'nudged' | 'unavailable' => {
    asked.push(what);
    return isAway ? 'unavailable' : 'nudged';
  };
  const engine: NudgeEngine = {
    isReachable: async () => !isAway,
    startPerson: async ({ personId }) => answer(`start ${personId}`),
    nudgePerson: async ({ personId }, reason) => answer(`nudge ${personId} ${reason}`),
    tellPerson: async ({ personId }) => (isClosed ? 'closed' : answer(`tell ${personId}`)),
    findRunState: async () => (isAway ? 'unavailable' : state),
    replaceRun: async ({ personId }) => answer(`replace ${personId}`),
    nudgeChunk: async ({ chunkId }) => answer(`chunk ${chunkId}`),
    tellChunk: async ({ chunkId }) => answer(`tell chunk ${chunkId}`),
    findChunkState: async () => (isAway ? 'unavailable' : state),
    replaceChunkRun: async ({ chunkId }) => answer(`replace chunk ${chunkId}`),
    findLoadState: async () => (isAway ? 'unavailable' : state),
    replaceLoadRun: async ({ carried }) => answer(`replace load ${carried?.progress.state ?? 'from the beginning'}`),
    startDelivering: async () => 'nudged',
  };
  return { engine, asked };
}

async function lookOnce(engine: NudgeEngine, settings: Partial<NudgerSettings> = {}) {
  const counts: NudgerCounts = { nudged: 0, gathered: 0, replaced: 0, stuck: 0 };
  const log = { warn: () => undefined, error: () => undefined };
  const deps = { db: store.db, engine, readLimits: async () => defaultLimits, log };
  const seen = await nudgeDue(deps, municipality, { ...defaultNudgerSettings, ...settings }, counts);
  return { ...seen, counts };
}

const newcomer = async (): Promise<string> =>
  (
    await receive(store, {
      personalNumber: store.people.personalNumber(),
      addressNumber: store.people.addressNumber(),
    })
  ).personId;
const newcomers = async (count: number): Promise<string[]> => {
  const people = [];
  for (let at = 0; at < count; at += 1) people.push(await newcomer());
  return people;
};
/** Its moment has come. */
const due = (personId: string) =>
  store.see`update persons set due_at = now() - interval '1 second' where person_id = ${personId}`;

describe('newcomers', () => {
  test('are started at once, and not again before their moment has come', async () => {
    const people = await newcomers(3);
    const { engine, asked } = engineWith();
    await lookOnce(engine);
    expect(asked.toSorted()).toEqual(people.map((personId) => `start ${personId}`).toSorted());
    await lookOnce(engine);
    expect(asked).toHaveLength(3);
    const row = await personRow(store, people[0] ?? '');
    expect(row.nudges).toBe(1);
    expect(row.due_at?.getTime()).toBeGreaterThan(Date.now());
  });

  test('whose start was lost are nudged when their moment has come again', async () => {
    const personId = await newcomer();
    await lookOnce(engineWith().engine);
    await due(personId);
    const { engine, asked } = engineWith();
    await lookOnce(engine);
    expect(asked).toEqual([`nudge ${personId} not-heard-of`]);
  });

  test('are not started faster than single runs follow', async () => {
    const people = await newcomers(5);
    const first = engineWith();
    await lookOnce(first.engine, { mostStarting: 3 });
    expect(first.asked).toHaveLength(3);
    const second = engineWith();
    await lookOnce(second.engine, { mostStarting: 3 });
    expect(second.asked).toEqual([]);
    // Two of those runs have looked at their rows by now.
    for (const asked of first.asked.slice(0, 2)) await look(store, asked.replace('start ', ''));
    await lookOnce(second.engine, { mostStarting: 3 });
    expect(second.asked).toHaveLength(2);
    expect(new Set([...first.asked, ...second.asked].map((what) => what.replace('start ', '')))).toEqual(
      new Set(people),
    );
  });

  test('of a burst go together as one chunk, which is nudged, and nobody of it is', async () => {
    const people = await newcomers(12);
    const begun = await personAfter(store, 'judge');
    await look(store, begun.personId);
    const { engine, asked } = engineWith();
    const { counts } = await lookOnce(engine, { gatherFrom: 10 });
    expect(counts.gathered).toBe(12);
    expect(asked).toHaveLength(1);
    const chunkId = asked[0]?.replace('chunk ', '') ?? '';
    const rows = await store.see<{ person_id: string }[]>`
      select m.person_id from chunk_members m join persons p using (municipality, person_id)
      where m.chunk_id = ${chunkId} and p.chunk_id = m.chunk_id and p.in_chunk and p.due_at is null`;
    expect(new Set(rows.map((row) => row.person_id))).toEqual(new Set(people));
    const [chunk] = await store.see`
      select load_id, chunk_no, stage, members, ended_at from load_chunks where chunk_id = ${chunkId}`;
    expect(chunk).toEqual({ load_id: null, chunk_no: 0, stage: 'NUMBERED', members: 12, ended_at: null });
    // The first step of its run gives the first answer: all of them are judged.
    const gathered = { municipality, chunkId };
    expect(await takeChunk({ db: store.db, keys: store.keys }, gathered)).toEqual({
      members: 12,
      judged: 0,
      notices: 0,
    });
    // Their own runs, should any come, send nothing.
    expect(await look(store, people[0] ?? '')).toMatchObject({ standing: { stage: 'NUMBERED', inChunk: true } });
    await store.see`update load_chunks set ended_at = now(), due_at = null where chunk_id = ${chunkId}`;
  });

  test('whose serial may be on its way are left to their own runs', async () => {
    const people = await newcomers(4);
    await store.see`update persons set serial_requested_at = now() where person_id = ${people[0] ?? ''}`;
    const { engine } = engineWith();
    expect((await lookOnce(engine, { gatherFrom: 3 })).counts.gathered).toBe(3);
    expect((await personRow(store, people[0] ?? '')).in_chunk).toBe(false);
    await store.see`update load_chunks set ended_at = now(), due_at = null`;
  });

  test('are left as they are while the engine is away, so that they are one chunk when it is back', async () => {
    const people = await newcomers(6);
    const away = await lookOnce(engineWith({ isAway: true }).engine, { gatherFrom: 5 });
    expect(away).toMatchObject({ away: true, counts: { gathered: 0 } });
    for (const personId of people) expect((await personRow(store, personId)).in_chunk).toBe(false);
    expect((await lookOnce(engineWith().engine, { gatherFrom: 5 })).counts.gathered).toBe(6);
    await store.see`update load_chunks set ended_at = now(), due_at = null`;
  });
});

describe('those who waited for the hours', () => {
  const later = new Date(Date.now() + 86_400_000);
  /** As a run leaves them that found it closed before anything was sent. */
  async function waiting(count: number): Promise<string[]> {
    const people = [];
    for (let at = 0; at < count; at += 1) {
      const { personId } = await personAfter(store, 'file');
      await look(store, personId);
      await waitForHours(store.db, keyOf(personId, 'route'), later);
      await due(personId);
      people.push(personId);
    }
    return people;
  }

  test('and are many go together as one chunk when it opens, and their runs wait for it', async () => {
    const people = await waiting(4);
    const { engine, asked } = engineWith();
    expect((await lookOnce(engine, { gatherOpenedFrom: 4 })).counts.gathered).toBe(4);
    expect(asked).toHaveLength(1);
    const chunkId = asked[0]?.replace('chunk ', '') ?? '';
    const owner = { chunkId };
    expect(await findStandingOf(store.db, municipality, owner)).toMatchObject({
      stage: 'WAITING_FOR_HOURS',
      inChunk: false,
    });
    const key = { municipality, owner, attempt: 1, step: 'route', participant: 'juki-system' } as const;
    const { lines, mayLiveUnder } = await beginStep(store, key);
    expect(lines.map(({ personId }) => personId).toSorted()).toEqual(people.toSorted());
    expect(mayLiveUnder).toEqual([]);
    // A run whose own time has come at that moment finds nothing to send.
    const [first = ''] = people;
    expect(await look(store, first)).toMatchObject({ standing: { inChunk: true } });
    const own = { ...keyOf(first, 'route'), participant: 'juki-system' as const };
    expect((await beginStep(store, { ...own, trying: { withinSeconds: 1, isTask: true } })).lines).toEqual([]);
    await finishStep(store.db, key, { lines: 4, refused: [], end: { stage: 'ROUTED', confirmBy: later } });
    const [chunk] = await store.see`select routed, members from load_chunks where chunk_id = ${chunkId}`;
    expect(chunk).toEqual({ routed: 4, members: 4 });
    expect(await personRow(store, first)).toMatchObject({ stage: 'ROUTED', in_chunk: false });
    await store.see`update load_chunks set ended_at = now(), due_at = null`;
  });

  test('and may have been asked for already are left to their own runs, and so are few', async () => {
    const people = await waiting(4);
    const [asking = ''] = people;
    await beginStep(store, { ...keyOf(asking, 'route'), participant: 'juki-system' });
    const { engine } = engineWith();
    expect((await lookOnce(engine, { gatherOpenedFrom: 4 })).counts.gathered).toBe(0);
    await store.see`update persons set nudges = 0, due_at = now() where person_id = any(${people})`;
    expect((await lookOnce(engine, { gatherOpenedFrom: 3 })).counts.gathered).toBe(3);
    expect((await personRow(store, asking)).in_chunk).toBe(false);
    await store.see`update load_chunks set ended_at = now(), due_at = null`;
  });

  test('are left as they are while the engine is away', async () => {
    await waiting(3);
    const away = await lookOnce(engineWith({ isAway: true }).engine, { gatherOpenedFrom: 3 });
    expect(away).toMatchObject({ away: true, counts: { gathered: 0 } });
    expect((await lookOnce(engineWith().engine, { gatherOpenedFrom: 3 })).counts.gathered).toBe(3);
    await store.see`update load_chunks set ended_at = now(), due_at = null`;
  });
});

describe('an engine that is away', () => {
  test('costs nobody a nudge: whoever was not reached is due again in a moment', async () => {
    const people = await newcomers(2);
    const { away } = await lookOnce(engineWith({ isAway: true }).engine);
    expect(away).toBe(true);
    for (const personId of people) {
      const row = await personRow(store, personId);
      expect(row.nudges).toBe(0);
      expect(row.due_at?.getTime()).toBeLessThan(Date.now() + 2_000);
    }
  });
});

describe('a run that does not answer', () => {
  const settings = { nudgesBeforeLook: 2, replacedBeforeStuck: 2 };

  async function unanswered(): Promise<string> {
    const personId = await newcomer();
    await look(store, personId);
    return personId;
  }
  async function lookWhileDue(personId: string, engine: NudgeEngine) {
    await due(personId);
    return lookOnce(engine, settings);
  }

  test('because its worker is busy is waited for', async () => {
    const personId = await unanswered();
    const { engine, asked } = engineWith({ state: 'busy' });
    for (let times = 0; times < 6; times += 1) await lookWhileDue(personId, engine);
    expect(asked.some((what) => what.startsWith('replace'))).toBe(false);
    expect(asked.filter((what) => what.startsWith('nudge'))).toHaveLength(6);
  });

  test('because its task fails is replaced, and is a case of the error list when that does not help', async () => {
    const personId = await unanswered();
    const { engine, asked } = engineWith({ state: 'failing' });
    for (let times = 0; times < 9; times += 1) {
      // It looks at the row each time its task is tried, and gets no further.
      await look(store, personId);
      await lookWhileDue(personId, engine);
      if ((await standing(store, personId)).code !== null) break;
    }
    expect(asked.filter((what) => what.startsWith('replace'))).toHaveLength(2);
    expect(await standing(store, personId)).toMatchObject({ stage: 'NEEDS_ATTENTION', code: 'ENGINE_STUCK' });
    expect(await openFailures(store, personId)).toMatchObject([{ code: 'ENGINE_STUCK', step: 'serial' }]);

    const retry = {
      municipality,
      personId,
      action: 'retry',
      staffId: 's-1',
      reason: 'mended',
      failureId: null,
    } as const;
    expect(await actOnAcquisition(store, retry)).toMatchObject({ acquisition: { stage: 'NUMBERED', attempt: 1 } });
    expect(await personRow(store, personId)).toMatchObject({ nudges: 0, replaced_runs: 0 });
    expect((await personRow(store, personId)).due_at).not.toBeNull();
  });

  test('and gets on after all is counted anew', async () => {
    const personId = await unanswered();
    const { engine } = engineWith({ state: 'failing' });
    for (let times = 0; times < 3; times += 1) await lookWhileDue(personId, engine);
    expect((await personRow(store, personId)).replaced_runs).toBeGreaterThan(0);
    await runStep(store, keyOf(personId, 'serial'));
    expect(await personRow(store, personId)).toMatchObject({ nudges: 0, replaced_runs: 0 });
  });

  test('of a chunk whose task fails is replaced, and then each of its residents is a case of the error list', async () => {
    const people = await newcomers(3);
    const gathering = engineWith();
    await lookOnce(gathering.engine, { gatherFrom: 3 });
    const chunkId = gathering.asked[0]?.replace('chunk ', '') ?? '';
    const { engine, asked } = engineWith({ state: 'failing' });
    for (let times = 0; times < 9; times += 1) {
      await store.see`update load_chunks set due_at = now() where chunk_id = ${chunkId} and ended_at is null`;
      await lookOnce(engine, settings);
    }
    expect(asked.filter((what) => what.startsWith('replace chunk'))).toHaveLength(2);
    for (const personId of people) {
      expect(await openFailures(store, personId)).toMatchObject([{ code: 'ENGINE_STUCK' }]);
    }
    const [chunk] =
      await store.see`select ended_at is not null as ended, parked from load_chunks where chunk_id = ${chunkId}`;
    expect(chunk).toEqual({ ended: true, parked: 3 });
  });
});

describe('whoever rests', () => {
  test('is told where a run is open, and let rest where none is', async () => {
    const { personId } = await personAfter(store, 'route');
    await store.see`update persons set has_run = true, stage = 'ACQUIRED', code_request_status = 'REQUESTED' where person_id = ${personId}`;
    await due(personId);
    const open = engineWith();
    await lookOnce(open.engine);
    expect(open.asked).toEqual([`tell ${personId}`]);
    // The engine keeps what it was told: thousands who end at once are not told a second time meanwhile.
    const { due_at: dueAt } = await personRow(store, personId);
    expect((dueAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(30_000);
    await due(personId);
    await lookOnce(engineWith({ isClosed: true }).engine);
    expect((await personRow(store, personId)).due_at).toBeNull();
  });

  test('is told a few at a time, and the next ones when those have looked at their rows', async () => {
    const people = [];
    for (let at = 0; at < 5; at += 1) people.push((await personAfter(store, 'route')).personId);
    await store.see`
      update persons set has_run = true, nudges = 0, due_at = now() - interval '1 second', stage = 'ACQUIRED',
        code_request_status = 'REQUESTED' where person_id = any(${people})`;
    const { engine, asked } = engineWith();
    await lookOnce(engine, { mostEnding: 3 });
    await lookOnce(engine, { mostEnding: 3 });
    expect(asked).toHaveLength(3);
    for (const told of asked.slice(0, 2)) await look(store, told.replace('tell ', ''));
    await lookOnce(engine, { mostEnding: 3 });
    expect(new Set(asked)).toEqual(new Set(people.map((personId) => `tell ${personId}`)));
  });

  test('is started all the same where a transfer lies unjudged, which its run then judges', async () => {
    const { personId, personalNumber, addressNumber } = await personAfter(store, 'route');
    await store.see`update persons set due_at = null where person_id = ${personId}`;
    const stored = await take(store, { personalNumber, addressNumber, address: '転居先' });
    await store.see`update inbox set received_at = now() - interval '10 seconds' where inbox_id = ${stored.inboxId}`;
    const { engine, asked } = engineWith({ isClosed: true });
    await lookOnce(engine);
    expect(asked).toEqual([`start ${personId}`]);
    expect(await look(store, personId)).toMatchObject({ judged: 1, standing: { stage: 'ROUTED' } });
    expect((await personRow(store, personId)).due_at).toBeNull();
  });
});
