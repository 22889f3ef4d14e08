import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Load } from '../../../contracts/api/loads.ts';
import { BadLine, LoadReport } from '../../../contracts/api/load-report.ts';
import { fieldsIn, problemIn, type ApiTest } from '../support.ts';
import { fileOf, loadIn, openLoadTest, type LoadTest, type Resident } from './load-operator.ts';

let api: ApiTest;
let operate: LoadTest['operate'];
let upload: LoadTest['upload'];
let resident: LoadTest['resident'];
let residents: LoadTest['residents'];
let loaded: LoadTest['loaded'];
beforeAll(async () => {
  ({ api, operate, upload, resident, residents, loaded } = await openLoadTest(114));
});

interface WithBadLines {
  load: Load;
  good: Resident[];
  wrong: Resident;
  taken: Resident;
}

/** Good ones, one that breaks two rules, and one whose number is another resident's, which only the judge can know. */
async function loadedWithBadLines(): Promise<WithBadLines> {
  const wrong = resident({ birthDate: '平成99年1月1日', name: '' });
  const number = { integratedAddressNumber: `9${api.store.people.random.digits(13)}` };
  const good = [...residents(3), resident(number)];
  const taken = resident({ ...number, nameKana: 'フゴウ, ハナコ' });
  const load = await loaded(fileOf([...good.slice(0, 3), wrong, ...good.slice(3), taken]));
  return { load, good, wrong, taken };
}

describe('what came of its lines', () => {
  test('has warnings of lost characters and lost zeros, with the lines that belong together', async () => {
    const zeros = `${api.store.people.random.digits(9)}1`;
    const lines = [
      resident({ name: '符号?花子' }),
      resident({ addressNumber: `0000${zeros}`, personalNumber: '' }),
      resident({ nameKana: '〓ゴウ' }),
      resident({ addressNumber: zeros, personalNumber: '' }),
      resident({}),
    ];
    const load = await loaded(fileOf(lines));
    const response = await operate('GET', `loads/${load.loadId}/report`);
    const report = LoadReport.parse(await response.json());
    expect(report).toMatchObject({ goodLines: 5, badLines: 0 });
    expect(report.warnings.map(({ field, rule, lines: together }) => [field, rule, together])).toEqual([
      ['name', 'LOST_CHARACTER', [2]],
      ['nameKana', 'LOST_CHARACTER', [4]],
      ['addressNumber', 'LEADING_ZEROS_DIFFER', [3, 5]],
    ]);
  });

  test('is reported by field and rule and line, with sentences and without a value of the file', async () => {
    const { load, wrong } = await loadedWithBadLines();
    const response = await operate('GET', `loads/${load.loadId}/report`);
    const text = await response.text();
    const report = LoadReport.parse(JSON.parse(text));
    expect(report).toMatchObject({ goodLines: 4, badLines: 2, linesRead: 7, next: null });
    expect(report.problems.map(({ field, rule, lines }) => `${field} ${rule} ${String(lines)}`).toSorted()).toEqual(
      ['birthDate OUTSIDE_ERA 1', 'integratedAddressNumber NUMBER_OF_ANOTHER 1', 'name MISSING 1'].toSorted(),
    );
    expect(report.lines.map(({ line }) => line)).toEqual([5, 7]);
    expect(report.problems.every(({ text: { ja, en } }) => ja !== '' && en !== '')).toBe(true);
    expect(text).not.toContain(wrong.birthDate);
    expect(text).not.toContain(wrong.personalNumber);

    expect(report.warnings).toEqual([]);

    const page = LoadReport.parse(await (await operate('GET', `loads/${load.loadId}/report?limit=1`)).json());
    expect([page.lines.map(({ line }) => line), page.next]).toEqual([[5], 5]);
    const rest = LoadReport.parse(await (await operate('GET', `loads/${load.loadId}/report?after=5`)).json());
    expect([rest.lines.map(({ line }) => line), rest.next]).toEqual([[7], null]);
    // More than a file can have lines, and than the database can count.
    expect((await operate('GET', `loads/${load.loadId}/report?after=34359738368`)).status).toBe(422);

    const stream = await operate('GET', `loads/${load.loadId}/report`, { headers: { accept: 'application/x-ndjson' } });
    expect(stream.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await stream.text()).trim().split('\n');
    expect(lines.map((line) => BadLine.parse(JSON.parse(line)).line)).toEqual([5, 7]);
  });

  test('bad lines come back as a file under the own heading, which can be corrected and loaded again', async () => {
    const { load, wrong, taken } = await loadedWithBadLines();
    const query = '?staffId=staff-7&reason=%E8%A8%82%E6%AD%A3';
    const response = await operate('GET', `loads/${load.loadId}/bad-lines${query}`);
    expect(response.headers.get('content-disposition')).toContain('bad-lines-');
    const file = await response.text();
    const [heading, first, second, ...others] = file.split('\r\n');
    expect(fileOf([wrong])).toBe(`${heading}\r\n${first}\r\n`);
    expect(second).toContain(taken.personalNumber);
    expect(others).toEqual(['']);
    const [audited] = await api.store.see`
      select staff_id, reason from audit_log where subject = ${load.loadId} and action = 'loads.bad-lines'`;
    expect(audited).toEqual({ staff_id: 'staff-7', reason: '訂正' });

    const corrected = file
      .replace(',,平成99年1月1日', '符号 太郎,,平成9年1月1日')
      .replaceAll(taken.integratedAddressNumber ?? '', '');
    const again = await loaded(corrected);
    expect(again).toMatchObject({ goodLines: 2, badLines: 0, results: { numbered: 2 } });
  });

  test('bad lines are given only to somebody who says who and why', async () => {
    const { load } = await loadedWithBadLines();
    expect(await fieldsIn(await operate('GET', `loads/${load.loadId}/bad-lines`))).toEqual({
      staffId: 'MISSING',
      reason: 'MISSING',
    });
    for (const what of ['report', 'bad-lines?staffId=s&reason=r', 'results']) {
      await problemIn(await operate('GET', `loads/${randomUUID()}/${what}`), 404, 'UNKNOWN_LOAD');
      await problemIn(await api.request('GET', `loads/${load.loadId}/${what}`), 403, 'FORBIDDEN');
    }
  });

  test('the numbers of its residents are there for the backbones, line by line', async () => {
    const { load, good } = await loadedWithBadLines();
    const response = await operate('GET', `loads/${load.loadId}/results`);
    expect(response.headers.get('content-type')).toContain('text/csv');
    const [heading, ...lines] = (await response.text()).trim().split('\r\n');
    expect(heading).toBe('line,numberSystem,addressNumber,integratedAddressNumber,result,codeRequestStatus');
    const cells = lines.map((line) => line.split(','));
    expect(cells.map(([line, , , , result, status]) => [line, result, status])).toEqual([
      ['2', 'numbered', 'REQUESTING'],
      ['3', 'numbered', 'REQUESTING'],
      ['4', 'numbered', 'REQUESTING'],
      ['6', 'numbered', 'REQUESTING'],
      ['7', 'refused', 'NOT_REQUESTED'],
    ]);
    expect(cells.slice(0, 4).map(([, , address]) => address)).toEqual(good.map(({ addressNumber }) => addressNumber));
    expect(cells.slice(0, 3).every(([, , , number = '']) => /^[0-9]{15}$/u.test(number))).toBe(true);
    expect(cells[4]?.[3]).toBe('');
  });

  test('a resident who is known, is held or comes twice is told apart', async () => {
    const first = resident({ transferId: `t-${randomUUID()}` });
    const held = resident({ personalNumber: first.personalNumber, name: '別人 一郎', birthDate: '1950-01-02' });
    const load = await loaded(fileOf([first, first, { ...first, transferId: `t-${randomUUID()}` }, held]));
    const text = await (await operate('GET', `loads/${load.loadId}/results`)).text();
    const results = text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(results.map(([, , , number, result]) => [result, number !== ''])).toEqual([
      ['numbered', true],
      ['repeated', true],
      ['joined', true],
      ['held', false],
    ]);
  });

  test('before it is judged nothing is told of a line', async () => {
    const { loadId } = await loadIn(await upload(fileOf(residents(2))));
    const text = await (await operate('GET', `loads/${loadId}/results`)).text();
    expect(text.trim().split('\r\n')).toHaveLength(1);
    const checked = await loaded(fileOf(residents(2)), '&dryRun=true');
    const results = await (await operate('GET', `loads/${checked.loadId}/results`)).text();
    expect(results.match(/pending,NOT_REQUESTED/gu)).toHaveLength(2);
  });
});
