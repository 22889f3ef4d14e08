import { randomUUID } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { removeLostFiles } from '../../../api/loads/remove-lost-files.ts';
import { LoadList, type Load } from '../../../contracts/api/loads.ts';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { listErrors } from '../../../storage/errors/list.ts';
import { listNextChunks, recordLoadState } from '../../../storage/loads/loads.ts';
import { finishStep } from '../../../storage/requests/steps.ts';
import { begin, endOf, keyOf, runStep } from '../../storage/support.ts';
import { city, fieldsIn, problemIn, publicUrl, type ApiTest } from '../support.ts';
import { csv, fileOf, loadIn, openLoadTest, type LoadTest } from './load-operator.ts';

let api: ApiTest;
let operate: LoadTest['operate'];
let upload: LoadTest['upload'];
let resident: LoadTest['resident'];
let residents: LoadTest['residents'];
let loaded: LoadTest['loaded'];
beforeAll(async () => {
  ({ api, operate, upload, resident, residents, loaded } = await openLoadTest(106));
});
beforeEach(() => {
  api.loads.engine.away = false;
  api.loads.engine.started.length = 0;
  api.loads.engine.asked.length = 0;
});

describe('a file for a load', () => {
  test('is answered 202 with the load, lies sealed, and its workflow is started with what was asked for', async () => {
    const file = fileOf(residents(3));
    const query = '&numberSystem=01&dataType=JM&fileName=C:%5Cdata%5Cresidents.csv&linesPerChunk=2&linesPerSecond=50';
    const response = await upload(file, `${query}&staffId=staff-7`);
    expect(response.status).toBe(202);
    const load = await loadIn(response);
    expect(response.headers.get('location')).toBe(`${publicUrl}/v1/municipalities/${city}/loads/${load.loadId}`);
    expect(load).toMatchObject({
      state: 'READING',
      fileName: 'residents.csv',
      fileBytes: Buffer.byteLength(file),
      format: 'csv',
      encoding: 'utf-8',
      dryRun: false,
      done: null,
    });
    expect(api.loads.engine.started).toMatchObject([
      {
        municipality: city,
        loadId: load.loadId,
        dryRun: false,
        options: {
          defaults: { numberSystem: '01', dataType: 'JM' },
          linesPerChunk: 2,
          chunksAtOnce: 2,
          errorRateLimit: 0.1,
          linesPerSecond: 50,
        },
      },
    ]);
    const [audited] = await api.store.see`select * from audit_log where subject = ${load.loadId}`;
    expect(audited).toMatchObject({ action: 'loads.create', staff_id: 'staff-7', outcome: 'allowed' });
  });

  test('of the same content is refused and names the earlier load, unless it is asked for', async () => {
    const file = fileOf(residents(1));
    const first = await loadIn(await upload(file));
    const filesBefore = await readdir(join(api.loads.folder, city));
    const problem = await problemIn(await upload(file), 409, 'LOADED_BEFORE');
    expect(problem.loadId).toBe(first.loadId);
    expect(problem.detail).toContain(first.loadId);
    expect(await readdir(join(api.loads.folder, city))).toHaveLength(filesBefore.length);
    expect((await upload(file, '&dryRun=true')).status).toBe(202);
    expect((await upload(file, '&again=true')).status).toBe(202);
  });

  test('larger than the limit is refused and nothing of it is kept, whether its length was said or not', async () => {
    const filesBefore = await readdir(join(api.loads.folder, city));
    const large = 'x'.repeat(api.loads.fileLimitBytes + 1);
    const said = { headers: { 'content-type': 'text/csv', 'content-length': String(large.length) } };
    await problemIn(await upload(large, '', said), 413, 'TOO_LARGE');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let part = 0; part < 30; part += 1) controller.enqueue(Buffer.alloc(10_000, 'x'));
        controller.close();
      },
    });
    await problemIn(await upload(stream), 413, 'TOO_LARGE');
    expect(await readdir(join(api.loads.folder, city))).toEqual(filesBefore);
  });

  test('with a wrong option is refused before it is read, and each option is named with its rule', async () => {
    const fields = await fieldsIn(
      await operate('POST', 'loads?encoding=sjis&linesPerChunk=0&errorRateLimit=2&chunksAtOnce=x&dryRun=yes', {
        ...csv,
        body: 'x',
      }),
    );
    expect(fields).toEqual({
      format: 'MISSING',
      encoding: 'NOT_LISTED',
      linesPerChunk: 'OUT_OF_RANGE',
      errorRateLimit: 'OUT_OF_RANGE',
      chunksAtOnce: 'NOT_A_NUMBER',
      dryRun: 'NOT_LISTED',
    });
    expect(await fieldsIn(await upload('x', '&numberSystem=1'))).toEqual({ numberSystem: 'NOT_2_DIGITS' });
    expect(await fieldsIn(await upload('x', '&dataType=ー'))).toEqual({ dataType: 'NOT_A_DATA_TYPE' });
    const json = { headers: { 'content-type': 'application/json' } };
    await problemIn(await upload('x', '', json), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  test('is for operators only', async () => {
    const refused = api.request('POST', 'loads?format=csv', { ...csv, body: 'x' });
    await problemIn(await refused, 403, 'FORBIDDEN');
    await problemIn(await api.request('GET', 'loads'), 403, 'FORBIDDEN');
    await problemIn(await api.request('GET', `loads/${randomUUID()}`), 403, 'FORBIDDEN');
  });

  test('is taken while the engine is away, and waits for the sweep', async () => {
    api.loads.engine.away = true;
    const response = await upload(fileOf(residents(1)));
    expect(response.status).toBe(202);
    expect(await loadIn(response)).toMatchObject({ state: 'READING' });
  });
});

test('a file that no load was made of is removed after a day, and no other', async () => {
  const load = await loadIn(await upload(fileOf(residents(1))));
  const lost = { municipality: city, loadId: randomUUID() };
  await api.loads.files.store(lost, new Blob(['x']).stream(), { limitBytes: 10 });
  const path = (loadId: string): string => join(api.loads.folder, city, `${loadId}.sealed`);
  await removeLostFiles(api.store.api, api.loads.files);
  expect(await readdir(join(api.loads.folder, city))).toContain(`${lost.loadId}.sealed`);
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  for (const loadId of [lost.loadId, load.loadId]) await utimes(path(loadId), yesterday, yesterday);
  await removeLostFiles(api.store.api, api.loads.files);
  const left = await readdir(join(api.loads.folder, city));
  expect([left.includes(`${load.loadId}.sealed`), left.includes(`${lost.loadId}.sealed`)]).toEqual([true, false]);
});

describe('a load', () => {
  test('tells how many lines it read, how its residents stand, and stands in the list, the latest first', async () => {
    const wrong = resident({ addressNumber: 'x' });
    const load = await loaded(fileOf([...residents(4), wrong]), '&linesPerChunk=3');
    expect(load).toMatchObject({
      state: 'RUNNING',
      linesRead: 6,
      goodLines: 4,
      badLines: 1,
      chunks: 2,
      chunksEnded: 0,
      results: { numbered: 4 },
      members: 4,
      underWay: { NUMBERED: 4 },
      waiting: 4,
    });
    expect(load.done).toBeCloseTo(0.18);
    expect(load.sums).toMatchObject({ read: 5, accepted: 4, wrong: 1, notSent: 4, sent: 0, confirmed: 0 });
    const { loads } = LoadList.parse(await (await operate('GET', 'loads?limit=2')).json());
    expect(loads).toHaveLength(2);
    expect(loads[0]?.loadId).toBe(load.loadId);
  });

  test('tells who of it is in the error list now, also after staff have acted', async () => {
    const load = await loaded(fileOf(residents(3)));
    const [chunk] = await listNextChunks(
      api.store.db,
      { municipality: city, loadId: load.loadId },
      { after: 0, limit: 1 },
    );
    if (!chunk) throw new Error('the load has no chunk');
    const key = { municipality: city, owner: { chunkId: chunk.chunkId }, attempt: 1, step: 'serial' as const };
    const { lines } = await begin(api.store, key);
    const [first] = lines;
    if (!first) throw new Error('the chunk has no members');
    const { personId } = first;
    const code = 'SERIAL_REFUSED';
    const end = endOf('serial', lines);
    await finishStep(api.store.db, key, { lines: 2, refused: [{ personId, code, reason: 'X' }], end });
    const look = async (): Promise<Load> => {
      api.clock.ahead += 10_000;
      return loadIn(await operate('GET', `loads/${load.loadId}`));
    };
    expect(await look()).toMatchObject({
      members: 3,
      underWay: { SERIAL_REQUESTED: 2 },
      parked: 1,
      inErrorList: 1,
      waiting: 2,
    });

    const { entries } = await listErrors(api.store.api, city, { code, state: 'open', limit: 1 });
    const [entry] = entries;
    const json = { staffId: 'staff-7', reason: '窓口で確認した。' };
    await operate('POST', `errors/${entry?.failureId ?? ''}/retry`, { json });
    const retried = await look();
    expect(retried).toMatchObject({ parked: 1, inErrorList: 0, acquired: 0, waiting: 3 });
    expect(retried.sums).toMatchObject({ notSent: 3, sent: 0, confirmed: 0, inErrorList: 0 });
    await runStep(api.store, keyOf(personId, 'serial', 2));
    await applyConfirmation(api.store.db, city, [{ personId, attempt: 2, result: 'acquired' }]);
    expect(await look()).toMatchObject({ parked: 1, inErrorList: 0, acquired: 1, waiting: 2 });
  });

  test('that nobody has is 404, and an id that is none is 422', async () => {
    await problemIn(await operate('GET', `loads/${randomUUID()}`), 404, 'UNKNOWN_LOAD');
    expect(await fieldsIn(await operate('GET', 'loads/x'))).toEqual({ loadId: 'WRONG_FORMAT' });
  });

  test('of a file that cannot be read says why', async () => {
    const { loadId } = await loadIn(await upload(fileOf(residents(1))));
    await recordLoadState(api.store.db, { municipality: city, loadId }, { state: 'FAILED', reason: 'NOT_UTF_8' });
    expect(await loadIn(await operate('GET', `loads/${loadId}`))).toMatchObject({
      state: 'FAILED',
      reason: 'NOT_UTF_8',
      reasonText: { en: 'The file was said to be UTF-8 and is not.' },
    });
  });

  test('is paused, resumed and cancelled by staff, with a trace; one that is over is not', async () => {
    const { loadId } = await loaded(fileOf(residents(2)));
    const act = (action: string) => operate('POST', `loads/${loadId}/${action}`, { json: { staffId: 'staff-7' } });
    await problemIn(await act('resume'), 409, 'LOAD_NOT_PAUSED');
    expect(await (await act('pause')).json()).toEqual({ loadId, state: 'PAUSED', reason: null });
    expect((await act('resume')).status).toBe(200);
    expect((await act('cancel')).status).toBe(200);
    expect(api.loads.engine.asked).toEqual(['resume', 'pause', 'resume', 'cancel'].map((each) => `${each} by staff-7`));
    const rows = await api.store.see`
      select action from audit_log where subject = ${loadId} and action like 'loads.%' and staff_id = 'staff-7'`;
    expect(rows.map(({ action }) => String(action)).toSorted()).toEqual(
      ['loads.cancel', 'loads.pause', 'loads.resume', 'loads.resume'].toSorted(),
    );

    api.loads.engine.away = true;
    await problemIn(await act('pause'), 503, 'ENGINE_AWAY');
    await recordLoadState(api.store.db, { municipality: city, loadId }, { state: 'CANCELLED', reason: null });
    await problemIn(await act('pause'), 409, 'LOAD_OVER');
    await problemIn(
      await operate('POST', `loads/${randomUUID()}/pause`, { json: { staffId: 's' } }),
      404,
      'UNKNOWN_LOAD',
    );
    expect(await fieldsIn(await operate('POST', `loads/${loadId}/pause`, { json: {} }))).toEqual({
      staffId: 'MISSING',
    });
  });
});

describe('a file that was checked', () => {
  const start = (loadId: string, json: unknown = { staffId: 'staff-7' }) =>
    operate('POST', `loads/${loadId}/start`, { json });

  test('is loaded without being sent again, with the options of its check, under a trace that names the check', async () => {
    const file = fileOf(residents(3));
    const checked = await loaded(file, '&dryRun=true&fileName=x.csv&linesPerChunk=2');
    expect(checked.state).toBe('CHECKED');
    api.loads.engine.started.length = 0;
    const response = await start(checked.loadId);
    expect(response.status).toBe(202);
    const load = await loadIn(response);
    expect(load).toMatchObject({
      state: 'READING',
      dryRun: false,
      fileName: 'x.csv',
      fileBytes: Buffer.byteLength(file),
    });
    expect(load.loadId).not.toBe(checked.loadId);
    const [input] = api.loads.engine.started;
    expect(input).toMatchObject({ loadId: load.loadId, dryRun: false, options: { linesPerChunk: 2 } });
    if (input) await api.loads.run(input);
    expect(await loadIn(await operate('GET', `loads/${load.loadId}`))).toMatchObject({ goodLines: 3, members: 3 });
    const audited = await api.store.see`
      select action, reason, staff_id from audit_log where subject = ${load.loadId} order by seq`;
    expect(audited[0]).toEqual({
      action: 'loads.create',
      reason: `checked: ${checked.loadId}`,
      staff_id: 'staff-7',
    });

    await problemIn(await start(checked.loadId), 409, 'LOADED_BEFORE');
    expect((await readdir(join(api.loads.folder, city))).length).toBeGreaterThan(0);
    expect((await start(checked.loadId, { staffId: 'staff-7', again: true })).status).toBe(202);
  });

  test('is not read twice: its lines are those of the check, with ids and moments of the load', async () => {
    const bad = resident({ addressNumber: 'x' });
    const file = fileOf([...residents(2), bad, resident({ transferId: 'of-theirs-1' })]);
    const whole = await loaded(file);
    const checked = await loaded(file, '&dryRun=true');
    api.loads.engine.started.length = 0;
    const { loadId } = await loadIn(await start(checked.loadId, { staffId: 'staff-7', again: true }));
    await api.loads.files.remove({ municipality: city, loadId });
    const [input] = api.loads.engine.started;
    if (!input) throw new Error('the load was not started');
    await api.loads.run(input);
    const load = await loadIn(await operate('GET', `loads/${loadId}`));
    expect(load).toMatchObject({ linesRead: whole.linesRead, goodLines: 3, badLines: 1 });
    const linesOf = (of: string) => api.store.see`
      select l.line, l.name, l.address_number, l.personal_number_index, l.key_version,
        case when l.content_hash is null then replace(l.transfer_id, replace(l.load_id::text, '-', ''), '') end as own_id,
        l.content_hash is not null or l.operated_at = f.created_at as at_load
      from load_lines l join loads f using (municipality, load_id) where l.load_id = ${of} order by l.line`;
    expect(await linesOf(loadId)).toEqual(await linesOf(whole.loadId));
    const badLines = async (of: string): Promise<string> =>
      (await operate('GET', `loads/${of}/bad-lines?staffId=staff-7&reason=counter`)).text();
    expect(await badLines(loadId)).toContain(await badLines(checked.loadId));
    expect(await badLines(loadId)).toContain(bad.personalNumber);

    // A second load of the same check would meet the ids of the first; it reads its file.
    const second = await loadIn(await start(checked.loadId, { staffId: 'staff-7', again: true }));
    const again = api.loads.engine.started.at(-1);
    if (again) await api.loads.run(again);
    expect(await loadIn(await operate('GET', `loads/${second.loadId}`))).toMatchObject({ goodLines: 3, badLines: 1 });
  });

  test('is one that was only checked, and to its end', async () => {
    const unread = await loadIn(await upload(fileOf(residents(1)), '&dryRun=true'));
    await problemIn(await start(unread.loadId), 409, 'LOAD_NOT_CHECKED');
    const whole = await loaded(fileOf(residents(1)));
    await problemIn(await start(whole.loadId), 409, 'LOAD_NOT_CHECKED');
    await problemIn(await start(randomUUID()), 404, 'UNKNOWN_LOAD');
    expect(await fieldsIn(await start(whole.loadId, {}))).toEqual({ staffId: 'MISSING' });
  });
});
