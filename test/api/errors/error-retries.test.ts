import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ErrorRetry } from '../../../contracts/api/error-retries.ts';
import { city, fieldsIn, openApi, problemIn, type ApiTest, type RequestOptions } from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(107);
});
beforeEach(() => {
  api.errorRetries.away = false;
  api.errorRetries.started.length = 0;
  api.errorRetries.progressOf.clear();
});

const operate = (method: string, path: string, options: RequestOptions = {}): Promise<Response> =>
  api.request(method, path, { as: api.clients.operator, ...options });
const staff = { staffId: 'staff-7', reason: '中間サーバーが復旧した。' };
const code = 'INTERMEDIATE_SERVER_UNAVAILABLE';
const start = (json: unknown) => operate('POST', 'errors/retries', { json });

describe('a bulk retry', () => {
  test('is started for one code with who and why, at a limited rate, and audited', async () => {
    const response = await start({ ...staff, code, linesPerSecond: 2 });
    expect(response.status).toBe(202);
    expect(ErrorRetry.parse(await response.json())).toMatchObject({ code, state: 'CANARY', entries: 3 });
    expect(api.errorRetries.started).toMatchObject([{ municipality: city, code, ...staff, perSecond: 2 }]);
    const [audited] = await api.store.see`select * from audit_log where action = 'errors.retry-all'`;
    expect(audited).toMatchObject({ subject: code, staff_id: 'staff-7', reason: staff.reason, outcome: 'allowed' });
    await start({ ...staff, code });
    expect(api.errorRetries.started[1]).toMatchObject({ perSecond: 5 });
  });

  test('tells how it goes on, and is ended', async () => {
    await start({ ...staff, code });
    expect(await (await operate('GET', `errors/retries/${code}`)).json()).toMatchObject({
      state: 'CANARY',
      retried: 1,
    });
    const json = { staffId: 'staff-7' };
    const ended = await operate('POST', `errors/retries/${code}/cancel`, { json });
    expect(await ended.json()).toMatchObject({ state: 'CANCELLED' });
    await problemIn(await operate('GET', 'errors/retries/SERIAL_REFUSED'), 404, 'NOT_FOUND');
    await problemIn(await operate('POST', 'errors/retries/SERIAL_REFUSED/cancel', { json }), 404, 'NOT_FOUND');
  });

  test('of a code that is none, or without who and why, is refused', async () => {
    expect(await fieldsIn(await start({ code: 'INVALID_INPUT', linesPerSecond: 0 }))).toEqual({
      code: 'NOT_LISTED',
      staffId: 'MISSING',
      reason: 'MISSING',
      linesPerSecond: 'OUT_OF_RANGE',
    });
    expect(await fieldsIn(await operate('GET', 'errors/retries/x'))).toEqual({ errorCode: 'NOT_LISTED' });
    await problemIn(await api.request('POST', 'errors/retries', { json: { ...staff, code } }), 403, 'FORBIDDEN');
  });

  test('needs the engine', async () => {
    api.errorRetries.away = true;
    await problemIn(await start({ ...staff, code }), 503, 'ENGINE_AWAY');
    await problemIn(await operate('GET', `errors/retries/${code}`), 503, 'ENGINE_AWAY');
  });
});
