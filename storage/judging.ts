/**
 * Judge and number (S21–S28): one transaction and one function for one resident and for a chunk. Rows are read as a
 * set, decided one after the other by the pure rule of domain/judgement, and written as a set.
 *
 * J1. The persons are locked, so two transfers of one person are judged one after the other.
 * J2. Number, table 33 row, status and notices commit together or not at all (S25–S27).
 * J3. Judging again what was judged changes nothing and gives the first answer.
 */
import { sql } from 'drizzle-orm';
import type { Judgement } from '../contracts/acquire-code.ts';
import type { Acquisition } from '../domain/lifecycle.ts';
import { acquisitionOf, lockPersons } from './acquisitions.ts';
import { inMunicipality, type Database, type Transaction } from './database.ts';
import { allocateIntegratedAddressNumbers } from './integrated-address-numbers.ts';
import { answerOf, countedBy, decideAll, rowAfter, subjectOf, type Outcome } from './judging-decisions.ts';
import { readCurrent, readJudgement, readUnjudged } from './judging-facts.ts';
import { AddressNumberTaken, writeOutcomes } from './judging-writes.ts';
import { idList, type PersonSet } from './rows.ts';

export interface Judged {
  judged: number;
  /** How many transfers got which answer. */
  results: Record<string, number>;
  /** Notices written to the outbox. */
  notices: number;
  /** Null when no inbox id was asked about, or it is not there. */
  judgement: Judgement | null;
  /** Of the one person of the set; null for a chunk. */
  acquisition: Acquisition | null;
}

export async function judgeTransfers(
  db: Database,
  { municipality, requests, inboxId }: { municipality: string; requests: PersonSet; inboxId?: string },
): Promise<Judged> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inMunicipality(db, municipality, (tx) =>
        judgeInTransaction(tx, { municipality, requests, ...(inboxId !== undefined && { inboxId }) }),
      );
    } catch (err) {
      // Another person got the same number at the same moment: judged again, with that person in sight.
      if (tries === 3 || !isTakenMeanwhile(err)) throw err;
    }
  }
}

export function isTakenMeanwhile(err: unknown): boolean {
  const uniqueViolation = '23505';
  const cause: unknown = err instanceof Error ? err.cause : undefined;
  return (
    err instanceof AddressNumberTaken ||
    (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === uniqueViolation)
  );
}

/** `chunkId`: the requests that these transfers open are run by this chunk, and not by a workflow of each person. */
export async function judgeInTransaction(
  tx: Transaction,
  {
    municipality,
    requests,
    inboxId,
    chunkId = null,
  }: { municipality: string; requests: PersonSet; inboxId?: string; chunkId?: string | null },
): Promise<Judged> {
  // Sent together: the later statements see what was committed before the lock was got.
  const [persons, transfers, currents] = await Promise.all([
    lockPersons(tx, municipality, requests),
    readUnjudged(tx, municipality, requests),
    readCurrent(tx, municipality, requests),
  ]);
  const currentOf = new Map(currents.map((row) => [row.person_id, row]));
  const subjects = new Map(persons.map((row) => [row.person_id, subjectOf(row, currentOf.get(row.person_id))]));

  const outcomes = decideAll(subjects, transfers);
  await numberThose(tx, municipality, outcomes);
  const notices = outcomes.length > 0 ? await writeOutcomes(tx, municipality, { subjects, outcomes, chunkId }) : 0;

  const asked = outcomes.find(({ transfer }) => transfer.inbox_id === inboxId);
  const judgement = asked
    ? answerOf(asked)
    : inboxId === undefined
      ? null
      : await readJudgement(tx, municipality, inboxId);
  const [only] = 'personIds' in requests && requests.personIds.length === 1 ? subjects.values() : [];
  return {
    judged: outcomes.length,
    results: countedBy(outcomes),
    notices,
    judgement,
    acquisition: only ? acquisitionOf(rowAfter(only)) : null,
  };
}

async function numberThose(tx: Transaction, municipality: string, outcomes: Outcome[]): Promise<void> {
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
 * Held transfers of one person are judged again: after a correction, or because the facts may have changed. The sender
 * was answered only that it is held, so it is owed the number (S27).
 */
export async function releaseHeld(
  tx: Transaction,
  municipality: string,
  { personId, inboxIds }: { personId: string; inboxIds: string[] },
): Promise<void> {
  const released = await tx.execute(sql`
    update inbox set state = 'RECEIVED', judged_at = null, result = null, owes_answer = true
    where municipality = ${municipality} and inbox_id = ${idList(inboxIds)} and state = 'HELD' returning inbox_id`);
  await tx.execute(sql`
    update persons set held_transfers = held_transfers - ${released.length}::int
    where municipality = ${municipality} and person_id = ${personId}::uuid`);
}
