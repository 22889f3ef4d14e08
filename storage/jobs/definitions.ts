/** ジョブ定義 as it was applied: each version for ever, of which the highest counts. In the role of whoever asks. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { Definition } from '../../contracts/api/jobs.ts';
import { canonicalJson, canonicalOf } from '../../domain/jobs/canonical.ts';
import type { DefinitionProblem } from '../../domain/jobs/check.ts';
import type { Definition as JobsDefinition } from '../../domain/jobs/definition.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface Who {
  id: string;
  /** Null for a program. */
  name: string | null;
}

export interface StoredVersion {
  organisation: string;
  /** 0 before any was applied. */
  version: number;
  hash: string;
  /** Null before any was applied. */
  appliedBy: Who | null;
  /** Epoch milliseconds. */
  appliedAt: number | null;
}
export interface StoredDefinition extends StoredVersion {
  definition: JobsDefinition;
}

/** SHA-256 of the canonical JSON, in hexadecimal. */
export function hashOf(definition: JobsDefinition): string {
  return createHash('sha256').update(canonicalJson(definition)).digest('hex');
}

/** What counts for an organisation; version 0 without nets before any was applied. `acting`: whoever asks. */
export function readDefinition(db: Database, acting: string, organisation: string): Promise<StoredDefinition> {
  return inOrganisation(db, acting, async (tx) => addName(tx, await readPresent(tx, organisation)));
}

/** A version of before; undefined where there is none. */
export function findVersion(
  db: Database,
  acting: string,
  organisation: string,
  version: number,
): Promise<StoredDefinition | undefined> {
  return inOrganisation(db, acting, async (tx) => {
    const found = await select(tx, organisation, version);
    return found && addName(tx, found);
  });
}

/** A version as the programs read it, to which the people who applied it are ids. */
export interface KnownDefinition extends Omit<StoredDefinition, 'appliedBy'> {
  appliedBy: string | null;
}

/** What counts for an organisation, within a transaction. */
export async function readPresent(tx: Transaction, organisation: string): Promise<KnownDefinition> {
  const found = await select(tx, organisation, null);
  return (
    found ?? { organisation, version: 0, hash: hashOf(nothing), definition: nothing, appliedBy: null, appliedAt: null }
  );
}
const nothing: JobsDefinition = { nets: [] };

async function addName(tx: Transaction, { appliedBy: id, ...known }: KnownDefinition): Promise<StoredDefinition> {
  if (id === null) return { ...known, appliedBy: null };
  const [row] = await tx.execute<{ name: string }>(sql`select name from staff where staff_id = ${id}`);
  return { ...known, appliedBy: { id, name: row?.name ?? null } };
}

/** Null for the version that counts. */
async function select(
  tx: Transaction,
  organisation: string,
  version: number | null,
): Promise<KnownDefinition | undefined> {
  const [row] = await tx.execute<{ version: number; hash: string; applied_by: string; applied: number }>(sql`
    select version, hash, applied_by, ${epochMs(sql`applied_at`)} as applied from job_definitions
    where organisation = ${organisation} and (${version}::int is null or version = ${version})
    order by version desc limit 1`);
  return (
    row && {
      organisation,
      version: row.version,
      hash: row.hash,
      appliedBy: row.applied_by,
      appliedAt: row.applied,
      definition: await readContent(tx, organisation, row),
    }
  );
}

/** By their hash, because what has a hash never changes, and every day of a net asks for its definition. */
const contents = new LRUCache<string, JobsDefinition>({ max: 500 });

export async function readContent(
  tx: Transaction,
  organisation: string,
  { version, hash }: { version: number; hash: string },
): Promise<JobsDefinition> {
  const read = contents.get(hash);
  if (read) return read;
  const [row] = await tx.execute<{ definition: unknown }>(sql`
    select definition from job_definitions where organisation = ${organisation} and version = ${version}`);
  const definition = Definition.parse(row?.definition);
  contents.set(hash, definition);
  return definition;
}

/** The latest first. */
export function listVersions(
  db: Database,
  acting: string,
  organisation: string,
  limit: number,
): Promise<(StoredVersion & { nets: number })[]> {
  return inOrganisation(db, acting, async (tx) => {
    const rows = await tx.execute<{
      version: number;
      hash: string;
      applied_by: string;
      name: string | null;
      applied: number;
      nets: number;
    }>(sql`
      select d.version, d.hash, d.applied_by, s.name, ${epochMs(sql`d.applied_at`)} as applied,
        jsonb_array_length(d.definition -> 'nets') as nets
      from job_definitions d left join staff s on s.staff_id = d.applied_by
      where d.organisation = ${organisation} order by d.version desc limit ${limit}`);
    return rows.map(({ applied_by: id, name, applied: appliedAt, version, hash, nets }) => ({
      organisation,
      version,
      hash,
      nets,
      appliedBy: { id, name },
      appliedAt,
    }));
  });
}

export type ApplyResult =
  | { kind: 'applied'; version: number; hash: string }
  /** It says what counts already; nothing was stored. */
  | { kind: 'unchanged'; version: number; hash: string }
  /** Another one counts by now than `expect` names. */
  | { kind: 'moved'; version: number; hash: string };

/** Stores a definition that domain/jobs/check has found right. Pauses and skipped days stay as they are. */
export function applyDefinition(
  db: Database,
  organisation: string,
  { definition, expect, appliedBy }: { definition: JobsDefinition; expect: string; appliedBy: string },
): Promise<ApplyResult> {
  return inOrganisation(db, organisation, async (tx) => {
    const present = await readPresent(tx, organisation);
    if (present.hash !== expect) return { kind: 'moved', version: present.version, hash: present.hash };
    const hash = hashOf(definition);
    const version = present.version + 1;
    if (hash === present.hash) return { kind: 'unchanged', version: present.version, hash };
    // Of two that apply at once one finds its version taken.
    const rows = await tx.execute(sql`
      insert into job_definitions (organisation, version, hash, definition, applied_by)
      values (${organisation}, ${version}, ${hash}, ${JSON.stringify(canonicalOf(definition))}::jsonb, ${appliedBy})
      on conflict do nothing returning 1`);
    if (rows.length > 0) return { kind: 'applied', version, hash };
    const other = await readPresent(tx, organisation);
    return { kind: 'moved', version: other.version, hash: other.hash };
  });
}

/** The codes of a definition that no registered server has, each with its field. */
export function listUnknownServers(
  db: Database,
  acting: string,
  { nets }: JobsDefinition,
): Promise<DefinitionProblem[]> {
  return inOrganisation(db, acting, async (tx) => {
    const known = new Set(await listServerNames(tx));
    return nets.flatMap(({ servers }, index) =>
      servers.flatMap((server, place): DefinitionProblem[] =>
        /^(?:nation|[0-9]{6})$/u.test(server) && !known.has(server)
          ? [{ field: `nets[${String(index)}].servers[${String(place)}]`, rule: 'NOT_REGISTERED' }]
          : [],
      ),
    );
  });
}

/** The organisations that have a server, as far as whoever asks sees them. */
export async function listServerNames(tx: Transaction): Promise<string[]> {
  const rows = await tx.execute<{ organisation: string }>(sql`select organisation from servers order by organisation`);
  return rows.map(({ organisation }) => organisation);
}
