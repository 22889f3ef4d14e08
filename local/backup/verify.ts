import type postgres from 'postgres';
import { LocalError, text, type MessageKey } from '../messages.ts';
import { getServerOwner, getWalArchiveFolder } from '../postgres-place.ts';
import { countRows, hasAuditHeads, readAuditHeads, recomputeAudit } from './content.ts';
import { holdBackups } from './hold.ts';
import { getBackup, writeVerified, type Content, type Manifest, type Verified } from './manifest.ts';
import { planRestore, requireWholeReplay, type RestorePlan, type Target } from './plan.ts';
import type { OnProgress } from './progress.ts';
import { layOut, wereScratchesRemoved } from './scratch.ts';
import { checkWalFile, historiesOf, parseSegmentName, segmentAt } from './wal.ts';

export interface VerifyOptions {
  home: string;
  /** The newest by default. */
  id?: string;
  /** How far the WAL is replayed; to its end by default. */
  to?: Target;
  onProgress?: OnProgress;
}

type Checked = NonNullable<Verified['checked']>;

/**
 * The restore check: only a restore proves that a backup restores. Every file is compared with its sum, the base is laid
 * out and replayed to the place of its figures, which must be equal, then to the target; there every index and heap is
 * examined and the audit log's chains are made anew. The result is kept beside the manifest, also a bad one.
 */
export async function verifyBackup(options: VerifyOptions): Promise<Verified & { id: string }> {
  const { home } = options;
  const release = await holdBackups(home);
  const startedAt = Date.now();
  try {
    const { id, folder, manifest } = getBackup(home, options.id);
    let result: Verified;
    try {
      const { checked, replayedTo } = await restoreAndLook({ ...options, id }, manifest);
      result = { at: new Date().toISOString(), ok: true, replayedTo, seconds: secondsSince(startedAt), checked };
    } catch (error) {
      // That there is no room, say, or that this process is ending, tells nothing about the backup.
      if (!(error instanceof LocalError) || !isOfBackup(error.note.key) || wereScratchesRemoved()) throw error;
      const { key, values } = error.note;
      const problem = { ja: text(key, 'ja', values), en: text(key, 'en', values) };
      result = { at: new Date().toISOString(), ok: false, problem, seconds: secondsSince(startedAt) };
    }
    writeVerified(folder, result);
    return { id, ...result };
  } finally {
    release();
  }
}

/** What a backup itself may be wrong in; everything else keeps it from being checked. */
const itsFaults: readonly MessageKey[] = [
  'backupSumMissing',
  'backupFileChanged',
  'backupFileMissing',
  'restoreGap',
  'restoreOtherLine',
  'postgresFailed',
];
const isOfBackup = (key: MessageKey): boolean => itsFaults.includes(key) || key.startsWith('verify');

const secondsSince = (startedAt: number): number => (Date.now() - startedAt) / 1_000;

async function restoreAndLook(
  { home, id, to = { kind: 'latest' }, onProgress }: VerifyOptions & { id: string },
  manifest: Manifest,
): Promise<{ checked: Checked; replayedTo: string | null }> {
  const archiveFolder = getWalArchiveFolder(home, await getServerOwner());
  const plan = planRestore({ home, archiveFolder, target: to, id });
  const walFiles = await checkArchive(plan, onProgress);
  const scratch = await layOut({ home, name: 'restore-check', plan, ...(onProgress ? { onProgress } : {}) });
  try {
    const { content } = manifest;
    if (content) {
      const atMark = await scratch.recover({ kind: 'mark' });
      await compareContent(atMark.sql, content);
    }
    const recovered = await scratch.recover(to);
    if (to.kind === 'latest') requireWholeReplay(plan, recovered.lsn);
    const { sql, lastCommitAt } = recovered;
    if (content) await requireHeads(sql, content);
    const examined = await examine(sql, onProgress);
    onProgress?.({ step: 'recomputing', done: 0, total: undefined });
    const { entries, broken } = await recomputeAudit(sql);
    if (broken) throw new LocalError({ key: 'verifyChain', values: { ...broken } });
    const rows = await countRows(sql);
    const checked = {
      files: manifest.files.length,
      walFiles,
      tables: Object.keys(rows).length,
      rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
      ...examined,
      auditEntries: entries,
      exact: content?.exact ?? false,
    };
    return { checked, replayedTo: lastCommitAt === null ? null : new Date(lastCommitAt).toISOString() };
  } finally {
    await scratch.remove();
  }
}

/** Compares every file of the archive from the base on, also those that this replay does not read. */
async function checkArchive(plan: RestorePlan, onProgress: OnProgress | undefined): Promise<number> {
  const { archive, line, backup } = plan;
  const { wal, walFiles, postgres: server } = backup.manifest;
  const first = segmentAt(wal.start, server.segmentBytes);
  const names = [...archive.names].filter((name) => {
    const parsed = parseSegmentName(name, server.segmentBytes);
    return parsed ? parsed.segment >= first : historiesOf(archive, line).includes(name);
  });
  const recorded = new Map(walFiles.map(({ name, sha256 }) => [name, sha256]));
  let done = 0;
  for (const name of names.toSorted()) {
    const { sha256 } = await checkWalFile(archive, name);
    const expected = recorded.get(name);
    if (expected !== undefined && sha256 !== expected) {
      throw new LocalError({ key: 'backupFileChanged', values: { path: `${archive.folder}/${name}` } });
    }
    onProgress?.({ step: 'checking', done: (done += 1), total: names.length });
  }
  return names.length;
}

async function compareContent(sql: postgres.Sql, content: Content): Promise<void> {
  if (!content.exact) return requireHeads(sql, content);
  const rows = await countRows(sql);
  for (const table of new Set([...Object.keys(content.tables), ...Object.keys(rows)])) {
    const [expected, found] = [content.tables[table] ?? 0, rows[table] ?? 0];
    if (expected !== found) throw new LocalError({ key: 'verifyRows', values: { table, expected, found } });
  }
  const heads = await readAuditHeads(sql);
  for (const { chain, seq, hash } of content.auditHeads) {
    const same = heads.some((head) => head.chain === chain && head.seq === seq && head.hash === hash);
    if (!same) throw new LocalError({ key: 'verifyHead', values: { chain, seq } });
  }
  if (heads.length !== content.auditHeads.length) {
    const other = heads.find(({ chain }) => content.auditHeads.every((head) => head.chain !== chain));
    throw new LocalError({ key: 'verifyHead', values: { chain: other?.chain ?? '', seq: other?.seq ?? 0 } });
  }
}

/** The audit log is only ever added to: what stood in it stands in it later too. */
async function requireHeads(sql: postgres.Sql, { auditHeads }: Content): Promise<void> {
  const missing = await hasAuditHeads(sql, auditHeads);
  if (missing) throw new LocalError({ key: 'verifyHead', values: { chain: missing.chain, seq: missing.seq } });
}

/** amcheck: every B-tree against its heap, every heap with its large values, and GIN indexes where it can. */
async function examine(
  sql: postgres.Sql,
  onProgress: OnProgress | undefined,
): Promise<Pick<Checked, 'btreeIndexes' | 'ginIndexes' | 'heaps'>> {
  await sql`create extension if not exists amcheck`;
  const [known] = await sql<{ gin: boolean }[]>`
    select exists (select from pg_proc where proname = 'gin_index_check') as gin`;
  const relations = await sql<{ oid: number; name: string; kind: 'btree' | 'gin' | 'heap' }[]>`
    select c.oid::int8::float8 as oid, c.oid::regclass::text as name,
      case when a.amname in ('btree', 'gin') then a.amname else 'heap' end as kind
    from pg_class c left join pg_am a on a.oid = c.relam left join pg_index i on i.indexrelid = c.oid
    where c.relpersistence = 'p' and ((c.relkind = 'i' and a.amname in ('btree', 'gin') and i.indisvalid)
      or c.relkind in ('r', 'm', 't')) order by c.oid`;
  const counts = { btreeIndexes: 0, ginIndexes: 0, heaps: 0 };
  for (const [index, { oid, name, kind }] of relations.entries()) {
    onProgress?.({ step: 'examining', done: index, total: relations.length });
    const fault = (error: unknown): LocalError =>
      new LocalError(
        { key: 'verifyDamaged', values: { name, what: error instanceof Error ? error.message : String(error) } },
        { cause: error },
      );
    if (kind === 'heap') {
      const faults = await sql<{ msg: string }[]>`select msg from verify_heapam(${oid}::int8::oid::regclass) limit 1`;
      if (faults[0]) throw fault(faults[0].msg);
      counts.heaps += 1;
    } else if (kind === 'btree') {
      await sql`select bt_index_parent_check(${oid}::int8::oid::regclass, true)`.catch((error: unknown) => {
        throw fault(error);
      });
      counts.btreeIndexes += 1;
    } else if (known?.gin === true) {
      await sql`select gin_index_check(${oid}::int8::oid::regclass)`.catch((error: unknown) => {
        throw fault(error);
      });
      counts.ginIndexes += 1;
    }
  }
  return counts;
}
