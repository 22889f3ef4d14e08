import { beforeAll, describe, expect, test } from 'vitest';
import { NumberConversionResults, ResidentStatus, Timeline } from '../../../contracts/api/residents.ts';
import { city, fieldsIn, openApi, problemIn, transferBody, type ApiTest, type TransferFields } from '../support.ts';

let api: ApiTest;
let body: TransferFields;
let number: string;
beforeAll(async () => {
  api = await openApi(104);
  body = transferBody(api.store);
  number = await numberOf(body);
});

async function numberOf(transfer: TransferFields): Promise<string> {
  const response = await api.request('POST', 'transfers', { json: transfer });
  return ((await response.json()) as { integratedAddressNumber: string }).integratedAddressNumber;
}
const byAddress = (numberSystem: string, addressNumber: string): string =>
  `residents?numberSystem=${numberSystem}&addressNumber=${addressNumber}`;

describe('the status of a resident', () => {
  test('is found by either number and is the same', async () => {
    const byNumber = ResidentStatus.parse(await (await api.request('GET', `residents/${number}`)).json());
    const byOther = ResidentStatus.parse(await (await api.request('GET', byAddress('01', body.addressNumber))).json());
    expect(byOther).toEqual(byNumber);
    expect(byNumber).toMatchObject({
      integratedAddressNumber: number,
      stage: 'NUMBERED',
      codeRequestStatus: 'REQUESTING',
      attempt: 1,
      failure: null,
      heldTransfers: 0,
      historyCount: 1,
      addressNumbers: [{ numberSystem: '01', addressNumber: body.addressNumber }],
    });
  });

  test('of a held transfer names its entry of the error list, in both languages', async () => {
    const held = transferBody(api.store, { personalNumber: body.personalNumber, birthDate: '1950-01-02' });
    await api.request('POST', 'transfers', { json: held });
    const status = ResidentStatus.parse(await (await api.request('GET', byAddress('01', held.addressNumber))).json());
    expect(status.failure).toMatchObject({ code: 'IDENTITY_MISMATCH', step: null });
    expect(status.failure?.text.ja).not.toBe('');
    expect(status.heldTransfers).toBe(1);
  });

  test('shows a backbone its own address numbers only', async () => {
    const addressNumber = api.store.people.addressNumber();
    const tax = { ...body, transferId: 'of-tax', numberSystem: '02', addressNumber };
    await api.request('POST', 'transfers', { json: tax, as: api.clients.tax });
    const seenBy = async (client: keyof ApiTest['clients']): Promise<string[]> => {
      const response = await api.request('GET', `residents/${number}`, { as: api.clients[client] });
      return ResidentStatus.parse(await response.json()).addressNumbers.map(({ numberSystem }) => numberSystem);
    };
    expect([await seenBy('backbone'), await seenBy('tax'), await seenBy('operator')]).toEqual([
      ['01'],
      ['02'],
      ['01', '02'],
    ]);
    await problemIn(await api.request('GET', byAddress('02', addressNumber)), 403, 'FORBIDDEN');
  });

  test('is 404 for a number nobody has, 422 for what is no number, 403 in another municipality', async () => {
    await problemIn(await api.request('GET', 'residents/999999999999999'), 404, 'UNKNOWN_RESIDENT');
    await problemIn(await api.request('GET', byAddress('01', '1')), 404, 'UNKNOWN_RESIDENT');
    expect(await fieldsIn(await api.request('GET', 'residents/x'))).toEqual({
      integratedAddressNumber: 'NOT_1_TO_15_DIGITS',
    });
    expect(await fieldsIn(await api.request('GET', 'residents'))).toEqual({
      numberSystem: 'MISSING',
      addressNumber: 'MISSING',
    });
    expect(await fieldsIn(await api.request('GET', byAddress('x', '')))).toEqual({ numberSystem: 'NOT_2_DIGITS' });
    const { stranger } = api.clients;
    await problemIn(await api.request('GET', `residents/${number}`, { as: stranger }), 403, 'FORBIDDEN');
    const elsewhere = `/v1/municipalities/202011/residents/${number}`;
    await problemIn(await api.request('GET', elsewhere, { as: stranger }), 404, 'UNKNOWN_RESIDENT');
  });

  test('read by an operator is audited, read by a backbone is not', async () => {
    const fresh = await numberOf(transferBody(api.store));
    await api.request('GET', `residents/${fresh}`);
    await api.request('GET', `residents/${fresh}`, { as: api.clients.operator });
    const rows = await api.store.see`select client_id, action from audit_log where subject = ${fresh}`;
    expect(rows).toEqual([{ client_id: api.clients.operator.clientId, action: 'residents.status' }]);
  });

  test('is answered while the engine is away', async () => {
    api.engine.away = true;
    expect((await api.request('GET', `residents/${number}`)).status).toBe(200);
    api.engine.away = false;
  });
});

test('the timeline tells what happened, the oldest first', async () => {
  const { entries } = Timeline.parse(await (await api.request('GET', `residents/${number}/timeline`)).json());
  expect(entries.length).toBeGreaterThan(0);
  expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted());
  await problemIn(await api.request('GET', 'residents/999999999999999/timeline'), 404, 'UNKNOWN_RESIDENT');
});

describe('number conversion', () => {
  const convert = async (lines: unknown[], as = api.clients.backbone) => {
    const response = await api.request('POST', 'number-conversions', { json: { lines }, as });
    return NumberConversionResults.parse(await response.json()).results;
  };

  test('goes both ways, a result a line', async () => {
    const own = { numberSystem: '01', addressNumber: body.addressNumber };
    const results = await convert([
      { integratedAddressNumber: number },
      { integratedAddressNumber: '999999999999999' },
      own,
      { integratedAddressNumber: 'x' },
      { numberSystem: '02', addressNumber: '1' },
      { numberSystem: '01', addressNumber: '1' },
    ]);
    expect(results.map(({ result }) => result)).toEqual([
      'found',
      'unknown',
      'found',
      'invalid',
      'forbidden',
      'unknown',
    ]);
    expect(results[0]?.addressNumbers).toEqual([own]);
    expect(results[2]?.integratedAddressNumber).toBe(number);
  });

  test('gives an operator one system’s numbers where one is asked for', async () => {
    const [result] = await convert([{ integratedAddressNumber: number, numberSystem: '02' }], api.clients.operator);
    expect(result?.addressNumbers.map(({ numberSystem }) => numberSystem)).toEqual(['02']);
  });

  test('refuses a body of another shape', async () => {
    const send = (json: unknown) => api.request('POST', 'number-conversions', { json });
    expect(await fieldsIn(await send({ lines: [] }))).toEqual({ lines: 'OUT_OF_RANGE' });
    expect(await fieldsIn(await send({}))).toEqual({ lines: 'MISSING' });
    expect(await fieldsIn(await send({ lines: [{ '123456789018': 1 }] }))).toEqual({ 'lines[0]': 'WRONG_FORMAT' });
  });
});

test('row-level security holds: the other municipality sees none of these rows', async () => {
  const rows = await api.store.see`select distinct municipality from persons`;
  expect(rows).toEqual([{ municipality: city }]);
});
