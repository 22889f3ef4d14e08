/** Backups that staff and daily processing ask for, made by a process like the supervisor, over a real cluster. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { makeAskedBackups } from '../../local/backup/asked.ts';
import { backUp } from '../../local/backup/back-up.ts';
import { backupsFolder, listBackups } from '../../local/backup/manifest.ts';
import { beginOwnRow, connectToRows, settleCommandRows } from '../../local/backup/rows.ts';
import { getCredentials } from '../../local/credentials.ts';
import { urlWith } from '../../local/database-urls.ts';
import { createBackupHome } from './support.ts';

const our = await createBackupHome();
const { home, superuserUrl, sql } = our;
const monitorUrl = urlWith(superuserUrl, {
  user: 'fugo_monitor',
  password: getCredentials(home).databaseMonitor,
});
const options = { home, monitorUrl, superuserUrl, retention: { keep: 2, days: 0 }, everyMs: 50 };

interface Row {
  state: string;
  by: string;
  folder: string | null;
  bytes: number | null;
  verified: boolean;
  error: string | null;
}

const rows = async (): Promise<Row[]> => [
  ...(await sql<Row[]>`
    select state, asked_by as by, folder, bytes::float8 as bytes, verified_at is not null as verified, error
    from backups order by asked_at`),
];
const ask = async (by: string): Promise<void> => void (await sql`insert into backups (asked_by) values (${by})`);
const areAllEnded = async (): Promise<boolean> =>
  (await rows()).every(({ state }) => state === 'done' || state === 'failed');
const wait = { interval: 20, timeout: 120_000 };

/** Makes what is asked for until everything has ended. */
async function makeAll(): Promise<void> {
  const ending = new AbortController();
  const made = makeAskedBackups({ ...options, signal: ending.signal });
  await vi.waitUntil(areAllEnded, wait);
  ending.abort();
  await made;
}

function startSupervisor(): ChildProcess {
  const code = `import { makeAskedBackups } from './local/backup/asked.ts';
    await makeAskedBackups({ ...JSON.parse(process.env.OPTIONS), signal: new AbortController().signal });`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, OPTIONS: JSON.stringify(options) },
    stdio: 'ignore',
  });
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

afterAll(() => our.remove());
afterEach(async () => {
  await sql`delete from backups`;
});

describe('backups that are asked for', () => {
  test('are made one after the other, proven by a restore, and the oldest give way to the retention', async () => {
    for (const by of ['s-1', 's-2', 'operating-day']) await ask(by);
    await makeAll();
    const made = await rows();
    expect(made).toMatchObject(
      ['s-1', 's-2', 'operating-day'].map((by) => ({ by, state: 'done', verified: true, error: null })),
    );
    const folders = made.map(({ folder }) => folder);
    expect(new Set(folders).size).toBe(3);
    const kept = listBackups(home);
    expect(kept.map(({ id }) => id)).toEqual(folders.slice(1));
    expect(kept.map(({ verified }) => verified?.ok)).toEqual([true, true]);
    expect(made.every(({ bytes }) => (bytes ?? 0) > 1_000_000)).toBe(true);
  });

  test.each([
    { when: 'while it copies', isThere: () => isCopying() },
    { when: 'while it checks by a restore', isThere: () => isRestoring() },
  ])('is made by the next supervisor when this one is killed $when', async ({ isThere }) => {
    await ask('s-1');
    const child = startSupervisor();
    await vi.waitUntil(isThere, { ...wait, interval: 2 });
    await kill(child);
    expect(await rows()).toMatchObject([{ state: 'running', verified: false }]);
    await makeAll();
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ state: 'done', verified: true, error: null });
    expect(listBackups(home).at(-1)).toMatchObject({ id: row?.folder, verified: { ok: true } });
    expect(readdirSync(backupsFolder(home)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect(readdirSync(join(home, 'postgres'))).toEqual(['database']);
  });

  test('are made although the database was away, and nobody need ask again', async () => {
    const ending = new AbortController();
    const made = makeAskedBackups({ ...options, signal: ending.signal });
    await vi.waitUntil(async () => (await countConnections()) > 0, wait);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'fugo_monitor'`;
    await ask('s-1');
    await vi.waitUntil(areAllEnded, wait);
    ending.abort();
    await made;
    expect(await rows()).toMatchObject([{ state: 'done', verified: true }]);
  });
});

describe('a backup by the command', () => {
  test('is seen while it is made and afterwards, and no supervisor begins it anew', async () => {
    const row = await beginOwnRow(monitorUrl);
    expect(await rows()).toMatchObject([{ state: 'running', by: 'fugo backup now', folder: null }]);
    const monitor = connectToRows(monitorUrl);
    await settleCommandRows(monitor, home);
    expect(await rows()).toMatchObject([{ state: 'running' }]);
    const manifest = await backUp({ home, superuserUrl });
    await row.made(manifest);
    await row.end();
    await settleCommandRows(monitor, home);
    await monitor.end();
    await makeAll();
    expect(await rows()).toMatchObject([{ state: 'done', folder: manifest.id, verified: false }]);
    expect(listBackups(home).at(-1)?.id).toBe(manifest.id);
  });

  test('that was cut off is told as failed', async () => {
    await (await beginOwnRow(monitorUrl)).end();
    await makeAll();
    expect(await rows()).toMatchObject([{ state: 'failed', error: expect.stringContaining('中断') }]);
  });

  test('is done when it lies in the folder, as after a restore to a moment at which it was being made', async () => {
    await (await beginOwnRow(monitorUrl)).end();
    const manifest = await backUp({ home, superuserUrl });
    await makeAll();
    expect(await rows()).toMatchObject([{ state: 'done', folder: manifest.id, error: null }]);
  });
});

const isCopying = (): boolean =>
  readdirSync(backupsFolder(home)).some(
    (name) => name.endsWith('.partial') && existsSync(join(backupsFolder(home), name, 'data', 'base')),
  );
const isRestoring = (): boolean => readdirSync(join(home, 'postgres')).length > 1;

async function countConnections(): Promise<number> {
  const other = postgres(superuserUrl, { max: 1 });
  const [row] = await other<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where usename = 'fugo_monitor'`;
  await other.end();
  return row?.count ?? 0;
}
