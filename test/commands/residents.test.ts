import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { widthOf } from '../../cli/terminal/table.ts';
import { transferBody } from '../api/support.ts';
import { city, openCommands, resident, type CommandTest } from './support.ts';

let commands: CommandTest;
let hanako: Awaited<ReturnType<typeof resident>>;
beforeAll(async () => {
  commands = await openCommands(303);
  hanako = await resident(commands, { nameKana: 'フゴウ ハナコ' });
  await resident(commands, {
    name: '渡邉󠄂 𠮷男',
    nameKana: 'ワタナベ ヨシオ',
    birthDate: '1950-01-02',
    address: '架空市二町2-2',
  });
  await resident(commands, { name: '見本 次郎', nameKana: 'ミホン ジロウ', nonDisclosure: true });
  await commands.signIn(['supervisor']);
});

interface Found {
  integratedAddressNumber: string;
  name: string | null;
}
const search = async (args: readonly string[], input = ''): Promise<(string | null)[]> =>
  (await commands.json<Found[]>(['residents', 'search', ...args], { input })).map(({ name }) => name);
const reason = ['--reason', '窓口での本人確認のため'];

describe('fugo residents search', () => {
  test('finds by every field of the web, whatever the notation', async () => {
    for (const args of [
      ['--name', 'ﾌｺﾞｳ'],
      ['--name', '花子', '--name-match', 'part'],
      ['--birth-date', 'H2.4.1', '--name', '符号'],
      ['--address', '二町'.replace('二', '見本'), '--address-match', 'part', '--name', '符号'],
      ['--number-system', '01', '--address-number', hanako.addressNumber],
      ['--number', hanako.number],
    ]) {
      expect({ args, found: await search(args) }).toEqual({ args, found: ['符号 花子'] });
    }
    expect(await search(['--name', '渡邊'])).toEqual(['渡邉󠄂 𠮷男']);
  });

  test('takes the criteria from a file or from standard input, where no other user of the machine sees them', async () => {
    const file = join(commands.home, 'criteria.json');
    writeFileSync(file, JSON.stringify({ name: '符号', birthDate: '1990-04-01' }));
    expect(await search(['--criteria', file])).toEqual(['符号 花子']);
    const input = JSON.stringify({ personalNumber: hanako.personalNumber, reason: '窓口での本人確認のため' });
    expect(await search(['--criteria', '-'], input)).toEqual(['符号 花子']);
    const wrong = await commands.fugo(['residents', 'search', '--criteria', '-'], { input: '{"nmae":"x"}' });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('--criteria: These fields are not right: nmae');
  });

  test('by personal number reads it from standard input, for a reason, and repeats it nowhere', async () => {
    const args = ['residents', 'search', '--personal-number'];
    const input = `${hanako.personalNumber}\n`;
    const without = await commands.fugo(args, { input });
    expect(without).toMatchObject({ code: 2, stdout: '' });
    expect(without.stderr).toContain('--reason');
    const found = await commands.fugo([...args, ...reason], { input });
    expect(found.code).toBe(0);
    expect(found.stdout).toContain(hanako.number);
    const wrong = await commands.fugo([...args, ...reason], { input: '123456789012\n' });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('personalNumber: The check digit does not agree.');
    expect([without, found, wrong].map(({ stdout, stderr }) => stdout + stderr).join('')).not.toMatch(
      new RegExp(`${hanako.personalNumber}|123456789012`, 'u'),
    );
  });

  test('ends with 1 when nobody fits, and with 2 when nothing is looked for', async () => {
    expect(await commands.fugo(['residents', 'search', '--name', '無名'])).toMatchObject({
      code: 1,
      stdout: 'no resident fits\n',
    });
    expect((await commands.fugo(['residents', 'search'])).code).toBe(2);
    expect((await commands.fugo(['residents', 'search', '--birth-date', '1990-13-40'])).stderr).toContain('birthDate');
  });

  test('names fields that break a rule, in the language of the reader', async () => {
    const { code, stderr } = await commands.fugo(['residents', 'search', '--address-number', 'x'], {
      env: { FUGO_LANG: 'ja' },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/addressNumber: \p{Script=Han}|addressNumber: .*ではありません/u);
  });

  test('pages through a long list, up to the limit, and says that there are more', async () => {
    for (let each = 0; each < 120; each += 1) await resident(commands, { name: '行列 太郎' });
    const all = await commands.json<Found[]>(['residents', 'search', '--name', '行列', '--limit', '500']);
    expect(new Set(all.map(({ integratedAddressNumber }) => integratedAddressNumber)).size).toBe(120);
    const some = await commands.fugo(['residents', 'search', '--name', '行列', '--limit', '110']);
    expect(some.stdout).toContain('110 entries');
    expect(some.stderr).toContain('there are more');
  });

  test('lines columns up, also behind rare characters', async () => {
    const { stdout } = await commands.fugo(['residents', 'search', '--birth-date', '1950-01-02']);
    const [head = '', rule = '', row = ''] = stdout.split('\n');
    const at = (line: string, part: string): number => widthOf(line.slice(0, line.indexOf(part)));
    expect(at(head, 'reading')).toBe(at(row, 'ワタナベ'));
    expect(rule).toMatch(/^-+( {2}-+)+$/u);
  });
});

describe('fugo residents show', () => {
  test('shows everything with what changed, and not the personal number', async () => {
    const moved = await resident(commands, { name: '移動 一郎' });
    const body = transferBody(commands.api.store, {
      personalNumber: moved.personalNumber,
      addressNumber: moved.addressNumber,
      name: '移動 一郎',
      address: '架空市新町7-7',
      operatedAt: '2026-05-01T09:30:00+09:00',
    });
    await commands.api.request('POST', 'transfers', { json: body });
    const { code, stdout } = await commands.fugo(['residents', 'show', moved.number]);
    expect(code).toBe(0);
    expect(stdout).toContain('address: 架空市見本町1丁目2番3号 → 架空市新町7-7');
    expect(stdout).toContain(`01 Juki system  ${moved.addressNumber}`);
    expect(stdout).not.toContain(moved.personalNumber);
    const detail = await commands.json(['residents', 'show', moved.number]);
    expect(detail).toMatchObject({ municipality: city, integratedAddressNumber: moved.number });
  });

  test('masks a resident under protection for whoever may not see them', async () => {
    const hidden = await resident(commands, { name: '秘匿 花', nonDisclosure: true });
    expect((await commands.fugo(['residents', 'show', hidden.number])).stderr).toContain('please take care');
    await commands.signIn(['clerk']);
    const { stdout, stderr } = await commands.fugo(['residents', 'show', hidden.number]);
    expect(stdout + stderr).not.toContain('秘匿');
    expect(stderr).toContain('Under protection');
    const args = ['residents', 'update', hidden.number, '--address', 'x', ...reason, '--yes'];
    expect((await commands.fugo(args)).code).toBe(4);
    await commands.signIn(['supervisor']);
  });

  test('of somebody unknown ends with 1', async () => {
    expect((await commands.fugo(['residents', 'show', '000000000009999'])).code).toBe(1);
  });

  test('with a personal number in place of the other sends it in no address, and repeats it nowhere', async () => {
    const before = commands.asked.length;
    for (const args of [['residents', 'show'], ['resident'], ['residents', 'cancel', '--reason', '誤り']]) {
      const { code, stdout, stderr } = await commands.fugo([...args, hanako.personalNumber]);
      expect({ args, code }).toEqual({ args, code: 1 });
      expect(stdout + stderr).not.toContain(hanako.personalNumber);
    }
    const asked = commands.asked.slice(before).map(({ path }) => path);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.join(' ')).not.toContain(hanako.personalNumber);
  });
});

describe('fugo residents update', () => {
  const update = (number: string, ...args: string[]) =>
    commands.fugo(['residents', 'update', number, ...args, ...reason, '--yes']);

  test('changes what is named, shows the difference, and leaves the rest as it was written', async () => {
    const { number } = await resident(commands, { name: '更新 一', nameKana: 'コウシン ハジメ', contact: '090' });
    const { code, stdout, stderr } = await update(number, '--address', '架空市新町9-9', '--contact', '');
    expect(code).toBe(0);
    expect(stderr).toMatch(/address\s+架空市見本町1丁目2番3号\s+架空市新町9-9/u);
    expect(stdout).toContain('Changed (history SEQ 2)');
    const { history } = await commands.json<{ history: object[] }>(['residents', 'show', number]);
    expect(history.at(-1)).toMatchObject({
      address: '架空市新町9-9',
      contact: null,
      nameKana: 'コウシン ハジメ',
      birthDateText: '平成2年4月1日',
      source: 'staff',
    });
  });

  test('takes the fields from a file, which may say which row it was made from', async () => {
    const { number } = await resident(commands);
    const file = join(commands.home, 'fields.json');
    writeFileSync(file, JSON.stringify({ name: '符号 華子', currentHistorySeq: 1 }));
    expect(await update(number, '--fields', file)).toMatchObject({ code: 0 });
    writeFileSync(file, JSON.stringify({ name: '符号 葉奈子', currentHistorySeq: 1 }));
    const { code, stderr } = await update(number, '--fields', file);
    expect(code).toBe(1);
    expect(stderr).toContain('CHANGED_MEANWHILE');
  });

  test('asks where there is a terminal, and without one wants to be told', async () => {
    const { number } = await resident(commands);
    const args = ['residents', 'update', number, '--name', '符号 別名', ...reason];
    const { code, stderr } = await commands.fugo(args);
    expect(code).toBe(2);
    expect(stderr).toContain('--yes: ');
    expect(await commands.json<{ history: object[] }>(['residents', 'show', number])).toMatchObject({
      history: [{ historySeq: 1 }],
    });
  });

  test('sends nothing where nothing differs, and names the field that breaks a rule', async () => {
    const { number } = await resident(commands);
    expect((await update(number, '--address', '架空市見本町1丁目2番3号')).code).toBe(1);
    const { code, stderr } = await update(number, '--birth-date', '昭和65年1月1日');
    expect(code).toBe(2);
    expect(stderr).toContain('birthDate: ');
  });
});

test('fugo residents personal-number shows the number alone, for a reason, and the audit log keeps that', async () => {
  const { code, stdout } = await commands.fugo(['residents', 'personal-number', hanako.number, ...reason]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${hanako.personalNumber}\n` });
  const short = await commands.fugo(['residents', 'personal-number', hanako.number, '--reason', 'x']);
  expect(short.code).toBe(2);
  expect(short.stderr).toContain('reason: ');
  const [entry] = await commands.api.store.see<{ subject: string; reason: string }[]>`
    select subject, reason from audit_log where action = 'residents.personal-number'`;
  expect(entry).toEqual({ subject: hanako.number, reason: '窓口での本人確認のため' });
});

test('movers stream into a file of either encoding that is its owner’s alone', async () => {
  const file = join(commands.home, 'movers.csv');
  expect(await commands.fugo(['movers', '--csv', file, '--encoding', 'cp932'])).toMatchObject({ code: 0, stdout: '' });
  const text = new TextDecoder('shift_jis').decode(readFileSync(file));
  expect(text).toContain('符号 花子');
  const list = await commands.json<{ name: string }[]>(['movers', '--limit', '2']);
  expect(list).toHaveLength(2);
  const wrong = await commands.fugo(['movers', '--from', '2026-02-30']);
  expect(wrong).toMatchObject({ code: 2, stderr: '--from: It is not a date (YYYY-MM-DD).\n' });
});

test('an audit log that was tampered with is told, with 1', async () => {
  const member = await commands.signIn(['auditor']);
  const entries = await commands.json<{ action: string }[]>(['audit', 'list', '--action', 'residents.search']);
  expect(entries.length).toBeGreaterThan(5);
  expect(await commands.fugo(['audit', 'check'])).toMatchObject({ code: 0 });
  const own = await commands.json<object[]>(['audit', 'list', '--staff', member.staffId, '--limit', '1']);
  expect(own).toMatchObject([{ staffId: member.staffId, outcome: 'allowed' }]);
  await commands.api.store.see.unsafe(`
    alter table audit_log disable trigger all;
    update audit_log set reason = 'another' where municipality = '${city}' and action = 'residents.personal-number';
    alter table audit_log enable trigger all`);
  const { code, stdout } = await commands.fugo(['audit', 'check']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/Entry \d+ was changed after it was written\./u);
});

test('no file of the home holds a personal number, a password or a name', () => {
  const files = readdirSync(commands.home).filter((name) => name.endsWith('session.json'));
  expect(files).toEqual(['staff-session.json']);
  for (const file of files) {
    const text = readFileSync(join(commands.home, file), 'utf8');
    expect(text).not.toMatch(/\p{Script=Han}|a password of my own/u);
    expect(text).not.toContain(hanako.personalNumber);
  }
  expect(commands.api.logged()).not.toContain(hanako.personalNumber);
});
