/** An operator who sends files of residents to a test's API. */
import { Load } from '../../../contracts/api/loads.ts';
import { expect } from 'vitest';
import { partsOfAccepted, partsOfRead, type LineSum } from '../../../domain/load-sums.ts';
import { createLineWriter, type LoadRecord } from '../../../load-files/write.ts';
import { openApi, type ApiTest, type RequestOptions } from '../support.ts';

export type Resident = LoadRecord & { personalNumber: string };

export const csv = { headers: { 'content-type': 'text/csv' } };

/** Whatever the state, its sums add up. */
export async function loadIn(response: Response): Promise<Load> {
  const load = Load.parse(await response.json());
  const add = (parts: readonly LineSum[]): number => parts.reduce((sum, part) => sum + load.sums[part], 0);
  expect([add(partsOfRead), add(partsOfAccepted)]).toEqual([load.sums.read, load.sums.accepted]);
  return load;
}

export function fileOf(records: readonly LoadRecord[]): string {
  const writer = createLineWriter({ format: 'csv', encoding: 'utf-8' });
  return Buffer.concat([writer.heading ?? new Uint8Array(), ...records.map((each) => writer.write(each))]).toString();
}

export interface LoadTest {
  api: ApiTest;
  operate: (method: string, path: string, options?: RequestOptions) => Promise<Response>;
  upload: (body: string | ReadableStream<Uint8Array>, query?: string, options?: RequestOptions) => Promise<Response>;
  resident: (fields?: Partial<LoadRecord>) => Resident;
  residents: (count: number) => Resident[];
  /** Uploaded and run through as far as the judge. */
  loaded: (file: string, query?: string) => Promise<Load>;
}

export async function openLoadTest(seed: number): Promise<LoadTest> {
  const api = await openApi(seed);
  const operate: LoadTest['operate'] = (method, path, options = {}) =>
    api.request(method, path, { as: api.clients.operator, ...options });
  const upload: LoadTest['upload'] = (body, query = '', options = {}) =>
    operate('POST', `loads?format=csv${query}`, { ...csv, body, ...options });
  const resident: LoadTest['resident'] = (fields = {}) => ({
    personalNumber: api.store.people.personalNumber(),
    numberSystem: '01',
    addressNumber: api.store.people.addressNumber(),
    name: '符号 花子',
    birthDate: '平成2年4月1日',
    sex: 'female',
    address: '架空市見本町1丁目2番3号',
    dataType: 'JM',
    ...fields,
  });
  return {
    api,
    operate,
    upload,
    resident,
    residents: (count) => Array.from({ length: count }, () => resident()),
    async loaded(file, query = '') {
      const load = await loadIn(await upload(file, query));
      const input = api.loads.engine.started.find(({ loadId }) => loadId === load.loadId);
      if (!input) throw new Error('the load was not started');
      await api.loads.run(input);
      return loadIn(await operate('GET', `loads/${load.loadId}`));
    },
  };
}
