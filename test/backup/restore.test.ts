/**
 * Backups of a real cluster, made while it is written to, and what comes back. The numbers of moments and of flipped
 * bytes are set by FUGO_BACKUP_MOMENTS and FUGO_BACKUP_FLIPS; a bench asks for more of them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { backUp } from '../../local/backup/back-up.ts';
import { backupsFolder, listBackups, type Manifest } from '../../local/backup/manifest.ts';
import { planRestore } from '../../local/backup/plan.ts';
import { planRestoreOf, restoreTo } from '../../local/backup/restore.ts';
import { layOut } from '../../local/backup/scratch.ts';
import { exportBackup, importBackup } from '../../local/backup/transfer.ts';
import { verifyBackup } from '../../local/backup/verify.ts';
import { ensureKeysFile } from '../../local/keys-file.ts';
import { LocalError } from '../../local/messages.ts';
import { randomFrom } from '../simulation/random.ts';
import { createBackupHome } from './support.ts';

const seed = 20_261_130;
const moments = Number(process.env['FUGO_BACKUP_MOMENTS'] ?? 3);
const flips = Number(process.env['FUGO_BACKUP_FLIPS'] ?? 8);
const random = randomFrom(seed);
const municipality = '990019';

/** What the table holds after each write; the moment lies after that write and before the next. */
const states: { at: number; notes: Record<number, string>; entries: number }[] = [];
let manifest: Manifest;
const our = await createBackupHome();
const { home, superuserUrl } = our;
const archiveOf = ({ postgres }: Manifest): string => join(home, 'wal-archive', postgres.systemIdentifier);

const clock = async (): Promise<number> => {
  const [row] = await our.sql<
    { at: number }[]
  >`select ceil(extract(epoch from clock_timestamp()) * 1000)::float8 as at`;
  return row?.at ?? 0;
};

async function write(): Promise<void> {
  const before = states.at(-1) ?? { notes: {}, entries: 0 };
  const notes = { ...before.notes };
  const id = states.length + 1;
  const known = Object.keys(notes).map(Number);
  const other = known[random.between(0, Math.max(0, known.length - 1))] ?? 0;
  await our.sql.begin(async (tx) => {
    notes[id] = `${id} ${random.digits(40)}`;
    await tx`insert into notes (id, words) values (${id}, ${notes[id]})`;
    if (random.chance(0.3)) {
      await tx`delete from notes where id = ${other}`;
      delete notes[other];
    } else if (random.chance(0.5) && other in notes) {
      notes[other] = `${other} ${random.digits(40)}`;
      await tx`update notes set words = ${notes[other]} where id = ${other}`;
    }
    await tx`insert into audit_log (municipality, client_id, action, outcome) values (${municipality}, 'c', 'a', 'allowed')`;
  });
  const at = (await clock()) + 1;
  states.push({ at, notes, entries: before.entries + 1 });
  await vi.waitUntil(async () => (await clock()) > at + 2, { interval: 1, timeout: 10_000 });
}

async function handOverWal(): Promise<void> {
  const [row] = await our.sql<{ name: string }[]>`select pg_walfile_name(pg_switch_wal()) as name`;
  const path = join(archiveOf(manifest), row?.name ?? '');
  await vi.waitUntil(() => existsSync(path), { interval: 20, timeout: 60_000 });
}

/** The notes and the audit log's length of a restored database. */
async function contentOf(sql: typeof our.sql): Promise<Omit<(typeof states)[number], 'at'>> {
  const rows = await sql<{ id: number; words: string }[]>`select id, words from notes`;
  const [log] = await sql<{ entries: number }[]>`select count(*)::int as entries from audit_log`;
  return { notes: Object.fromEntries(rows.map(({ id, words }) => [id, words])), entries: log?.entries ?? 0 };
}

const failureOf = async (work: () => Promise<unknown>): Promise<LocalError> => {
  const error = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LocalError) return error;
  throw error instanceof Error ? error : new Error('It did not fail.');
};

beforeAll(async () => {
  await our.sql`create table notes (id int primary key, words text not null)`;
  await our.sql`create index on notes (words)`;
  for (let times = 0; times < 5; times += 1) await write();
  // Two clerks: one writes what is compared later, one makes it a busy cluster.
  const copying = new AbortController();
  const busy = (async () => {
    await our.sql`create table noise (words text)`;
    while (!copying.signal.aborted)
      await our.sql`insert into noise select md5(random()::text) from generate_series(1, 500)`;
  })();
  const writing = (async () => {
    while (!copying.signal.aborted) await write();
  })();
  manifest = await backUp({ home, superuserUrl });
  copying.abort();
  await Promise.all([busy, writing]);
  for (let times = 0; times < 60; times += 1) {
    await write();
    if (times % 20 === 10) await handOverWal();
  }
  await handOverWal();
});

afterAll(() => our.remove());

describe('a base backup and the WAL after it', () => {
  test('hold what the manifest says: its figures are those of one place of the WAL', () => {
    const { content } = manifest;
    expect(content?.exact).toBe(true);
    const there = states.find(({ entries }) => entries === content?.tables['public.audit_log']);
    expect(Object.keys(there?.notes ?? {})).toHaveLength(content?.tables['public.notes'] ?? -1);
    expect(content?.auditHeads).toMatchObject([{ chain: municipality, seq: there?.entries }]);
    expect(listBackups(home).map(({ id }) => id)).toEqual([manifest.id]);
  });

  test(
    'restore to any moment: exactly the rows of that moment',
    async () => {
      const later = states.filter(({ at }) => at > Date.parse(manifest.endedAt)).slice(0, -1);
      for (let times = 0; times < moments; times += 1) {
        const { at, ...expected } = later[random.between(0, later.length - 1)] ?? { at: 0 };
        const plan = await planRestoreOf({ home, to: { kind: 'moment', at } });
        const scratch = await layOut({ home, name: 'moment', plan });
        try {
          const { sql } = await scratch.recover({ kind: 'moment', at });
          expect(await contentOf(sql), `seed ${seed}, moment ${times}`).toEqual(expected);
        } finally {
          await scratch.remove();
        }
      }
    },
    60_000 * moments,
  );

  test('pass the restore check, which leaves nothing behind', async () => {
    const result = await verifyBackup({ home });
    expect(result).toMatchObject({ ok: true, checked: { exact: true, auditEntries: states.length } });
    expect(result.checked?.btreeIndexes).toBeGreaterThan(100);
    expect(listBackups(home)[0]?.verified).toMatchObject({ ok: true });
    expect(readdirSync(join(home, 'postgres'))).toEqual(['database']);
  });

  test('pass it up to a moment too', async () => {
    const { at = 0, entries } = states.at(-20) ?? {};
    const result = await verifyBackup({ home, to: { kind: 'moment', at } });
    expect(result).toMatchObject({ ok: true, checked: { auditEntries: entries } });
  });

  test(
    'one flipped byte is found, wherever it is',
    async () => {
      const base = join(backupsFolder(home), manifest.id);
      const inBase = ['manifest.json', 'manifest.sha256', ...manifest.files.map(({ path }) => path)].map((path) =>
        join(base, path),
      );
      // What was handed over before the base began, no base needs.
      const first = manifest.walFiles[0]?.name ?? '';
      const inArchive = readdirSync(archiveOf(manifest))
        .filter((name) => name >= first)
        .map((name) => join(archiveOf(manifest), name));
      for (let times = 0; times < flips; times += 1) {
        const files = (random.chance(0.5) ? inBase : inArchive).filter((path) => statSync(path).size > 0);
        const path = files[random.between(0, files.length - 1)] ?? '';
        const bytes = readFileSync(path);
        const at = random.between(0, bytes.length - 1);
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8((bytes[at] ?? 0) ^ (1 << random.between(0, 7)), at);
        writeFileSync(path, flipped);
        const found = await verifyBackup({ home }).then(
          ({ ok, problem }) => (ok ? undefined : problem?.en),
          (error: unknown) => String(error),
        );
        writeFileSync(path, bytes);
        expect(found, `seed ${seed}, flip ${times}: byte ${at} of ${path}`).toMatch(/not what was stored|SHA-256/u);
      }
      expect((await verifyBackup({ home })).ok).toBe(true);
    },
    30_000 * flips,
  );

  test('a moment that cannot be reached is told, and nothing is moved', async () => {
    const told = async (to: number): Promise<string> =>
      (await failureOf(() => planRestoreOf({ home, to: { kind: 'moment', at: to } }))).note.key;
    expect(await told(Date.parse(manifest.startedAt))).toBe('restoreTooEarly');
    expect(await told(Date.now() + 60_000)).toBe('restoreFuture');
    const names = readdirSync(archiveOf(manifest)).filter((name) => /^[0-9A-F]{24}$/u.test(name));
    const [gone = ''] = names.toSorted().slice(-2);
    const path = join(archiveOf(manifest), gone);
    renameSync(path, `${path}.away`);
    // As after the loss of the data folder, which would have the file too.
    const archiveFolder = join(home, 'wal-archive');
    const failure = await failureOf(async () => planRestore({ home, archiveFolder, target: { kind: 'latest' } }));
    renameSync(`${path}.away`, path);
    expect(failure.note).toMatchObject({ key: 'restoreGap', values: { name: gone } });
  });

  test('the backups of another database take the place of this one only when one is named', async () => {
    const data = mkdtempSync(join(tmpdir(), 'fugo-other-cluster-'));
    mkdirSync(join(data, 'global'));
    writeFileSync(join(data, 'global', 'pg_control'), Buffer.alloc(8_192, 7));
    const options = { home, archiveFolder: join(home, 'wal-archive'), target: { kind: 'latest' } as const, data };
    const failure = await failureOf(async () => planRestore(options));
    expect(failure.note).toMatchObject({ key: 'restoreForeign', values: { id: manifest.id } });
    expect(planRestore({ ...options, id: manifest.id }).backup.id).toBe(manifest.id);
    rmSync(data, { recursive: true, force: true });
  });

  test('a disk that is full is told, and nothing is left or moved', async ({ skip }) => {
    const small = mkdtempSync(join(tmpdir(), 'fugo-small-disk-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=711', 'fugo-test', small]).status === 0;
    if (!mounted) return skip('No disk can be mounted here.');
    try {
      // The home is on the small disk; its backups and the WAL lie elsewhere, as on a disk of their own.
      for (const folder of ['backups', 'wal-archive']) symlinkSync(join(home, folder), join(small, folder));
      const failed = await restoreTo({ home: small, to: { kind: 'latest' } }).catch((error: unknown) => String(error));
      expect(failed).toMatch(/ENOSPC|disk|room/iu);
      expect(existsSync(join(small, 'postgres')) ? readdirSync(join(small, 'postgres')) : []).toEqual([]);
      expect(listBackups(home).map(({ id }) => id)).toContain(manifest.id);
    } finally {
      spawnSync('umount', [small]);
      rmSync(small, { recursive: true, force: true });
    }
  });

  test('one that is cut off leaves no half backup, and the next is whole', async () => {
    const code = `import { backUp } from './local/backup/back-up.ts';
      await backUp({ home: ${JSON.stringify(home)}, superuserUrl: process.env.URL });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      env: { ...process.env, URL: superuserUrl },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const drafts = (): string[] => readdirSync(backupsFolder(home)).filter((name) => name.endsWith('.partial'));
    await vi.waitUntil(() => drafts().some((name) => existsSync(join(backupsFolder(home), name, 'data', 'base'))), {
      interval: 5,
      timeout: 60_000,
    });
    child.kill('SIGKILL');
    await ended;
    expect(listBackups(home).map(({ id }) => id)).toEqual([manifest.id]);
    const next = await backUp({ home, superuserUrl });
    expect(drafts()).toEqual([]);
    expect((await verifyBackup({ home, id: next.id })).ok).toBe(true);
  });
});

describe('a backup that leaves its home', () => {
  const away = mkdtempSync(join(tmpdir(), 'fugo-backup-away-'));
  chmodSync(away, 0o711);
  const other = join(away, 'home');
  const file = join(away, 'one.fugo-backup');
  const keysFile = join(away, 'keys.json');
  beforeAll(async () => {
    mkdirSync(other, { mode: 0o711 });
    ensureKeysFile(keysFile);
    await exportBackup({ home, id: manifest.id, to: file, keysFile });
  });
  afterAll(() => rmSync(away, { recursive: true, force: true }));

  test('shows nothing of what is in it', () => {
    const bytes = readFileSync(file);
    for (const word of ['manifest', 'pg_control', 'data/base', Object.values(states[3]?.notes ?? {})[0] ?? '?']) {
      expect(bytes.includes(word)).toBe(false);
    }
  });

  test('is refused whole when a byte was changed, when it was cut, or under other keys', async () => {
    const bytes = readFileSync(file);
    const broken = join(away, 'broken');
    const at = random.between(100, bytes.length - 1);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8((bytes[at] ?? 0) ^ 1, at);
    for (const content of [flipped, bytes.subarray(0, -70_000), randomBytes(100_000)]) {
      writeFileSync(broken, content);
      const failure = await failureOf(() => importBackup({ home: other, file: broken, keysFile }));
      expect(failure.note.key).toBe('importBroken');
    }
    const otherKeys = join(away, 'other-keys.json');
    ensureKeysFile(otherKeys);
    expect((await failureOf(() => importBackup({ home: other, file, keysFile: otherKeys }))).note.key).toBe(
      'importBroken',
    );
    expect(listBackups(other)).toEqual([]);
    expect(readdirSync(backupsFolder(other))).toEqual([]);
  });

  test('comes into a home that has nothing else, and is restored there under that home’s own passwords', async () => {
    expect((await importBackup({ home: other, file, keysFile })).id).toBe(manifest.id);
    const { at = 0, ...expected } = states.at(-10) ?? {};
    expect(await restoreTo({ home: other, to: { kind: 'moment', at } })).toMatchObject({ id: manifest.id, aside: [] });
    const restored = await createBackupHome({ home: other, schema: false });
    try {
      expect(await contentOf(restored.sql)).toEqual(expected);
    } finally {
      await restored.stop();
    }
  });
});

describe('a restore of the home itself', () => {
  test('is refused while one flipped byte of the WAL stands in its way, and nothing is moved', async () => {
    await our.stop();
    const { at: moment } = states.at(-30) ?? { at: 0 };
    const name = manifest.walFiles[0]?.name ?? '';
    const path = join(archiveOf(manifest), name);
    copyFileSync(path, join(home, 'kept'));
    const bytes = readFileSync(path);
    bytes.writeUInt8((bytes[5_000] ?? 0) ^ 4, 5_000);
    writeFileSync(path, bytes);
    const failure = await failureOf(() => restoreTo({ home, to: { kind: 'moment', at: moment }, id: manifest.id }));
    writeFileSync(path, readFileSync(join(home, 'kept')));
    expect(failure.note).toMatchObject({ key: 'backupFileChanged', values: { path } });
    expect(readdirSync(join(home, 'postgres'))).toEqual(['database']);
  });

  test('brings exactly that moment back, and puts the old data and Temporal’s aside', async () => {
    mkdirSync(join(home, 'temporal'));
    writeFileSync(join(home, 'temporal', 'temporal.sqlite'), 'old');
    const { at: moment, ...rows } = states.at(-30) ?? { at: 0 };
    const { aside } = await restoreTo({ home, to: { kind: 'moment', at: moment } });
    expect(aside.map((path) => existsSync(path))).toEqual([true, true]);
    expect(existsSync(join(home, 'temporal'))).toBe(false);
    await our.start();
    expect(await contentOf(our.sql)).toEqual(rows);
  });

  test('can be followed by another one, on the history that it began', async () => {
    const kept = states.length - 30;
    states.length = kept + 1;
    for (let times = 0; times < 10; times += 1) await write();
    const { at: moment, ...rows } = states.at(-5) ?? { at: 0 };
    await our.kill();
    await restoreTo({ home, to: { kind: 'moment', at: moment } });
    await our.start();
    expect(await contentOf(our.sql)).toEqual(rows);
    const next = await backUp({ home, superuserUrl });
    expect(next.wal.timeline).toBe(3);
    expect((await verifyBackup({ home, id: next.id })).ok).toBe(true);
    // The base of before leads there as well.
    expect((await verifyBackup({ home, id: manifest.id })).ok).toBe(true);
  });

  test('to now brings everything back that was committed, also after a loss of power', async () => {
    states.length = states.length - 4;
    for (let times = 0; times < 3; times += 1) await write();
    const { notes, entries } = states.at(-1) ?? { notes: {}, entries: 0 };
    await our.kill();
    await restoreTo({ home, to: { kind: 'moment', at: Date.now() } });
    await our.start();
    expect(await contentOf(our.sql)).toEqual({ notes, entries });
  });
});
