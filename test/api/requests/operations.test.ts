import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HoursDays } from '../../../contracts/api/hours.ts';
import { ErrorList } from '../../../contracts/api/error-list.ts';
import { Counts } from '../../../contracts/api/operations.ts';
import { city, fieldsIn, openApi, problemIn, transferBody, type ApiTest, type RequestOptions } from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(105);
});
beforeEach(() => {
  api.engine.away = false;
  api.engine.asked.length = 0;
});

const staff = { staffId: 'staff-7', reason: '窓口で確認した。' };
const operate = (method: string, path: string, options: RequestOptions = {}): Promise<Response> =>
  api.request(method, path, { as: api.clients.operator, ...options });
const listErrors = async (query = ''): Promise<ErrorList> =>
  ErrorList.parse(await (await operate('GET', `errors${query}`)).json());

/** A transfer that is held beside one that was numbered; answers the entry of the error list. */
async function holdOne(): Promise<{ failureId: string; number: string; personalNumber: string }> {
  const body = transferBody(api.store);
  const first = await (await api.request('POST', 'transfers', { json: body })).json();
  const number = (first as { integratedAddressNumber: string }).integratedAddressNumber;
  const other = transferBody(api.store, { personalNumber: body.personalNumber, birthDate: '1950-01-02' });
  await api.request('POST', 'transfers', { json: other });
  const entry = (await listErrors('?limit=500')).entries.find((each) => each.integratedAddressNumber === number);
  if (!entry) throw new Error('nothing is held');
  return { failureId: entry.failureId, number, personalNumber: body.personalNumber };
}

describe('the error list', () => {
  test('gives codes with their texts, no names, and is paged by keyset', async () => {
    await holdOne();
    await holdOne();
    await holdOne();
    const all = await listErrors();
    expect(all.entries.length).toBeGreaterThanOrEqual(3);
    expect(all.entries[0]).toMatchObject({
      code: 'IDENTITY_MISMATCH',
      kind: 'business',
      owner: 'staff',
      resolvedAt: null,
    });
    expect(JSON.stringify(all)).not.toContain('花子');
    const paged: string[] = [];
    for (let after = ''; ;) {
      const page = await listErrors(`?limit=1${after}`);
      paged.push(...page.entries.map(({ failureId }) => failureId));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(paged).toEqual(all.entries.map(({ failureId }) => failureId));
  });

  test('is filtered by code, stage and state', async () => {
    await holdOne();
    expect((await listErrors('?code=SERIAL_REFUSED')).entries).toEqual([]);
    expect((await listErrors('?stage=ACQUIRED')).entries).toEqual([]);
    expect((await listErrors('?stage=NUMBERED&code=IDENTITY_MISMATCH')).entries.length).toBeGreaterThan(0);
    expect((await listErrors('?state=resolved')).entries).toEqual([]);
    expect(await fieldsIn(await operate('GET', 'errors?stage=x&limit=0&after=x'))).toEqual({
      stage: 'NOT_LISTED',
      limit: 'OUT_OF_RANGE',
    });
    expect(await fieldsIn(await operate('GET', 'errors?after=x'))).toEqual({ after: 'WRONG_FORMAT' });
  });

  test('is for operators of the municipality only', async () => {
    await problemIn(await api.request('GET', 'errors'), 403, 'FORBIDDEN');
    await problemIn(await api.request('GET', 'errors', { as: api.clients.administrator }), 403, 'FORBIDDEN');
  });
});

describe('an action of staff', () => {
  test('corrects a held transfer as the same person, once, and is audited with its reason', async () => {
    const { failureId } = await holdOne();
    const json = { ...staff, decision: 'same-person' };
    const done = await operate('POST', `errors/${failureId}/correct`, { json });
    expect(done.status).toBe(200);
    expect(await done.json()).toMatchObject({ codeRequestStatus: 'REQUESTING', attempt: 1 });
    await problemIn(await operate('POST', `errors/${failureId}/correct`, { json }), 409, 'NOT_WAITING');
    const rows = await api.store.see`
      select client_id, staff_id, action, outcome, reason from audit_log where subject = ${failureId}`;
    expect(rows).toEqual([
      {
        client_id: api.clients.operator.clientId,
        staff_id: 'staff-7',
        action: 'errors.correct.same-person',
        outcome: 'allowed',
        reason: staff.reason,
      },
    ]);
  });

  test('corrects the personal number, which is sealed and in no audit row or log', async () => {
    const { failureId } = await holdOne();
    const personalNumber = api.store.people.personalNumber();
    const json = { ...staff, decision: 'personal-number', personalNumber };
    expect((await operate('POST', `errors/${failureId}/correct`, { json })).status).toBe(200);
    const [{ rows } = { rows: '' }] = await api.store.see<{ rows: string }[]>`
      select (select string_agg(c::text, '') from corrections c) || (select string_agg(a::text, '') from audit_log a) as rows`;
    expect(rows).not.toContain(personalNumber);
    expect(api.logged()).not.toContain(personalNumber);
  });

  test('is refused where the number is wrong, where it has no reason, and for an entry that is not there', async () => {
    const { failureId } = await holdOne();
    const correct = (json: unknown, id = failureId) => operate('POST', `errors/${id}/correct`, { json });
    expect(
      await fieldsIn(await correct({ ...staff, decision: 'personal-number', personalNumber: '123456789012' })),
    ).toEqual({ personalNumber: 'CHECK_DIGIT' });
    expect(await fieldsIn(await correct({ ...staff, decision: 'x' }))).toEqual({ decision: 'NOT_LISTED' });
    expect(await fieldsIn(await correct({ decision: 'same-person', staffId: ' ', reason: '' }))).toEqual({
      staffId: 'EMPTY',
      reason: 'EMPTY',
    });
    await problemIn(await correct({ ...staff, decision: 'same-person' }, randomUUID()), 404, 'UNKNOWN_FAILURE');
    expect(await fieldsIn(await correct({ ...staff, decision: 'same-person' }, 'x'))).toEqual({
      failureId: 'WRONG_FORMAT',
    });
  });

  test('cancels a resident’s open request, once', async () => {
    const { number } = await holdOne();
    const cancel = (json: typeof staff) => operate('POST', `residents/${number}/cancel`, { json });
    const cancelled = { stage: 'CANCELLED', codeRequestStatus: 'NOT_REQUESTED' };
    expect(await (await cancel(staff)).json()).toMatchObject(cancelled);
    // The answer may have been lost: the same word of the same person is answered again.
    expect(await (await cancel(staff)).json()).toMatchObject(cancelled);
    await problemIn(await cancel({ ...staff, staffId: 'staff-8' }), 409, 'NOT_CANCELLABLE');
    const unknown = await operate('POST', 'residents/999999999999999/cancel', { json: staff });
    await problemIn(unknown, 404, 'UNKNOWN_RESIDENT');
  });

  test('is done while the engine is away, as ever', async () => {
    const { failureId } = await holdOne();
    api.engine.away = true;
    const done = await operate('POST', `errors/${failureId}/cancel`, { json: staff });
    expect([done.status, await done.json()]).toMatchObject([200, { stage: 'NUMBERED', attempt: 1 }]);
    const { entries } = await listErrors('?limit=500');
    expect(entries.map((each) => each.failureId)).not.toContain(failureId);
  });

  test('on the request is no repetition of the one on a held transfer, which bears the same name', async () => {
    const { failureId, number } = await holdOne();
    await operate('POST', `errors/${failureId}/cancel`, { json: staff });
    const cancelled = await operate('POST', `residents/${number}/cancel`, { json: staff });
    expect([cancelled.status, await cancelled.json()]).toMatchObject([200, { stage: 'CANCELLED' }]);
  });

  test('makes the person due whose workflow has looked at it before, and nobody else', async () => {
    const [{ number }, other] = [await holdOne(), await holdOne()];
    const due = async (): Promise<Record<string, unknown>[]> => api.store.see`
      select integrated_address_number as number, due_at <= now() as due from persons
      where integrated_address_number in (${number}, ${other.number}) order by person_id`;
    await api.store.see`
      update persons set has_run = true, due_at = now() + interval '1 day'
      where integrated_address_number in (${number}, ${other.number})`;
    expect((await operate('POST', `residents/${number}/cancel`, { json: staff })).status).toBe(200);
    expect(await due()).toEqual([
      { number, due: true },
      { number: other.number, due: false },
    ]);
  });

  test('needs a JSON body', async () => {
    const { failureId } = await holdOne();
    await problemIn(await operate('POST', `errors/${failureId}/retry`), 415, 'UNSUPPORTED_MEDIA_TYPE');
    const broken = { body: '{', headers: { 'content-type': 'application/json' } };
    await problemIn(await operate('POST', `errors/${failureId}/retry`, broken), 400, 'MALFORMED');
    const large = { json: { ...staff, reason: 'x'.repeat(1024 * 1024) } };
    await problemIn(await operate('POST', `errors/${failureId}/retry`, large), 413, 'TOO_LARGE');
  });
});

describe('confirmation and figures', () => {
  test('a confirmation is asked for now, and 503 says that the engine is away', async () => {
    expect((await operate('POST', 'confirmations')).status).toBe(202);
    expect(api.engine.asked).toEqual([`triggerConfirmation ${city}`]);
    api.engine.away = true;
    await problemIn(await operate('POST', 'confirmations'), 503, 'ENGINE_AWAY');
  });

  test('a municipality that has no schedule yet gets one', async () => {
    const { triggerConfirmation } = api.engine;
    api.engine.triggerConfirmation = () => {
      api.engine.triggerConfirmation = triggerConfirmation;
      return Promise.resolve('not-scheduled');
    };
    expect((await operate('POST', 'confirmations')).status).toBe(202);
    expect(api.engine.asked).toEqual([`ensureSchedules ${city}`, `triggerConfirmation ${city}`]);
  });

  test('counts agree with the tables', async () => {
    await holdOne();
    const counts = Counts.parse(await (await operate('GET', 'counts')).json());
    const [{ persons, held, errors } = { persons: 0, held: 0, errors: 0 }] = await api.store.see<
      { persons: number; held: number; errors: number }[]
    >`select count(*)::int as persons, sum(held_transfers)::int as held,
        (select count(*)::int from failures where resolved_at is null) as errors from persons`;
    expect(counts).toMatchObject({ persons, heldTransfers: held, errors: { IDENTITY_MISMATCH: errors } });
    expect(Object.values(counts.codeRequestStatuses).reduce((sum, count) => sum + count, 0)).toBe(persons);
    expect(counts.stages['NUMBERED']).toBeGreaterThan(0);
  });
});

describe('operating hours', () => {
  const common = { opens: '09:00', closes: '17:00', closingMarginMinutes: 10, overrides: [] };
  const put = (json: object) => operate('PUT', 'hours', { json: { ...common, reason: '庁舎の都合', ...json } });

  test('are read and changed, and to put them as they stand changes nothing', async () => {
    expect(await (await operate('GET', 'hours')).json()).toEqual({ ...common, enforced: true, version: 0 });
    const shorter = { ...common, closes: '16:00', overrides: [{ date: '2026-04-03', kind: 'closed', reason: '工事' }] };
    const expected = { ...shorter, enforced: true, version: 1 };
    for (const changed of [await put(shorter), await put(shorter)]) {
      expect([changed.status, await changed.json()]).toEqual([200, expected]);
    }
    expect(await (await operate('GET', 'hours')).json()).toEqual(expected);
  });

  test('are changed with a reason, and the log says which parts became others', async () => {
    await put({});
    const response = await put({ closes: '16:30', opens: '10:00', reason: '繁忙期の対応' });
    expect(await response.json()).toMatchObject({ opens: '10:00', closes: '16:30' });
    const [entry] = await api.store.see`
      select subject, reason, outcome from audit_log where action = 'hours.put' order by seq desc limit 1`;
    expect(entry).toEqual({ subject: 'closes,opens', reason: '繁忙期の対応', outcome: 'allowed' });
    expect(await fieldsIn(await put({ reason: ' ' }))).toEqual({ reason: 'EMPTY' });
  });

  test('that break a rule are refused with the field', async () => {
    expect(await fieldsIn(await operate('PUT', 'hours', { json: {} }))).toEqual({
      opens: 'MISSING',
      closes: 'MISSING',
      closingMarginMinutes: 'MISSING',
      overrides: 'MISSING',
      reason: 'MISSING',
    });
    expect(await fieldsIn(await put({ opens: '08:00', closes: '25:00' }))).toEqual({
      opens: 'OUTSIDE_COMMON_HOURS',
      closes: 'NOT_A_CLOCK_TIME',
    });
    expect(await fieldsIn(await put({ overrides: [{ date: '2026-02-30', kind: 'closed', reason: '' }] }))).toEqual({
      'overrides[0].date': 'NOT_A_CALENDAR_DATE',
      'overrides[0].reason': 'EMPTY',
    });
  });

  test('as a calendar: one entry a day, and why it is closed', async () => {
    await put({});
    const response = await operate('GET', 'hours/days?from=2026-05-02&to=2026-05-07');
    const { days } = HoursDays.parse(await response.json());
    expect(days.map(({ date, closedBecause }) => [date, closedBecause?.kind ?? null])).toEqual([
      ['2026-05-02', 'saturday'],
      ['2026-05-03', 'holiday'],
      ['2026-05-04', 'holiday'],
      ['2026-05-05', 'holiday'],
      ['2026-05-06', 'holiday'],
      ['2026-05-07', null],
    ]);
    expect(days.at(-1)?.windows).toEqual([{ from: '09:00', to: '17:00' }]);
  });

  test.each([
    ['from=2026-02-30&to=2026-03-01', { from: 'WRONG_FORMAT' }],
    ['from=2026-03-02&to=2026-03-01', { to: 'OUT_OF_RANGE' }],
    ['from=2026-01-01&to=2030-01-01', { to: 'OUT_OF_RANGE' }],
    ['from=1999-12-31&to=2000-01-01', { from: 'YEAR_WITHOUT_HOLIDAYS' }],
  ])('as a calendar of %s are refused', async (query, fields) => {
    expect(await fieldsIn(await operate('GET', `hours/days?${query}`))).toEqual(fields);
  });
});
