/** 配布物: proposed by one person, approved by another, and only then signed. In the role of whoever asks. */
import { randomUUID } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import type { ReleaseKind, ReleaseState } from '../../domain/deliveries/names.ts';
import { nation } from '../../domain/organisations.ts';
import { asProgram, inOrganisation, sqlStateOf, type Database, type Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface ReleaseRow {
  release: string;
  name: string;
  version: number;
  kind: ReleaseKind;
  lengthBytes: number;
  sha256: string;
  state: ReleaseState;
  reason: string;
  proposedBy: string;
  /** Null for a program. */
  proposedByName: string | null;
  /** Moments are epoch milliseconds. */
  proposedAt: number;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: number | null;
  decisionReason: string | null;
  replacedBy: number | null;
}

/** The latest first. */
export function listReleases(
  db: Database,
  acting: string,
  { name, limit = 200 }: { name?: string; limit?: number } = {},
): Promise<ReleaseRow[]> {
  const where = name === undefined ? sql`true` : sql`r.name = ${name}`;
  return inOrganisation(db, acting, (tx) =>
    select(tx, sql`${where} order by r.proposed_at desc, r.release limit ${limit}`),
  );
}

export function findRelease(db: Database, acting: string, release: string): Promise<ReleaseRow | undefined> {
  return inOrganisation(db, acting, (tx) => selectOne(tx, release));
}

export interface NewRelease {
  name: string;
  kind: ReleaseKind;
  lengthBytes: number;
  sha256: string;
  reason: string;
  proposedBy: string;
}
export type ProposalResult =
  | { kind: 'proposed'; release: ReleaseRow }
  /** The same bytes are proposed or published under this name already. */
  | { kind: 'sameBytes'; release: ReleaseRow }
  /** This name is of another kind. */
  | { kind: 'otherKind'; release: ReleaseRow };

/** The file must lie in the repository's store already. fugo counts the versions of a name. */
export function proposeRelease(db: Database, given: NewRelease): Promise<ProposalResult> {
  const { name, kind, lengthBytes, sha256, reason, proposedBy } = given;
  return inOrganisation(db, nation, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('fugo.release/' || ${name}, 0))`);
    const [latest] = await select(tx, sql`r.name = ${name} order by r.version desc limit 1`);
    if (latest && latest.kind !== kind) return { kind: 'otherKind', release: latest };
    if (latest?.sha256 === sha256 && (latest.state === 'proposed' || latest.state === 'published')) {
      return { kind: 'sameBytes', release: latest };
    }
    const release = randomUUID();
    await tx.execute(sql`
      insert into releases (release, name, version, kind, length_bytes, sha256, reason, proposed_by)
      values (${release}::uuid, ${name}, ${(latest?.version ?? 0) + 1}, ${kind}, ${lengthBytes}, ${sha256}, ${reason},
        ${proposedBy})`);
    const made = await selectOne(tx, release);
    if (!made) throw new Error('a release that was just proposed is not there');
    return { kind: 'proposed', release: made };
  });
}

export type DecisionResult =
  | { kind: 'decided'; release: ReleaseRow }
  | { kind: 'unknown' }
  /** It is not `proposed` any more. */
  | { kind: 'notOpen'; release: ReleaseRow }
  /** Whoever proposed it does not approve it. */
  | { kind: 'samePerson' };

export function decideRelease(
  db: Database,
  decision: { release: string; decision: 'approve' | 'refuse'; decidedBy: string; reason: string },
): Promise<DecisionResult> {
  const { release, decidedBy, reason } = decision;
  const state: ReleaseState = decision.decision === 'approve' ? 'published' : 'refused';
  return inOrganisation(db, nation, async (tx) => {
    const found = await selectOne(tx, release);
    if (!found) return { kind: 'unknown' };
    if (decision.decision === 'approve' && found.proposedBy === decidedBy) return { kind: 'samePerson' };
    const changed = await tx.execute<{ release: string }>(sql`
      update releases set state = ${state}, decided_by = ${decidedBy}, decided_at = now(), decision_reason = ${reason}
      where release = ${release}::uuid and state = 'proposed' returning release`);
    const after = (await selectOne(tx, release)) ?? found;
    return changed.length === 0 ? { kind: 'notOpen', release: after } : { kind: 'decided', release: after };
  });
}

export type WithdrawalResult =
  | { kind: 'withdrawn'; release: ReleaseRow }
  | { kind: 'unknown' }
  | { kind: 'notPublished'; release: ReleaseRow }
  /** The version that is to take its place is not published. */
  | { kind: 'noReplacement' };

/**
 * 取下げ: the repository names it no more, by a higher version of its metadata, and names the version that takes its place.
 * Its rollouts are abandoned.
 */
export function withdrawRelease(
  db: Database,
  given: { release: string; replacedBy?: number; decidedBy: string; reason: string },
): Promise<WithdrawalResult> {
  const { release, decidedBy, reason } = given;
  return inOrganisation(db, nation, async (tx) => {
    const found = await selectOne(tx, release);
    if (!found) return { kind: 'unknown' };
    if (found.state !== 'published') return { kind: 'notPublished', release: found };
    const published = sql`r.name = ${found.name} and r.state = 'published' and r.release <> ${release}::uuid`;
    const [replacement] = await select(
      tx,
      given.replacedBy === undefined
        ? sql`${published} and r.version < ${found.version} order by r.version desc limit 1`
        : sql`${published} and r.version = ${given.replacedBy}`,
    );
    if (given.replacedBy !== undefined && !replacement) return { kind: 'noReplacement' };
    await tx.execute(sql`
      update releases set state = 'withdrawn', decided_by = ${decidedBy}, decided_at = now(), decision_reason = ${reason},
        replaced_by = ${replacement?.version ?? null}
      where release = ${release}::uuid and state = 'published'`);
    await asProgram(tx);
    await tx.execute(sql`
      update rollouts set state = 'abandoned', ended_at = now(), staff_order = null, look_at = null
      where release = ${release}::uuid and state in ('running', 'held')`);
    return { kind: 'withdrawn', release: (await selectOne(tx, release)) ?? found };
  });
}

/** Whether two people decided at the same moment and the database let one of them. */
export const isTakenVersion = (err: unknown): boolean => sqlStateOf(err) === '23505';

async function selectOne(tx: Transaction, release: string): Promise<ReleaseRow | undefined> {
  const [row] = await select(tx, sql`r.release = ${release}::uuid`);
  return row;
}

async function select(tx: Transaction, rest: SQL): Promise<ReleaseRow[]> {
  const rows = await tx.execute<Record<string, unknown> & ReleaseRow>(sql`
    select r.release, r.name, r.version, r.kind, r.length_bytes::float8 as "lengthBytes", r.sha256, r.state, r.reason,
      r.proposed_by as "proposedBy", p.name as "proposedByName", ${epochMs(sql`r.proposed_at`)} as "proposedAt",
      r.decided_by as "decidedBy", d.name as "decidedByName", ${epochMs(sql`r.decided_at`)} as "decidedAt",
      r.decision_reason as "decisionReason", r.replaced_by as "replacedBy"
    from releases r left join staff p on p.staff_id = r.proposed_by left join staff d on d.staff_id = r.decided_by
    where ${rest}`);
  return [...rows];
}
