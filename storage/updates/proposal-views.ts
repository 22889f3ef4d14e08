/** Proposed updates as staff see them: who proposes which change and why, and the current row. */
import { sql, type SQL } from 'drizzle-orm';
import type { CheckedAddressInformation } from '../../domain/checked-transfer.ts';
import { informationFields, type InformationField } from '../../domain/information-fields.ts';
import type { UpdateDecision } from '../../schema/proposed-updates.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { isProtected } from '../residents/protection.ts';
import { epochMs } from '../database/rows.ts';

export type ProposedInformation = Pick<CheckedAddressInformation, InformationField | 'birthDate'>;

export interface ProposedUpdateView {
  updateId: string;
  integratedAddressNumber: string;
  state: 'open' | UpdateDecision;
  reason: string;
  proposedBy: Colleague;
  proposedAt: Date;
  decidedBy: Colleague | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  /** The row that the proposal was made from. */
  currentHistorySeq: number;
  /** The row that an approved proposal became. */
  historySeq: number | null;
  /** Open, but another row is current by now, so it can only be rejected or withdrawn. */
  outdated: boolean;
  protected: boolean;
  changed: InformationField[];
  before: ProposedInformation;
  after: ProposedInformation;
}
export interface Colleague {
  staffId: string;
  name: string;
}

interface Row extends Record<string, unknown> {
  update_id: string;
  number: string;
  decision: UpdateDecision | null;
  reason: string;
  proposed_by: string;
  proposer: string;
  proposed_at: number;
  decided_by: string | null;
  decider: string | null;
  decided_at: number | null;
  decision_reason: string | null;
  current_history_seq: number;
  history_seq: number | null;
  outdated: boolean;
  protected: boolean;
  before: ProposedInformation;
  after: ProposedInformation;
}

export type ProposedState = 'open' | 'decided' | 'all';
/** `proposedBy` limits the list to one person's proposals. */
export interface ProposedFilter {
  state: ProposedState;
  proposedBy?: string | undefined;
}

export type ProposedPage = { kind: 'page'; updates: ProposedUpdateView[] } | { kind: 'unknown-cursor' };

/** Lists open proposals oldest first, as they are worked on; decided ones latest first. */
export function listProposedUpdates(
  db: Database,
  municipality: string,
  { state, proposedBy, after, limit }: ProposedFilter & { after?: string | undefined; limit: number },
): Promise<ProposedPage> {
  return inMunicipality(db, municipality, async (tx) => {
    const conditions = conditionsOf(municipality, { state, proposedBy });
    const oldestFirst = state === 'open';
    if (after !== undefined) {
      const [cursor] = await tx.execute(sql`
        select 1 from proposed_updates u
        where ${sql.join(conditionsOf(municipality, { state: 'all', proposedBy }), sql` and `)} and u.update_id = ${after}::uuid`);
      if (!cursor) return { kind: 'unknown-cursor' };
      conditions.push(sql`(u.proposed_at, u.update_id) ${oldestFirst ? sql`>` : sql`<`} (
        select proposed_at, update_id from proposed_updates
        where municipality = ${municipality} and update_id = ${after}::uuid)`);
    }
    const direction = oldestFirst ? sql`asc` : sql`desc`;
    const rows = await readProposals(tx, municipality, {
      conditions,
      end: sql`order by u.proposed_at ${direction}, u.update_id ${direction} limit ${limit}`,
    });
    return { kind: 'page', updates: rows };
  });
}

export function findProposedUpdate(
  db: Database,
  municipality: string,
  updateId: string,
): Promise<ProposedUpdateView | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const conditions = [sql`u.municipality = ${municipality}`, sql`u.update_id = ${updateId}::uuid`];
    const [row] = await readProposals(tx, municipality, { conditions, end: sql`` });
    return row;
  });
}

export function countProposedUpdates(db: Database, municipality: string, filter: ProposedFilter): Promise<number> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from proposed_updates u
      where ${sql.join(conditionsOf(municipality, filter), sql` and `)}`);
    return row?.count ?? 0;
  });
}

function conditionsOf(municipality: string, { state, proposedBy }: ProposedFilter): SQL[] {
  return [
    sql`u.municipality = ${municipality}`,
    ...(state === 'all' ? [] : [state === 'open' ? sql`u.decision is null` : sql`u.decision is not null`]),
    ...(proposedBy === undefined ? [] : [sql`u.proposed_by = ${proposedBy}`]),
  ];
}

async function readProposals(
  tx: Transaction,
  municipality: string,
  { conditions, end }: { conditions: SQL[]; end: SQL },
): Promise<ProposedUpdateView[]> {
  const rows = await tx.execute<Row>(sql`
    select u.update_id, p.integrated_address_number as number, u.decision, u.reason, u.proposed_by,
      proposer.name as proposer, ${epochMs(sql`u.proposed_at`)} as proposed_at, u.decided_by, decider.name as decider,
      ${epochMs(sql`u.decided_at`)} as decided_at, u.decision_reason, u.current_history_seq, u.history_seq,
      u.decision is null and p.current_history_seq is distinct from u.current_history_seq as outdated,
      ${isProtected(municipality, sql`u.person_id`)} or a.non_disclosure as protected,
      jsonb_build_object('name', a.name, 'nameKana', a.name_kana, 'birthDateText', a.birth_date_text,
        'birthDate', a.birth_date::text, 'sex', a.sex, 'address', a.address, 'contact', a.contact,
        'delivery', a.delivery) as before,
      u.information as after
    from proposed_updates u
    join persons p on p.municipality = u.municipality and p.person_id = u.person_id
    join address_information a on a.municipality = u.municipality and a.person_id = u.person_id
      and a.history_seq = u.current_history_seq
    join staff proposer on proposer.staff_id = u.proposed_by
    left join staff decider on decider.staff_id = u.decided_by
    where ${sql.join(conditions, sql` and `)} ${end}`);
  return rows.map(viewOf);
}

function viewOf(row: Row): ProposedUpdateView {
  const { before } = row;
  const { name, nameKana, birthDateText, birthDate, sex, address, contact, delivery } = row.after;
  const after = { name, nameKana, birthDateText, birthDate, sex, address, contact, delivery };
  return {
    updateId: row.update_id,
    integratedAddressNumber: row.number,
    state: row.decision ?? 'open',
    reason: row.reason,
    proposedBy: { staffId: row.proposed_by, name: row.proposer },
    proposedAt: new Date(row.proposed_at),
    decidedBy: row.decided_by === null ? null : { staffId: row.decided_by, name: row.decider ?? '' },
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
    decisionReason: row.decision_reason,
    currentHistorySeq: row.current_history_seq,
    historySeq: row.history_seq,
    outdated: row.outdated,
    protected: row.protected,
    changed: informationFields.filter((field) => before[field] !== after[field]),
    before,
    after,
  };
}
