/** The order of starting and stopping (seed J, point 1), against a model that knows nothing but the rules. */
import * as fc from '../../support/fast-check.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { newRequestId, operatorOf, programOf, verdictOf, type Verdict, neighbour } from '../../support/juki-servers.ts';
import {
  kill,
  municipality,
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type ParticipantNet,
} from '../../support/participant-net.ts';

const seed = 20_261_130;
const prefecture = prefectureOf(municipality);
/** 千代田区 and 中央区: in a prefecture of their own. */
const wards = ['131016', '131024'];
const tokyo = '130001';
const organisations = [nation, prefecture, tokyo, municipality, neighbour, ...wards];

let cluster: NetCluster;
let net: ParticipantNet;
let operator: ReturnType<typeof operatorOf>;

beforeAll(async () => {
  cluster = await startNetCluster();
  net = await startParticipantNet({ ...cluster, serverMs: 4 });
  operator = operatorOf(net);
});
afterAll(async () => {
  await net.stopAll();
  await cluster.stop();
});

/** All that a command has to obey, from the seed. `true`: it runs. */
class Model {
  readonly running = new Map<string, boolean>();
  command(name: 'start' | 'stop', organisation: string): Verdict {
    if (this.running.get(organisation) === (name === 'start')) return 'taken';
    const verdict = name === 'start' ? this.judgeStart(organisation) : this.judgeStop(organisation);
    if (verdict === 'taken') this.running.set(organisation, name === 'start');
    return verdict;
  }
  judgeStart(organisation: string): Verdict {
    if (organisation === nation) return 'taken';
    if (organisation.slice(2, 5) === '000') return this.running.get(nation) ? 'taken' : 'NATIONAL_SERVER_NOT_RUNNING';
    return this.running.get(prefectureOf(organisation)) ? 'taken' : 'PREFECTURAL_SERVER_NOT_RUNNING';
  }
  judgeStop(organisation: string): Verdict {
    if (organisation === nation) {
      return this.running.get(prefecture) || this.running.get(tokyo) ? 'PREFECTURAL_SERVER_RUNNING' : 'taken';
    }
    const below = [municipality, neighbour, ...wards].filter((each) => prefectureOf(each) === organisation);
    return below.some((each) => this.running.get(each)) ? 'COMMUNICATION_SERVER_RUNNING' : 'taken';
  }
}

async function bringAllTo(state: 'running' | 'stopped'): Promise<Model> {
  const model = new Model();
  for (const organisation of state === 'running' ? organisations : organisations.toReversed()) {
    await operator.rest(organisation);
    const reply = await (state === 'running' ? operator.start(organisation) : operator.stop(organisation));
    expect([organisation, verdictOf(reply)]).toEqual([organisation, 'taken']);
    expect(await operator.rest(organisation)).toBe(state);
    model.running.set(organisation, state === 'running');
  }
  return model;
}

async function expectSame(model: Model): Promise<void> {
  for (const organisation of organisations) {
    const runs = model.running.get(organisation) ? 'running' : 'stopped';
    expect([organisation, await operator.rest(organisation)]).toEqual([organisation, runs]);
    expect([organisation, await operator.probe(organisation)]).toEqual([
      organisation,
      runs === 'running' ? 'answered' : 'unavailable',
    ]);
  }
}

function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) => permutationsOf(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

describe('the order of the servers', () => {
  test.each(['start', 'stop'] as const)(
    'in every permutation to %s: only what is in order happens, and the rest is refused with its reason',
    async (name) => {
      for (const permutation of permutationsOf([nation, prefecture, municipality, neighbour])) {
        const model = await bringAllTo(name === 'start' ? 'stopped' : 'running');
        if (name === 'stop') {
          // Another prefecture would be in the way each time.
          for (const organisation of [...wards, tokyo]) {
            model.command('stop', organisation);
            await operator.stop(organisation);
            await operator.rest(organisation);
          }
        }
        for (const organisation of permutation) {
          const verdict = verdictOf(await operator[name](organisation));
          expect([permutation, organisation, verdict]).toEqual([
            permutation,
            organisation,
            model.command(name, organisation),
          ]);
          await operator.rest(organisation);
        }
        await expectSame(model);
      }
    },
  );

  test('holds in random nights, with programs that are started again between the commands', async () => {
    const command = fc.record({
      kind: fc.constantFrom('command' as const),
      name: fc.constantFrom('start' as const, 'stop' as const),
      organisation: fc.constantFrom(...organisations),
      again: fc.boolean(),
    });
    const restart = fc.record({
      kind: fc.constantFrom('restart' as const),
      program: fc.constantFrom(...new Set(organisations.map(programOf))),
    });
    const night = fc.array(fc.oneof({ weight: 12, arbitrary: command }, { weight: 1, arbitrary: restart }), {
      minLength: 5,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('running' as const, 'stopped' as const), night, async (begin, steps) => {
        const model = await bringAllTo(begin);
        for (const step of steps) {
          if (step.kind === 'restart') {
            await net.stop(step.program);
            await net.start(step.program);
            continue;
          }
          const { name, organisation, again } = step;
          const requestId = newRequestId();
          const reply = await operator[name](organisation, requestId);
          expect([step, verdictOf(reply)]).toEqual([step, model.command(name, organisation)]);
          await operator.rest(organisation);
          // A refused command was not taken, so it is judged again, with the same result as nothing has changed.
          if (again) expect(await operator[name](organisation, requestId)).toEqual(reply);
        }
        await expectSame(model);
      }),
      { seed, numRuns: 25 },
    );
  });

  test('is kept by commands at the same time: never does a server run below one that does not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 3 })), async (delays) => {
        await bringAllTo('running');
        await operator.stop(municipality);
        await operator.stop(neighbour);
        expect(await operator.rest(municipality)).toBe('stopped');
        expect(await operator.rest(neighbour)).toBe('stopped');
        const later = async <T>(send: () => Promise<T>): Promise<T> => {
          await new Promise((resolve) => setTimeout(resolve, Number(delays.next().value)));
          return send();
        };
        const [start, stop] = await Promise.all([
          later(() => operator.start(municipality)),
          later(() => operator.stop(prefecture)),
        ]);
        expect([verdictOf(start), verdictOf(stop)]).not.toEqual(['taken', 'taken']);
        const states = [await operator.rest(municipality), await operator.rest(prefecture)];
        expect(states).not.toEqual(['running', 'stopped']);
      }),
      { seed, numRuns: 25 },
    );
  });
});

describe('a server that nobody has asked for before', () => {
  beforeEach(() => bringAllTo('running'));

  test('runs, unless the one above it is stopped', async () => {
    expect(await operator.stateOf('011002')).toBe('running');
    expect(await operator.stateOf('010006')).toBe('running');
    expect(verdictOf(await operator.stop('010006'))).toBe('COMMUNICATION_SERVER_RUNNING');
    await operator.stop('011002');
    await operator.rest('011002');
    await operator.stop('010006');
    await operator.rest('010006');
    // 函館市
    expect(await operator.stateOf('012025')).toBe('stopped');
    await bringAllTo('running');
  });

  test('is refused by field and rule if there is none of this kind', async () => {
    const wrong = await net.ask('communication-server', `/v1/organisations/${tokyo}/server`);
    expect(wrong).toEqual({
      status: 400,
      json: { error: 'invalid', field: 'organisation', rule: 'no_server_of_this_kind' },
    });
    const mistyped = await net.ask('communication-server', '/v1/organisations/131017/server');
    expect(mistyped.status).toBe(400);
  });
});

describe('others that do not answer', () => {
  test('are in the way, and no longer when they are back', async () => {
    await bringAllTo('running');
    for (const organisation of organisations.toReversed().slice(0, 4)) {
      await operator.stop(organisation);
      await operator.rest(organisation);
    }
    await net.stop('communication-server');
    expect(verdictOf(await operator.stop(prefecture))).toBe('SERVERS_BELOW_UNKNOWN');
    await net.start('communication-server');
    expect(verdictOf(await operator.stop(prefecture))).toBe('taken');
    expect(await operator.rest(prefecture)).toBe('stopped');
    await net.stop('juki-national-server');
    expect(verdictOf(await operator.start(prefecture))).toBe('NATIONAL_SERVER_NOT_RUNNING');
    await net.start('juki-national-server');
    expect(verdictOf(await operator.start(prefecture))).toBe('taken');
    await operator.rest(prefecture);
  });

  test('a program killed right after it took a command arrives all the same, and answers it the same', async () => {
    await bringAllTo('running');
    await operator.stop(municipality);
    await operator.rest(municipality);
    const child = await net.startAlone('communication-server');
    const requestId = newRequestId();
    const reply = await operator.start(municipality, requestId);
    expect(reply).toEqual({ kind: 'answered', body: { requestId, state: 'starting' } });
    await kill(child);
    await net.startAlone('communication-server');
    expect(await operator.rest(municipality)).toBe('running');
    expect(await operator.start(municipality, requestId)).toEqual(reply);
  });
});
