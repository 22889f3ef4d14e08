/**
 * Four-eyes rule (二者確認): an update of address information that one member of staff proposes and another approves.
 *
 * P1. Nothing takes effect before another person approves it; a constraint enforces this too.
 * P2. Approval is possible only while the row it was made from is current, so that no change is lost unseen.
 * P3. It is decided once: row of table 33, notices, timeline and decision commit together.
 * P4. A resident has at most one open proposal, so that two never compete.
 */
import { sql } from 'drizzle-orm';
import type { CheckedAddressInformation } from '../../domain/checked-transfer.ts';
import {
  applyUpdate,
  differsFromRow,
  enteredRow,
  lockPerson,
  type AddressUpdate,
  type AppliedOutcome,
} from './address-updates.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { asJson } from '../database/rows.ts';
import { tellStaff } from '../news/tell.ts';

export type ProposalOutcome =
  | { kind: 'proposed'; updateId: string }
  | { kind: 'unknown-resident' | 'changed-meanwhile' | 'nothing-changed' | 'waiting-already' };

export function proposeUpdate(db: Database, update: AddressUpdate & { reason: string }): Promise<ProposalOutcome> {
  const { municipality, integratedAddressNumber, currentHistorySeq, information, staffId, reason } = update;
  return inMunicipality(db, municipality, async (tx) => {
    // The lock makes simultaneous proposals come one after the other.
    const person = await lockPerson(tx, municipality, { integratedAddressNumber });
    if (!person) return { kind: 'unknown-resident' };
    if (person.current_history_seq !== currentHistorySeq) return { kind: 'changed-meanwhile' };
    const own = sql`municipality = ${municipality} and person_id = ${person.person_id}::uuid`;
    const open = await tx.execute(sql`select 1 from proposed_updates where ${own} and decision is null`);
    if (open.length > 0) return { kind: 'waiting-already' };
    const [row] = await tx.execute<{ update_id: string }>(sql`
      insert into proposed_updates (municipality, person_id, current_history_seq, information, reason, proposed_by)
      select a.municipality, a.person_id, a.history_seq, ${asJson(information)}, ${reason}, ${staffId}
      from address_information a cross join (${enteredRow(information)}) e
      where ${own} and a.history_seq = ${currentHistorySeq} and ${differsFromRow}
      returning update_id`);
    if (!row) return { kind: 'nothing-changed' };
    const subjects = [row.update_id];
    await tellStaff(tx, { kind: 'approval', organisation: municipality, subjects, to: 'everybody', by: staffId });
    return { kind: 'proposed', updateId: row.update_id };
  });
}

export interface DecisionInput {
  municipality: string;
  updateId: string;
  staffId: string;
  reason: string | null;
}
type Refusal = { kind: 'unknown' | 'decided' | 'own' | 'not-own' };
export type ApprovalOutcome = AppliedOutcome | Refusal;
export type DecisionOutcome = { kind: 'done' } | Refusal;

export function approveUpdate(db: Database, input: DecisionInput): Promise<ApprovalOutcome> {
  const { municipality, staffId } = input;
  return inMunicipality(db, municipality, async (tx) => {
    const found = await lockOpen(tx, input);
    if (found.kind !== 'open') return found;
    const { proposal } = found;
    if (proposal.proposed_by === staffId) return { kind: 'own' };
    const person = await lockPerson(tx, municipality, { personId: proposal.person_id });
    if (!person) throw new Error('The resident of a proposed update is not there');
    const outcome = await applyUpdate(tx, municipality, person, {
      currentHistorySeq: proposal.current_history_seq,
      information: proposal.information,
      staffId: proposal.proposed_by,
      approvedBy: staffId,
    });
    if (outcome.kind === 'updated') await decide(tx, input, 'approved', outcome.historySeq);
    return outcome;
  });
}

export function rejectUpdate(db: Database, input: DecisionInput): Promise<DecisionOutcome> {
  return inMunicipality(db, input.municipality, async (tx) => {
    const found = await lockOpen(tx, input);
    if (found.kind !== 'open') return found;
    if (found.proposal.proposed_by === input.staffId) return { kind: 'own' };
    await decide(tx, input, 'rejected');
    return { kind: 'done' };
  });
}

/** Only the proposer can withdraw. */
export function withdrawUpdate(db: Database, input: DecisionInput): Promise<DecisionOutcome> {
  return inMunicipality(db, input.municipality, async (tx) => {
    const found = await lockOpen(tx, input);
    if (found.kind !== 'open') return found;
    if (found.proposal.proposed_by !== input.staffId) return { kind: 'not-own' };
    await decide(tx, input, 'withdrawn');
    return { kind: 'done' };
  });
}

interface OpenRow extends Record<string, unknown> {
  person_id: string;
  current_history_seq: number;
  information: CheckedAddressInformation;
  proposed_by: string;
  decision: string | null;
}

async function lockOpen(
  tx: Transaction,
  { municipality, updateId }: DecisionInput,
): Promise<{ kind: 'open'; proposal: OpenRow } | { kind: 'unknown' | 'decided' }> {
  const [row] = await tx.execute<OpenRow>(sql`
    select person_id, current_history_seq, information, proposed_by, decision from proposed_updates
    where municipality = ${municipality} and update_id = ${updateId}::uuid for update`);
  if (!row) return { kind: 'unknown' };
  return row.decision === null ? { kind: 'open', proposal: row } : { kind: 'decided' };
}

async function decide(
  tx: Transaction,
  { municipality, updateId, staffId, reason }: DecisionInput,
  decision: 'approved' | 'rejected' | 'withdrawn',
  historySeq: number | null = null,
): Promise<void> {
  await tx.execute(sql`
    update proposed_updates set decision = ${decision}, decided_by = ${staffId}, decided_at = now(),
      decision_reason = ${reason}, history_seq = ${historySeq}::int
    where municipality = ${municipality} and update_id = ${updateId}::uuid`);
}
