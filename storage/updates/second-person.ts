/** Decisions that one member of staff proposes and a second one makes; see schema/proposals. */
import { sql } from 'drizzle-orm';
import { subjectOfProposal } from '../../domain/news.ts';
import type { ProposalKind } from '../../schema/proposals.ts';
import type { UpdateDecision } from '../../schema/proposed-updates.ts';
import { epochMs } from '../database/rows.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { tellStaff } from '../news/tell.ts';

export interface StoredProposal {
  proposalId: string;
  kind: ProposalKind;
  failureId: string | null;
  personId: string | null;
  correctionId: string | null;
  integratedAddressNumber: string | null;
  state: 'open' | UpdateDecision;
  reason: string;
  proposedBy: { staffId: string; name: string | null };
  proposedAt: Date;
  decidedBy: { staffId: string; name: string | null } | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  /** Open, but its entry of the error list is over, so it can only be rejected or withdrawn. */
  outdated: boolean;
}

export interface NewProposal {
  municipality: string;
  kind: ProposalKind;
  /** For `same-person`. */
  held?: { failureId: string; personId: string; correctionId: string };
  staffId: string;
  reason: string;
}

/** Null when there is an open one for the same already. */
export function propose(
  db: Database,
  { municipality, kind, held, staffId, reason }: NewProposal,
): Promise<string | null> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ proposal_id: string }>(sql`
      insert into proposals (municipality, kind, failure_id, person_id, correction_id, reason, proposed_by)
      values (${municipality}, ${kind}, ${held?.failureId ?? null}::uuid, ${held?.personId ?? null}::uuid,
        ${held?.correctionId ?? null}::uuid, ${reason}, ${staffId})
      on conflict (municipality, kind, (coalesce(failure_id::text, ''))) where decision is null do nothing
      returning proposal_id`);
    if (!row) return null;
    const { proposal_id: proposalId } = row;
    const subjects = [subjectOfProposal({ proposalId, failureId: held?.failureId ?? null })];
    await tellStaff(tx, { kind: 'approval', organisation: municipality, subjects, to: 'everybody', by: staffId });
    return proposalId;
  });
}

const mostProposals = 200;

/** Lists open ones oldest first, decided ones latest first. */
export function listProposals(
  db: Database,
  municipality: string,
  state: 'open' | 'decided',
): Promise<StoredProposal[]> {
  return inMunicipality(db, municipality, (tx) =>
    readProposals(tx, municipality, {
      condition: state === 'open' ? sql`u.decision is null` : sql`u.decision is not null`,
      direction: state === 'open' ? sql`asc` : sql`desc`,
    }),
  );
}

export function findProposal(
  db: Database,
  municipality: string,
  key: { proposalId: string } | { openKind: ProposalKind },
): Promise<StoredProposal | undefined> {
  const condition =
    'proposalId' in key
      ? sql`u.proposal_id = ${key.proposalId}::uuid`
      : sql`u.kind = ${key.openKind} and u.decision is null`;
  return inMunicipality(db, municipality, async (tx) => {
    const [found] = await readProposals(tx, municipality, { condition, direction: sql`asc` });
    return found;
  });
}

export function countOpenProposals(db: Database, municipality: string): Promise<number> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from proposals where municipality = ${municipality} and decision is null`);
    return row?.count ?? 0;
  });
}

export interface ProposalDecision {
  municipality: string;
  proposalId: string;
  decision: UpdateDecision;
  staffId: string;
  reason: string | null;
}

/** Whether it is open still; until the transaction ends nobody else decides it. */
export async function lockOpenProposal(
  tx: Transaction,
  { municipality, proposalId }: Pick<ProposalDecision, 'municipality' | 'proposalId'>,
): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from proposals
    where municipality = ${municipality} and proposal_id = ${proposalId}::uuid and decision is null for update`);
  return rows.length === 1;
}

/**
 * Decides in the transaction that also does what was proposed. Of two who decide at once, the second finds it decided.
 */
export async function decideProposal(
  tx: Transaction,
  { municipality, proposalId, decision, staffId, reason }: ProposalDecision,
): Promise<'done' | 'decided'> {
  const rows = await tx.execute(sql`
    update proposals set decision = ${decision}, decided_by = ${staffId}, decided_at = now(), decision_reason = ${reason}
    where municipality = ${municipality} and proposal_id = ${proposalId}::uuid and decision is null
    returning proposal_id`);
  return rows.length === 1 ? 'done' : 'decided';
}

/** Decides where no request is moved. `turnsOff`: updates need no second person from then on. */
export function decideAlone(
  db: Database,
  decision: ProposalDecision,
  { turnsOff = false } = {},
): Promise<'done' | 'decided'> {
  const { municipality } = decision;
  return inMunicipality(db, municipality, async (tx) => {
    const outcome = await decideProposal(tx, decision);
    if (outcome === 'done' && turnsOff) {
      await tx.execute(sql`
        update municipalities set updates_need_approval = false, updated_at = now() where municipality = ${municipality}`);
    }
    return outcome;
  });
}

interface Row extends Record<string, unknown> {
  proposal_id: string;
  kind: ProposalKind;
  failure_id: string | null;
  person_id: string | null;
  correction_id: string | null;
  number: string | null;
  decision: UpdateDecision | null;
  reason: string;
  proposed_by: string;
  proposer: string | null;
  proposed_at: number;
  decided_by: string | null;
  decider: string | null;
  decided_at: number | null;
  decision_reason: string | null;
  outdated: boolean;
}

async function readProposals(
  tx: Transaction,
  municipality: string,
  { condition, direction }: { condition: ReturnType<typeof sql>; direction: ReturnType<typeof sql> },
): Promise<StoredProposal[]> {
  const rows = await tx.execute<Row>(sql`
    select u.proposal_id, u.kind, u.failure_id, u.person_id, u.correction_id, p.integrated_address_number as number,
      u.decision, u.reason, u.proposed_by, proposer.name as proposer, ${epochMs(sql`u.proposed_at`)} as proposed_at,
      u.decided_by, decider.name as decider, ${epochMs(sql`u.decided_at`)} as decided_at, u.decision_reason,
      u.decision is null and f.failure_id is not null and f.resolved_at is not null as outdated
    from proposals u
    left join persons p on p.municipality = u.municipality and p.person_id = u.person_id
    left join failures f on f.municipality = u.municipality and f.failure_id = u.failure_id
    left join staff proposer on proposer.staff_id = u.proposed_by
    left join staff decider on decider.staff_id = u.decided_by
    where u.municipality = ${municipality} and ${condition}
    order by u.proposed_at ${direction}, u.proposal_id ${direction} limit ${mostProposals}`);
  return rows.map((row) => ({
    proposalId: row.proposal_id,
    kind: row.kind,
    failureId: row.failure_id,
    personId: row.person_id,
    correctionId: row.correction_id,
    integratedAddressNumber: row.number,
    state: row.decision ?? 'open',
    reason: row.reason,
    proposedBy: { staffId: row.proposed_by, name: row.proposer },
    proposedAt: new Date(row.proposed_at),
    decidedBy: row.decided_by === null ? null : { staffId: row.decided_by, name: row.decider },
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
    decisionReason: row.decision_reason,
    outdated: row.outdated,
  }));
}
