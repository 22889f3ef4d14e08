import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../cli/program.ts';
import type { Context } from '../../cli/terminal/context.ts';
import { exitCodes } from '../../cli/terminal/exit.ts';
import { offerFreePort } from '../../local/ports.ts';
import { fugo } from './fugo.ts';
import { runHere } from './here.ts';

const home = mkdtempSync(join(tmpdir(), 'fugo-cli-'));
const env = { FUGO_HOME: home };
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Every command by its path, from the program itself. */
function pathsOf(command: Command, path: readonly string[] = []): string[][] {
  return command.commands.flatMap((child) => [[...path, child.name()], ...pathsOf(child, [...path, child.name()])]);
}
const { stdin, stdout: out, stderr: err } = process;
const context: Context = { env, language: 'en', stdin, stdout: out, stderr: err };
const commands = pathsOf(createProgram(context, { exitCode: exitCodes.ok }));

describe('help', () => {
  test('is quick, in Japanese first and in English by locale, and tells the exit codes', async () => {
    const japanese = await fugo(['--help'], { env: { FUGO_LANG: undefined, LC_ALL: 'C' } });
    const english = await fugo(['--help'], { env: { FUGO_LANG: undefined, LC_ALL: 'en_GB.UTF-8' } });
    expect(japanese.code).toBe(0);
    expect(japanese.stdout).toContain('終了コード');
    expect(english.stdout).toContain('Exit codes');
    expect(english.stdout).not.toMatch(/\p{Script=Han}/u);
    // Far above what it takes alone (0.3 s); a Temporal package loaded by mistake costs more.
    expect(Math.min(japanese.millis, english.millis)).toBeLessThan(3_000);
  });

  test('stands for every command, in the language asked for', async () => {
    // By turns: that every sentence stands in both languages is the catalogue's test.
    for (const [index, command] of commands.entries()) {
      const language = index % 2 === 0 ? 'ja' : 'en';
      const { code, stdout } = await runHere([...command, '--help'], { input: '', env: { FUGO_LANG: language } });
      expect({ command, code }).toEqual({ command, code: 0 });
      expect(stdout).toContain(`fugo ${command.join(' ')}`);
      expect({ command, isJapanese: /\p{Script=Han}/u.test(stdout) }).toEqual({
        command,
        isJapanese: language === 'ja',
      });
    }
  });
});

describe('wrong usage ends with 2, names what is wrong and says nothing on standard output', () => {
  test.each([
    [['nonsense'], 'nonsense: There is no such command.'],
    [['errors', 'lst'], 'lst: There is no such command. Did you mean list?'],
    [['hours', '--form', '2026-04-01'], '--form: There is no such option. Did you mean --from?'],
    [['restore', '--to', 'yesterday'], '--to: It must be like "2026-11-30 16:59"'],
    [['backup', 'verify', '--to', '2026-02-30 10:00'], '--to: It must be like "2026-11-30 16:59"'],
    [['backup', 'prune', '--keep', '0'], '--keep: It must be a whole number from 1 to 1000.'],
    [['demo', '--residents', '0'], '--residents: It must be a whole number from 1 to 100000.'],
    [['demo', '--residents'], '--residents <N>: The option needs a value.'],
    [['clients', 'add'], '--municipality <CODE>: The option is required.'],
    [['load', 'residents.csv', '--format', 'xlsx'], '--format: It must be one of csv, ndjson, fixed.'],
    [
      ['staff', 'roles', 'S-1', '--role', 'king'],
      '--role <ROLE...>: It must be one of clerk, supervisor, administrator, auditor, manager, call-centre.',
    ],
    [['participants', 'fault', 'tax-system', 'slow'], 'KIND: It must be one of none, latency'],
    [['participants', 'fault', 'tax-office', 'closed'], 'NAME: It must be one of juki-system'],
    [['errors', 'retry'], 'ID: Give failure ids, or --code CODE --all.'],
    [['errors', 'retry', 'x'], 'ID: It is not the id of an entry'],
    [['errors', 'retry', '--all', '--code', 'NO_SUCH_CODE'], '--code: It must be one of'],
    [['resident'], 'resident: Give the integrated address number, or both'],
    [['resident', '--number-system', '1', '--address-number', '7'], '--number-system: It is not 2 digits.'],
    [['up', '1', '2'], 'fugo: There are too many arguments.'],
  ])('%j', async (args, sentence) => {
    const { code, stdout, stderr } = await fugo(args, { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  test('a part that runs alone names the setting it lacks', async () => {
    for (const part of [['api'], ['worker'], ['simulator', 'tax-system']]) {
      const { code, stderr } = await fugo(part, { env: { ...env, DATABASE_URL: undefined, PORT: '1' } });
      expect(code).toBe(2);
      expect(stderr).toMatch(/^[A-Z_]+: .*must be set/u);
    }
  });

  test('a personal number written as an argument is not repeated', async () => {
    for (const args of [['621498320257'], ['check', '621498320257'], ['errors', 'retry', '621498320257']]) {
      const { code, stdout, stderr } = await fugo(args, { env });
      expect(code).toBe(2);
      expect(stdout + stderr).not.toContain('621498320257');
    }
  });
});

describe('what the system refuses is one sentence with the path, with --json too', () => {
  test.each([
    [['up', '--json'], 'a-file/home/logs'],
    [['start', '--json'], 'a-file/home/logs'],
    [['errors', 'list', '--json', '--client-file', join(home, 'none.json')], 'none.json does not exist'],
    [
      ['generate', 'residents', '--count', '1', '--seed', '1', '--output', join(home, 'none', 'a.csv')],
      'none/a.csv does not exist',
    ],
  ])('%j', async (args, place) => {
    const file = join(home, 'a-file');
    writeFileSync(file, '');
    const api = { FUGO_API_URL: 'http://127.0.0.1:9' };
    const { code, stdout, stderr } = await fugo(args, { env: { ...env, ...api, FUGO_HOME: join(file, 'home') } });
    expect(code).toBe(2);
    const sentence = stderr.trimEnd().split('\n').at(-1) ?? '';
    expect(sentence).toContain(place);
    // A program that asked for JSON reads the same there.
    if (!args.includes('--json')) expect(stdout).toBe('');
    else expect(JSON.parse(stdout)).toEqual({ error: { exitCode: 2, message: sentence } });
  });
});

test('a part that runs alone says which program has its port', async () => {
  const port = await offerFreePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const settings = {
    TEMPORAL_ADDRESS: '127.0.0.1:9',
    DATABASE_URL: 'postgres://a:b@127.0.0.1:9/c',
    FUGO_KEYS_FILE: '/k',
  };
  const { code, stderr } = await fugo(['api', '--port', String(port)], { env: { ...env, ...settings } });
  expect(code).toBe(3);
  expect(stderr).toContain(`127.0.0.1:${port} is in use`);
  await new Promise((resolve) => server.close(resolve));
});

describe('where nothing runs', () => {
  const clients = { clients: [], operators: [{ municipality: '990019', clientId: 'a', clientSecret: 'b' }] };

  test.each([
    [['status']],
    [['participants']],
    [['errors', 'list']],
    [['backup', 'now']],
    [['resident', '000000000000019']],
    [['confirm']],
    [['sign-in', '--email', 'hana@mihon.example']],
    [['whoami']],
    [['movers']],
    [['audit', 'list']],
    [['transfer', '-']],
    [['clients', 'list', '--municipality', '990019']],
  ])('%j ends with 3', async (args) => {
    expect((await fugo(args, { env })).code).toBe(3);
  });

  test('an address that does not answer is named', async () => {
    const file = join(home, 'operators.json');
    writeFileSync(file, JSON.stringify(clients));
    const { code, stderr } = await fugo(['errors', 'list', '--client-file', file], {
      env: { ...env, FUGO_API_URL: 'http://127.0.0.1:9/' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('http://127.0.0.1:9 cannot be reached');
  });

  test('somebody without a client has no right to ask: 4', async () => {
    const { code, stderr } = await fugo(['errors', 'list'], { env: { ...env, FUGO_API_URL: 'http://127.0.0.1:9' } });
    expect(code).toBe(4);
    expect(stderr).toContain('no municipality you may operate');
  });

  test('down has nothing to stop, and that is no error', async () => {
    expect(await fugo(['down', '--json'], { env })).toMatchObject({ code: 0, stdout: '{\n  "stopped": false\n}\n' });
  });

  test('status --json is one document', async () => {
    const { stdout } = await fugo(['status', '--json'], { env });
    expect(JSON.parse(stdout)).toEqual({ state: 'none', startedAt: null, addresses: null, parts: [], disks: [] });
  });
});
