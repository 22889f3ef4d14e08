/** The API on the real engine: with no server at all, with one, and with a worker. A namespace of its own. */
import { Client, type Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { createAcquireCodeActivities } from '../../../activities/acquire-code.ts';
import { createConfirmCodesActivities } from '../../../activities/confirm-codes.ts';
import { createNoticeActivities } from '../../../activities/notices.ts';
import { createSweepActivities } from '../../../activities/sweep.ts';
import { createEngine } from '../../../api/engine/engine.ts';
import { acquireCodeIdFor, taskQueue, type AcquireCode } from '../../../contracts/acquire-code.ts';
import { defaultLimits } from '../../../contracts/limits.ts';
import { TransferAnswer } from '../../../contracts/transfer.ts';
import { offerFreePort } from '../../../local/ports.ts';
import { openClient } from '../../../temporal/connection.ts';
import { dataConverterFor } from '../../../temporal/data-converter.ts';
import { createLogger } from '../../../temporal/logging.ts';
import { registerSearchAttributes } from '../../../temporal/search-attributes.ts';
import { createDependencies } from '../../../workers/dependencies.ts';
import { createNudgeEngine } from '../../../workers/nudge-engine.ts';
import { nudgeDue } from '../../../workers/nudge-due.ts';
import { defaultNudgerSettings, type NudgerCounts } from '../../../workers/nudger-settings.ts';
import { bundleWorkflows } from '../../support/workflow-bundle.ts';
import { closeLater, registerNamespace } from '../../support/workflow-namespace.ts';
import { city, openApi, problemIn, transferBody, type ApiTest } from '../support.ts';

const staff = { staffId: 'staff-7', reason: '試験' };
let api: ApiTest;
let namespace: string;
let client: Client;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  api = await openApi(108);
  ({ namespace, client } = await registerNamespace('api', api.store.keys));
  await registerSearchAttributes(client.connection as Connection, namespace);
});
afterAll(() => client.connection.close());

const send = (json: unknown): Promise<Response> => api.request('POST', 'transfers', { json });

async function numbered(): Promise<string> {
  const response = await send(transferBody(api.store));
  expect(response.status).toBe(201);
  return TransferAnswer.parse(await response.json()).integratedAddressNumber ?? '';
}

const cancel = (number: string, by = staff): Promise<Response> =>
  api.request('POST', `residents/${number}/cancel`, { as: api.clients.operator, json: by });

async function personOf(number: string): Promise<{ personId: string; hasRun: boolean }> {
  const [row] = await api.store.see<{ person_id: string; has_run: boolean }[]>`
    select person_id, has_run from persons where integrated_address_number = ${number}`;
  return { personId: row?.person_id ?? '', hasRun: row?.has_run ?? false };
}

describe('with no server at its address', () => {
  let away: Client;
  beforeAll(async () => {
    away = openClient({ address: `127.0.0.1:${String(await offerFreePort())}`, namespace, keys: api.store.keys });
    Object.assign(api.engine, createEngine(away));
  });
  afterAll(() => closeLater(away.connection));

  test('a transfer is numbered and answered, one beside it joins, and nobody is owed an answer', async () => {
    const body = transferBody(api.store);
    const [first, second] = await Promise.all([send(body), send({ ...body, transferId: 'second' })]);
    expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([200, 201]);
    const { integratedAddressNumber } = TransferAnswer.parse(await first.json());
    expect(integratedAddressNumber).toMatch(/^\d{15}$/);
    expect(await second.json()).toMatchObject({ integratedAddressNumber });
    const rows = await api.store.see`
      select state, owes_answer from inbox where address_number = ${body.addressNumber}`;
    expect(rows).toEqual([
      { state: 'JUDGED', owes_answer: false },
      { state: 'JUDGED', owes_answer: false },
    ]);
  });

  test('a request is cancelled, once', async () => {
    const number = await numbered();
    const cancelled = await cancel(number);
    expect([cancelled.status, await cancelled.json()]).toMatchObject([200, { stage: 'CANCELLED' }]);
    await problemIn(await cancel(number, { ...staff, staffId: 'staff-8' }), 409, 'NOT_CANCELLABLE');
  });

  test('it is not ready and says why, and what only the engine can do is answered 503', async () => {
    const ready = await api.request('GET', '/readyz', { as: null });
    expect([ready.status, await ready.json()]).toEqual([503, { database: 'up', engine: 'down' }]);
    const confirmation = await api.request('POST', 'confirmations', { as: api.clients.operator });
    await problemIn(confirmation, 503, 'ENGINE_AWAY');
  });
});

describe('with a server', () => {
  beforeAll(() => {
    Object.assign(api.engine, createEngine(client));
  });

  test('it is ready', async () => {
    expect((await api.request('GET', '/readyz', { as: null })).status).toBe(200);
  });

  test('a municipality gets its schedules, and a confirmation can be asked for', async () => {
    const json = { name: '見本市', nameEn: 'Mihon City', route: 'JUKI_SYSTEM', participants: {} };
    const put = await api.request('PUT', `/v1/municipalities/${city}`, { as: api.clients.administrator, json });
    expect(put.status).toBe(200);
    expect((await api.request('POST', 'confirmations', { as: api.clients.operator })).status).toBe(202);
  });

  test('whoever was numbered while nobody followed is followed when a worker comes, and what staff do is seen there', async () => {
    const number = await numbered();
    const { personId } = await personOf(number);
    const { db, keys } = api.store;
    const native = await NativeConnection.connect({ address: inject('temporalAddress') });
    const dataConverter = dataConverterFor(keys, namespace);
    const deps = createDependencies({ db, keys, client, alwaysOpen: true });
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue,
      dataConverter,
      workflowBundle: await bundleWorkflows(),
      activities: {
        ...createAcquireCodeActivities(deps),
        ...createConfirmCodesActivities(deps),
        ...createNoticeActivities(deps),
        ...createSweepActivities(deps),
      },
    });
    const nudging = {
      db,
      engine: createNudgeEngine(client, new Client({ connection: native, namespace, dataConverter })),
      readLimits: () => Promise.resolve(defaultLimits),
      log: createLogger({ name: 'worker', level: 'error' }),
    };
    const counts: NudgerCounts = { nudged: 0, gathered: 0, replaced: 0, stuck: 0 };
    const nudgedUntil = (isSeen: () => Promise<boolean>): Promise<boolean> =>
      vi.waitUntil(
        async () => {
          await nudgeDue(nudging, city, defaultNudgerSettings, counts);
          return isSeen();
        },
        { timeout: 120_000, interval: 100 },
      );
    await worker.runUntil(async () => {
      await nudgedUntil(async () => (await personOf(number)).hasRun);
      const run = client.workflow.getHandle<AcquireCode>(acquireCodeIdFor(city, personId));
      expect((await run.describe()).status.name).toBe('RUNNING');
      const cancelled = await cancel(number);
      expect([cancelled.status, await cancelled.json()]).toMatchObject([200, { stage: 'CANCELLED' }]);
      await nudgedUntil(async () => (await run.describe()).status.name !== 'RUNNING');
      expect(await run.result()).toMatchObject({ stage: 'CANCELLED' });
    });
    await native.close();
  });
});
