/** A server that is not of the home: pg_basebackup copies it, where there is one that is new enough. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUp } from '../../local/backup/back-up.ts';
import { backupsFolder, listBackups, type Manifest } from '../../local/backup/manifest.ts';
import { backUpOutside } from '../../local/backup/outside.ts';
import { verifyBackup } from '../../local/backup/verify.ts';
import { LocalError } from '../../local/messages.ts';
import { createBackupHome } from './support.ts';

const elsewhere = await createBackupHome({ schema: false });
const home = mkdtempSync(join(tmpdir(), 'fugo-backup-outside-'));
chmodSync(home, 0o711);
const tools = join(home, 'tools');
const env = { ...process.env, PATH: `${tools}:/usr/bin:/bin` };
let base: Manifest;

/** Stands for the program: what it would copy was copied by fugo, and it sees its password and its server. */
function installTool(version: string): void {
  const data = join(backupsFolder(elsewhere.home), base.id, 'data');
  const archive = join(elsewhere.home, 'wal-archive', base.postgres.systemIdentifier);
  const ranges = [{ Timeline: 1, 'Start-LSN': base.wal.start, 'End-LSN': base.wal.stop }];
  writeFileSync(join(tools, 'backup_manifest'), JSON.stringify({ 'WAL-Ranges': ranges }));
  const program = `#!/bin/sh
set -eu
if [ "$1" = --version ]; then echo 'pg_basebackup (PostgreSQL) ${version}'; exit; fi
[ "$PGPASSWORD" = '${new URL(elsewhere.superuserUrl).password}' ]
case "$*" in *"$PGPASSWORD"*) echo 'the password stands on the command line' >&2; exit 1;; esac
[ "$1" = --pgdata ]
cp -R '${data}' "$2"
cp ${base.walFiles.map(({ name }) => `'${archive}/${name}'`).join(' ')} "$2/pg_wal"
cp '${tools}/backup_manifest' "$2"
`;
  writeFileSync(join(tools, 'pg_basebackup'), program, { mode: 0o755 });
}

beforeAll(async () => {
  await elsewhere.sql`create table notes (id int primary key)`;
  await elsewhere.sql`insert into notes select generate_series(1, 1000)`;
  base = await backUp({ home: elsewhere.home, superuserUrl: elsewhere.superuserUrl });
  // Folders without files are not in fugo's own backup.
  for (const path of base.folders) mkdirSync(join(backupsFolder(elsewhere.home), base.id, path), { recursive: true });
  mkdirSync(tools);
});

afterAll(async () => {
  await elsewhere.remove();
  rmSync(home, { recursive: true, force: true });
});

const refusal = async (given: NodeJS.ProcessEnv): Promise<string | undefined> => {
  const error: unknown = await backUpOutside({ home, url: elsewhere.superuserUrl, env: given }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof LocalError ? error.note.key : undefined;
};

test('without the program, or with one that is older than the server, it says what to do', async () => {
  expect(await refusal({ ...env, PATH: tools })).toBe('outsideNoTool');
  installTool('17.10 (Debian 17.10-0+deb13u1)');
  expect(await refusal(env)).toBe('outsideOldTool');
  expect(listBackups(home)).toEqual([]);
});

test('what the program copied is a backup like another, and passes the restore check', async () => {
  installTool('18.4');
  const manifest = await backUpOutside({ home, url: elsewhere.superuserUrl, env });
  expect(manifest).toMatchObject({ tool: 'pg_basebackup', wal: { timeline: 1 } });
  const verified = await verifyBackup({ home });
  expect(verified).toMatchObject({ ok: true, checked: { exact: false, rows: 1_000 } });
});

test('a program that fails leaves nothing, and is told', async () => {
  writeFileSync(join(tools, 'pg_basebackup'), '#!/bin/sh\n[ "$1" = --version ] && echo 18.4 || exit 3\n', {
    mode: 0o755,
  });
  const before = listBackups(home).length;
  expect(await refusal(env)).toBe('outsideFailed');
  expect(listBackups(home)).toHaveLength(before);
});
