/**
 * Judges and numbers (S21–S28), with one transaction and one function for one resident and for a chunk. Rows are read
 * as a set, decided one after the other by domain/judgement, and written as a set.
 *
 * J1. The persons are locked, so two transfers of one person are judged one after the other.
 * J2. Number, row of table 33, status and notices commit together or not at all (S25–S27).
 * J3. Judging again changes nothing and gives the first answer.
 */
import { sql } from 'drizzle-orm';
import type { Judgement } from '../../contracts/acquire-code.ts';
import type { Acquisition } from '../../domain/lifecycle.ts';
import { acquisitionOf, lockPersons } from '../requests/acquisitions.ts';
import { markSeen } from '../requests/due.ts';
import { inMunicipality, sqlStateOf, type Database, type Transaction } from '../database/database.ts';
import { allocateIntegratedAddressNumbers } from './integrated-address-numbers.ts';
import { answerOf, countByResult, decideAll, subjectOf, type Outcome } from './judging-decisions.ts';
import { readCurrent, readJudgement, readUnjudged } from './judging-facts.ts';
import { AddressNumberTaken, writeOutcomes } from './judging-writes.ts';
import { letGoOfHeld } from '../requests/moves.ts';
import { idList, type PersonSet } from '../database/rows.ts';

export interface JudgingResult {
  judged: number;
  /** Transfers by result. */
  results: Record<string, number>;
  notices: number;
  /** The answer to each sender, by inbox id, for transfers judged now. */
  answers: Map<string, Judgement>;
}

export interface PersonLook {
  judged: number;
  /** The answer to the transfer asked about, or else the first answer about this person. */
  judgement: Judgement | null;
  /** Null when no transfer of this person was ever judged. */
  standing: Acquisition | null;
}

/**
 * A run reads its person: unjudged transfers are judged, and the row says where it stands. This records a sign of life
 * (storage/requests/due).
 */
export async function lookAtPerson(
  db: Database,
  { municipality, personId, inboxId }: { municipality: string; personId: string; inboxId?: string | undefined },
): Promise<PersonLook> {
  const requests = { personIds: [personId] };
  for (let tries = 1; ; tries += 1) {
    try {
      return await inMunicipality(db, municipality, async (tx) => {
        const [unjudged, row] = await Promise.all([
          tx.execute(sql`
            select from inbox where municipality = ${municipality} and person_id = ${personId}::uuid
              and state = 'RECEIVED' limit 1`),
          markSeen(tx, municipality, personId),
        ]);
        const { judged } =
          unjudged.length === 0 ? { judged: 0 } : await judgeInTransaction(tx, { municipality, requests });
        const [judgement, after] = await Promise.all([
          readJudgement(tx, municipality, { personId, inboxId }),
          judged === 0 ? row : markSeen(tx, municipality, personId),
        ]);
        return { judged, judgement, standing: after ? acquisitionOf(after) : null };
      });
    } catch (err) {
      // Another person got the same number at the same moment; the next try sees that person.
      if (tries === 3 || !isTakenMeanwhile(err)) throw err;
    }
  }
}

export const isTakenMeanwhile = (err: unknown): boolean =>
  err instanceof AddressNumberTaken || sqlStateOf(err) === '23505';

/** `chunkId` is the chunk that runs the requests that these transfers open; null when each person has a workflow. */
export async function judgeInTransaction(
  tx: Transaction,
  { municipality, requests, chunkId = null }: { municipality: string; requests: PersonSet; chunkId?: string | null },
): Promise<JudgingResult> {
  // Sent together: the later statements see what was committed before the lock was granted.
  const [persons, transfers, currents] = await Promise.all([
    lockPersons(tx, municipality, requests),
    readUnjudged(tx, municipality, requests),
    readCurrent(tx, municipality, requests),
  ]);
  const currentOf = new Map(currents.map((row) => [row.person_id, row]));
  const subjects = new Map(persons.map((row) => [row.person_id, subjectOf(row, currentOf.get(row.person_id))]));

  const outcomes = decideAll(subjects, transfers);
  await assignNumbers(tx, municipality, outcomes);
  const notices = outcomes.length > 0 ? await writeOutcomes(tx, municipality, { subjects, outcomes, chunkId }) : 0;
  return {
    judged: outcomes.length,
    results: countByResult(outcomes),
    notices,
    answers: new Map(outcomes.map((outcome) => [outcome.transfer.inbox_id, answerOf(outcome)])),
  };
}

async function assignNumbers(tx: Transaction, municipality: string, outcomes: Outcome[]): Promise<void> {
  const unnumbered = [
    ...new Set(
      outcomes
        .filter(({ decision, subject }) => decision.result === 'numbered' && subject.integratedAddressNumber === null)
        .map(({ subject }) => subject),
    ),
  ];
  if (unnumbered.length === 0) return;
  const numbers = await allocateIntegratedAddressNumbers(tx, municipality, unnumbered.length);
  unnumbered.forEach((subject, at) => {
    subject.integratedAddressNumber = numbers[at] ?? null;
  });
}

/**
 * Judges held transfers of one person again, after a correction or because facts may have changed. Their senders know
 * only that they are held, so they get a notice with the number (S27).
 */
export async function releaseHeld(
  tx: Transaction,
  municipality: string,
  { personId, inboxIds }: { personId: string; inboxIds: string[] },
): Promise<void> {
  const releasedRows = await tx.execute(sql`
    update inbox set state = 'RECEIVED', judged_at = null, result = null, owes_answer = true
    where municipality = ${municipality} and inbox_id = ${idList(inboxIds)} and state = 'HELD' returning inbox_id`);
  await letGoOfHeld(tx, { municipality, personId }, releasedRows.length);
}
