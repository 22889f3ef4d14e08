import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Load } from '../../contracts/api/loads.ts';
import type { LoadColumns } from '../../contracts/api/load-columns.ts';
import { encode } from '../../load-files/encode.ts';
import { city, openCommands, type CommandTest } from './support.ts';

let commands: CommandTest;
beforeAll(async () => {
  commands = await openCommands(318);
  await commands.signIn(['supervisor']);
});
beforeEach(() => {
  commands.api.loads.engine.started.length = 0;
});

/** The command waits for the end of the check, which runs meanwhile. */
async function check(args: readonly string[]): Promise<Load> {
  const { api } = commands;
  const loading = commands.json<Load>(['load', ...args, '--dry-run']);
  await expect.poll(() => api.loads.engine.started.length, { timeout: 20_000 }).toBe(1);
  const input = api.loads.engine.started.pop();
  if (input) await api.loads.run(input);
  return loading;
}

function write(name: string, text: string, encoding: 'utf-8' | 'cp932' = 'utf-8'): string {
  const file = join(commands.home, name);
  const encoded = encode(text, encoding);
  if (!encoded.isWhole) throw new Error('the encoding lacks a character');
  writeFileSync(file, encoded.bytes);
  return file;
}

describe('fugo load', () => {
  test.each(['utf-8', 'cp932'] as const)('--template writes a file that is read, in %s', async (encoding) => {
    const file = join(commands.home, `empty-${encoding}.csv`);
    expect(await commands.fugo(['load', '--template', '--encoding', encoding, '--output', file])).toMatchObject({
      code: 0,
    });
    const { stdout } = await commands.fugo(['load', '--template']);
    const cells = stdout.replace('\ufeff', '').trim().split(',');
    const values = [
      '番号体系',
      '01',
      '宛名番号',
      '5',
      '氏名',
      '符号',
      '生年月日',
      '1990-04-01',
      '性別',
      '女',
      '住所',
      '本町1',
    ];
    const line = cells.map((cell) => (values.includes(cell) ? (values[values.indexOf(cell) + 1] ?? '') : ''));
    const filled = write(`filled-${encoding}.csv`, `${cells.join(',')}\r\n${line.join(',')}\r\n`, encoding);
    expect(await check([filled, '--encoding', encoding])).toMatchObject({ goodLines: 1, badLines: 0 });
  });

  test('--columns reads the file of another system, now and at the next load', async () => {
    const heading = '体系,宛名コード,備考,漢字氏名,生年月日,性別,"住所,方書"\r\n';
    const theirs = write('theirs.csv', `${heading}01,123,何か,符号　花子,1990-04-01,女,本町1\r\n`);
    const unknown = await commands.fugo(['load', theirs]);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('「体系」 「宛名コード」 「備考」 「漢字氏名」 「住所,方書」');
    expect(unknown.stderr).toContain('宛名番号 (addressNumber)');

    const given = {
      体系: 'numberSystem',
      宛名コード: '宛名番号',
      備考: null,
      漢字氏名: '氏名',
      '住所,方書': 'address',
    };
    const names = write('names.json', JSON.stringify(given));
    expect(await check([theirs, '--columns', names])).toMatchObject({ goodLines: 1, badLines: 0 });
    const next = write('next.csv', `${heading}01,124,,符号　太郎,1991-04-01,男,本町2\r\n`, 'cp932');
    expect(await check([next, '--encoding', 'cp932'])).toMatchObject({ goodLines: 1, badLines: 0 });
    const { api } = commands;
    const kept = await api.request('GET', 'load-columns', { as: api.clients.operator });
    const { columns } = (await kept.json()) as LoadColumns;
    expect(Object.fromEntries(columns.map(({ name, field }) => [name, field]))).toEqual({
      ...given,
      宛名コード: 'addressNumber',
      漢字氏名: 'name',
    });
    const [audited] = await api.store.see`select subject, outcome from audit_log where action = 'loads.columns'`;
    expect(audited).toEqual({ subject: city, outcome: 'allowed' });
  });

  test('--columns with a name that is no field names it with those that are', async () => {
    const file = write('plain.csv', '番号\r\n1\r\n');
    const { code, stderr } = await commands.fugo([
      'load',
      file,
      '--columns',
      write('wrong.json', '{"番号":"宛名コード"}'),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('--columns: “宛名コード” is no field. The fields are: 異動ID (transferId)');
    const repeated = write('repeated.json', '{"番号":"宛名番号","番号 ":null}');
    const refused = await commands.fugo(['load', file, '--columns', repeated]);
    expect(refused.stderr).toContain('columns[1].name');
  });
});
