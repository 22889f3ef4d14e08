/** The API on the real engine: with a worker, without one, and with no server at all. A namespace of its own. */
import { randomBytes } from 'node:crypto';
import { Connection, type Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { createAcquireCodeActivities } from '../../activities/acquire-code.ts';
import { createConfirmCodesActivities } from '../../activities/confirm-codes.ts';
import { createSweepActivities } from '../../activities/sweep.ts';
import { engineOn } from '../../api/engine.ts';
import { taskQueue } from '../../contracts/acquire-code.ts';
import { offerFreePort } from '../../local/ports.ts';
import { unjudgedTransfers } from '../../storage/inbox.ts';
import { closeLater, connectClient, openClient } from '../../temporal/connection.ts';
import { dataConverterFor } from '../../temporal/data-converter.ts';
import { registerSearchAttributes } from '../../temporal/search-attributes.ts';
import { createDependencies } from '../../workers/dependencies.ts';
import { bundleWorkflows } from '../support/workflow-bundle.ts';
import { city, openApi, problemIn, transferBody, type ApiTest } from './support.ts';

const namespace = `api-${randomBytes(4).toString('hex')}`;
const staff = { staffId: 'staff-7', reason: '試験' };
let api: ApiTest;
let client: Client;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  api = await openApi(108);
  const address = inject('temporalAddress');
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  await connection.close();
  client = await vi.waitUntil(
    () => connectClient({ address, namespace, keys: api.store.keys }).catch(() => undefined),
    { timeout: 60_000, interval: 100 },
  );
  await registerSearchAttributes(client.connection as Connection, namespace);
});
afterAll(() => client.connection.close());

const send = (json: unknown): Promise<Response> => api.request('POST', 'transfers', { json });

describe('with no server at its address', () => {
  let away: Client;
  beforeAll(async () => {
    away = openClient({ address: `127.0.0.1:${String(await offerFreePort())}`, namespace, keys: api.store.keys });
    Object.assign(api.engine, engineOn(away));
  });
  afterAll(() => closeLater(away.connection));

  test('a transfer is kept and answered pending within the limit, and the outbox owes the answer', async () => {
    const body = transferBody(api.store);
    const started = Date.now();
    const response = await send(body);
    expect(Date.now() - started).toBeLessThan(4_000);
    expect([response.status, await response.json()]).toMatchObject([202, { result: 'pending' }]);
    const [row] = await api.store.see`select state, owes_answer from inbox where transfer_id = ${body.transferId}`;
    expect(row).toEqual({ state: 'RECEIVED', owes_answer: true });
    const left = await unjudgedTransfers(api.store.db, city, { olderThanSeconds: 0, limit: 10 });
    expect(left).toHaveLength(1);
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
    Object.assign(api.engine, engineOn(client));
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

  test('a transfer that found no worker is judged when one comes, and the next ones are answered at once', async () => {
    const early = transferBody(api.store);
    expect((await send(early)).status).toBe(202);

    const { db, keys } = api.store;
    const native = await NativeConnection.connect({ address: inject('temporalAddress') });
    const deps = createDependencies({ db, keys, client, alwaysOpen: true });
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue,
      dataConverter: dataConverterFor(keys, namespace),
      workflowBundle: await bundleWorkflows(),
      activities: {
        ...createAcquireCodeActivities(deps),
        ...createConfirmCodesActivities(deps),
        ...createSweepActivities(deps),
      },
    });
    await worker.runUntil(async () => {
      await vi.waitUntil(async () => (await send(early)).status === 201, { timeout: 60_000, interval: 200 });

      const body = transferBody(api.store);
      const [first, second] = await Promise.all([send(body), send({ ...body, transferId: 'second' })]);
      expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([200, 201]);
      const { integratedAddressNumber } = (await first.json()) as { integratedAddressNumber: string };
      expect(await second.json()).toMatchObject({ integratedAddressNumber });

      const retry = await api.request('POST', `residents/${integratedAddressNumber}/cancel`, {
        as: api.clients.operator,
        json: staff,
      });
      expect([retry.status, await retry.json()]).toMatchObject([200, { stage: 'CANCELLED' }]);
      const again = await api.request('POST', `residents/${integratedAddressNumber}/cancel`, {
        as: api.clients.operator,
        json: { ...staff, staffId: 'staff-8' },
      });
      await problemIn(again, 409, 'NOT_CANCELLABLE');
    });
    await native.close();
  });
});
