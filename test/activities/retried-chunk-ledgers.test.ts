/** Retried chunks before the real simulators: what their own ledgers say. */
import { randomUUID } from 'node:crypto';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAcquireCodeActivities } from '../../activities/acquire-code.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { createRetryErrorsActivities } from '../../activities/retry-errors.ts';
import { defaultLimits } from '../../contracts/limits.ts';
import type { ReadLine } from '../../contracts/load-file.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import type { RequestSet } from '../../domain/request-set.ts';
import { createCodeRouteClient } from '../../participants/code-route/client.ts';
import { createIntermediateServerClient } from '../../participants/intermediate-server/client.ts';
import { takeChunk } from '../../storage/transfers/chunk-intake.ts';
import { actOnAcquisition } from '../../storage/errors/staff-actions.ts';
import { loadOf, municipality, openStore, transferOf, type Store } from '../storage/support.ts';
import { driveToRest, perform } from '../support/drive-rows.ts';
import {
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type ParticipantNet,
} from '../support/participant-net.ts';

let store: Store;
let cluster: NetCluster;
let net: ParticipantNet;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') }); // failures are what is tested here
  store = await openStore(210);
  cluster = await startNetCluster();
  net = await startParticipantNet(cluster);
});
afterAll(async () => {
  await net.stopAll();
  await cluster.stop();
});

const notHere = (): never => {
  throw new Error('No test of a retried chunk needs this.');
};
const staff = { staffId: 's-1', reason: 'the reason is gone' };
const size = 40;

function activities() {
  const at = (name: 'intermediate-server' | 'juki-gateway'): string => net.peers[name] ?? '';
  const deps: Dependencies = {
    db: store.db,
    keys: store.keys,
    clock: () => new Date(),
    readSettings: async () => ({ route: 'JUKI_GATEWAY', hours: commonHours, limits: MunicipalityLimits.parse({}) }),
    getNeighbours: async () => ({
      intermediateServer: createIntermediateServerClient(at('intermediate-server'), { timeoutMs: 5_000 }),
      codeRoute: () => createCodeRouteClient(at('juki-gateway'), { timeoutMs: 5_000 }),
      backbone: () => undefined,
    }),
    openLoadFile: notHere,
    startLoad: notHere,
  };
  return { ...createAcquireCodeActivities(deps), ...createRetryErrorsActivities(deps) };
}

const go = (requests: RequestSet) => driveToRest(activities(), municipality, requests);

/** A chunk under way to the step `failsAt`, which its participant does not answer: all of it is on the error list. */
async function unanswered(
  failsAt: Step & ('serial' | 'route'),
  fault: 'closed' | 'drop-answer',
  code: AcquisitionFailureCode,
): Promise<void> {
  const lines = Array.from({ length: size }, (_, at): ReadLine => {
    const personalNumber = store.people.personalNumber();
    const value = transferOf({ personalNumber, addressNumber: store.people.addressNumber() });
    return { kind: 'good', line: at + 2, value: { ...value, integratedAddressNumber: null } };
  });
  const { chunkId } = await loadOf(store, municipality, lines);
  await takeChunk(store, { municipality, chunkId });
  const name = failsAt === 'serial' ? 'intermediate-server' : 'juki-gateway';
  await net.fault(name, { kind: fault });
  await expect(go({ chunkId })).rejects.toMatchObject({ type: code });
  await net.fault(name, { kind: 'none' });
  const { park } = activities();
  await perform(park, { municipality, requests: { chunkId }, attempt: 1, step: failsAt, code });
}

describe.each([
  { step: 'serial', fault: 'closed', code: 'INTERMEDIATE_SERVER_UNAVAILABLE' },
  { step: 'serial', fault: 'drop-answer', code: 'INTERMEDIATE_SERVER_UNAVAILABLE' },
  { step: 'route', fault: 'closed', code: 'JUKI_GATEWAY_UNAVAILABLE' },
  { step: 'route', fault: 'drop-answer', code: 'JUKI_GATEWAY_UNAVAILABLE' },
] as const)('a chunk whose $step met $fault', ({ step, fault, code }) => {
  test('is retried with one serial and one code request a person', async () => {
    const before = await counts();
    await unanswered(step, fault, code);
    const [canary] = await store.see<{ person_id: string }[]>`
      select person_id from persons where stage = 'NEEDS_ATTENTION' limit 1`;
    const personId = canary?.person_id ?? '';
    const acting = { municipality, personId, action: 'retry' as const, ...staff, failureId: null };
    const outcome = await actOnAcquisition(store, acting);
    if (outcome.kind === 'refused') throw new Error(outcome.code);
    const stage = step === 'serial' ? 'NUMBERED' : 'FILE_RECEIVED';
    expect(outcome.acquisition.stage).toBe(stage);
    await go({ personIds: [personId] });

    const page = { municipality, code, ...staff, before: new Date(Date.now() + 1_000).toISOString(), limit: 10_000 };
    const made = await perform(activities().retryChunk, { ...page, limits: defaultLimits, chunkId: randomUUID() });
    expect(made.retried).toBe(size - 1);
    if (made.chunk) await go({ chunkId: made.chunk.chunkId });

    const [standing] = await store.see`select count(*)::int as count from persons where stage <> 'ROUTED'`;
    expect(standing).toEqual({ count: 0 });
    const after = await counts();
    expect(after.serials).toEqual({ effects: before.serials.effects + size, duplicates: 0 });
    expect(after.requests).toEqual({ effects: before.requests.effects + size, duplicates: 0 });
  });
});

async function counts() {
  const [serials, requests] = await Promise.all([
    net.effects('intermediate-server', 'serial-request-taken'),
    net.effects('juki-gateway', 'code-request-taken'),
  ]);
  return { serials, requests };
}
