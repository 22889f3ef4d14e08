/** Writes the decisions as a set: each kind of row in one statement, all sent together (S23, S25–S27). */
import { sql } from 'drizzle-orm';
import type { Transaction } from '../database/database.ts';
import { answerOf, type Outcome, type Subject } from './judging-decisions.ts';
import { insertAddressInformation, insertNotices, takenRowOf, upsertBusinessInformation } from './judging-records.ts';
import { movePersonsJudged, type JudgedPerson } from '../requests/moves.ts';
import { asJson } from '../database/rows.ts';
import { listHeld } from '../requests/error-entries.ts';
import { writeTimeline } from '../requests/timeline.ts';

export class AddressNumberTaken extends Error {}

const judgedRowOf = (subject: Subject): JudgedPerson => ({
  person_id: subject.row.person_id,
  stage: subject.stage,
  status: subject.status,
  attempt: subject.attempt,
  number: subject.integratedAddressNumber,
  current_seq: subject.currentHistorySeq,
  last_seq: subject.lastHistorySeq,
  held: subject.heldTransfers,
  number_from: subject.numberFrom,
  opened: subject.opened,
  changed:
    subject.opened || subject.stage !== subject.row.stage || subject.heldTransfers !== subject.row.held_transfers,
});

/** Returns how many notices were written. */
export async function writeOutcomes(
  tx: Transaction,
  municipality: string,
  { subjects, outcomes, chunkId }: { subjects: Map<string, Subject>; outcomes: Outcome[]; chunkId: string | null },
): Promise<number> {
  const touched = [...subjects.values()].filter((subject) => subject.touched);
  const takenOutcomes = outcomes.filter(({ decision }) => decision.result !== 'held');
  const heldOutcomes = outcomes.filter(({ decision }) => decision.result === 'held');
  const takenRows = takenOutcomes.map(takenRowOf);

  const [, , , , , outbox] = await Promise.all([
    movePersonsJudged(tx, municipality, touched.map(judgedRowOf), chunkId),
    insertAddressInformation(tx, municipality, takenRows),
    upsertBusinessInformation(tx, municipality, takenRows),
    linkAddressNumbers(tx, municipality, takenOutcomes),
    updateInbox(tx, municipality, outcomes),
    insertNotices(tx, municipality, takenRows),
    insertHeld(tx, municipality, heldOutcomes),
    writeTimeline(
      tx,
      municipality,
      // The timeline of the chunk covers those numbered with it.
      outcomes
        .filter(({ decision }) => chunkId === null || decision.result !== 'numbered')
        .map(({ transfer, decision, left }) => ({
          personId: transfer.person_id,
          event: decision.result,
          stage: left.stage,
          attempt: left.attempt,
          detail: { numberSystem: transfer.number_system },
        })),
    ),
  ]);
  return outbox;
}

/**
 * Only an identity confirmed by staff can move an address number to another person; the judge holds all others. A link
 * that was made at this very moment is invisible to the judge, so it is checked here.
 */
async function linkAddressNumbers(tx: Transaction, municipality: string, taken: Outcome[]): Promise<void> {
  const links = new Map<
    string,
    { number_system: string; address_number: string; person_id: string; confirmed: boolean }
  >();
  for (const { transfer } of taken) {
    const { number_system, address_number, person_id } = transfer;
    if (transfer.address_number_of === person_id) continue;
    links.set(`${number_system}:${address_number}`, {
      number_system,
      address_number,
      person_id,
      confirmed: transfer.identity_confirmed_by !== null,
    });
  }
  if (links.size === 0) return;
  const linked = await tx.execute(sql`
    insert into address_numbers as a (municipality, number_system, address_number, person_id)
    select ${municipality}, t.number_system, t.address_number, t.person_id
    from jsonb_to_recordset(${asJson([...links.values()])}) as t(number_system text, address_number text, person_id uuid)
    order by t.number_system, t.address_number
    on conflict (municipality, number_system, address_number) do update set person_id = excluded.person_id
    where a.person_id = excluded.person_id or (a.number_system, a.address_number) in (
      select c.number_system, c.address_number
      from jsonb_to_recordset(${asJson([...links.values()].filter(({ confirmed }) => confirmed))})
        as c(number_system text, address_number text))
    returning 1`);
  if (linked.length < links.size) throw new AddressNumberTaken();
}

async function updateInbox(tx: Transaction, municipality: string, outcomes: Outcome[]): Promise<void> {
  const rows = outcomes.map((outcome) => {
    const { result, integratedAddressNumber: number, codeRequestStatus: status } = answerOf(outcome);
    return {
      inbox_id: outcome.transfer.inbox_id,
      state: result === 'held' ? 'HELD' : 'JUDGED',
      result,
      number,
      status,
    };
  });
  await tx.execute(sql`
    update inbox i set state = t.state, result = t.result, integrated_address_number = t.number,
      code_request_status = t.status, judged_at = now()
    from jsonb_to_recordset(${asJson(rows)}) as t(inbox_id uuid, state text, result text, number text, status text)
    where i.municipality = ${municipality} and i.inbox_id = t.inbox_id`);
}

async function insertHeld(tx: Transaction, municipality: string, held: Outcome[]): Promise<void> {
  if (held.length === 0) return;
  const rows = held.map(({ transfer, subject }) => ({
    person_id: transfer.person_id,
    inbox_id: transfer.inbox_id,
    attempt: subject.attempt,
  }));
  await listHeld(tx, municipality, rows);
}
