/**
 * What is done to an inquiry. Each act locks its row first, so that two at once come one after the other; whoever acts
 * on an older version than the present one is told so, and nothing is changed.
 */
import { sql, type SQL } from 'drizzle-orm';
import { openMinutesBetween } from '../../domain/inquiries/due.ts';
import type { InquiryKind, InquiryPriority, InquiryStatus } from '../../domain/inquiries/names.ts';
import { asProgram, inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { seesIncident } from './inquiries.ts';
import { learnFrom } from './learned.ts';
import { oweMail } from './mails.ts';
import { findByKey, nextSeq, writeMessage } from './messages.ts';
import { tellAskers, tellNewOwner, tellOwner } from './told.ts';
import {
  at,
  fromInquiries,
  inquiryColumns,
  inView,
  readCounter,
  setDue,
  type StoredInquiry,
  type View,
} from './rows.ts';

export type WorkResult =
  | { kind: 'done'; inquiry: number; seq?: number; isNew?: boolean }
  | { kind: 'unknown' }
  /** Somebody has changed it since. */
  | { kind: 'changed' }
  /** What is merged goes on in the earlier inquiry. */
  | { kind: 'merged'; into: number }
  | { kind: 'unknownAnswer' }
  | { kind: 'unknownOwner' }
  | { kind: 'unknownIncident' }
  /** Only inquiries of one organisation are merged: another must not read along. */
  | { kind: 'otherOrganisation' }
  | { kind: 'notAnswered' };

async function lock(tx: Transaction, view: View, inquiry: number): Promise<StoredInquiry | undefined> {
  const [row] = await tx.execute<StoredInquiry>(sql`
    select ${inquiryColumns} ${fromInquiries} where i.inquiry = ${inquiry}::bigint and ${inView(view)} for update of i`);
  return row;
}

/** Locks an inquiry of the version that was seen and that still stands for itself. */
async function lockVersion(
  tx: Transaction,
  view: View,
  inquiry: number,
  version: number,
): Promise<StoredInquiry | (WorkResult & { kind: 'unknown' | 'changed' | 'merged' })> {
  const row = await lock(tx, view, inquiry);
  if (!row) return { kind: 'unknown' };
  if (row.mergedInto !== null) return { kind: 'merged', into: row.mergedInto };
  return row.version === version ? row : { kind: 'changed' };
}

const isRow = (found: StoredInquiry | { kind: string }): found is StoredInquiry => 'inquiry' in found;

export interface Change {
  version: number;
  kind?: InquiryKind | undefined;
  priority?: InquiryPriority | undefined;
  status?: Exclude<InquiryStatus, 'merged'> | undefined;
  owner?: string | null | undefined;
  incident?: number | null | undefined;
  errorEntry?: string | null | undefined;
}

export function changeInquiry(
  db: Database,
  view: View,
  inquiry: number,
  change: Change,
  now: number,
): Promise<WorkResult> {
  return inOrganisation(db, view.acting, async (tx): Promise<WorkResult> => {
    const row = await lockVersion(tx, view, inquiry, change.version);
    if (!isRow(row)) return row;
    const { owner, incident } = change;
    if (owner != null && !(await mayOwn(tx, owner))) return { kind: 'unknownOwner' };
    if (incident != null && !(await seesIncident(tx, incident))) return { kind: 'unknownIncident' };
    const next = {
      kind: change.kind ?? row.kind,
      priority: change.priority ?? row.priority,
      status: change.status ?? row.status,
      owner: owner === undefined ? row.owner : owner,
      incident: incident === undefined ? row.incident : incident,
      errorEntry: change.errorEntry === undefined ? row.errorEntry : change.errorEntry,
    };
    await tx.execute(sql`
      update inquiries set kind = ${next.kind}, priority = ${next.priority}, status = ${next.status},
        owner = ${next.owner}, incident = ${next.incident}::bigint, error_entry = ${next.errorEntry},
        closed_at = ${next.status === 'closed' ? sql`coalesce(closed_at, ${at(now)})` : sql`null`},
        version = version + 1
      where inquiry = ${inquiry}::bigint`);
    await asProgram(tx);
    await adjustDue(tx, row, next, now);
    if (next.owner !== null && next.owner !== row.owner) await tellNewOwner(tx, inquiry, next.owner);
    return { kind: 'done', inquiry };
  });
}

/** Counts anew from the last question when kind or priority change, or when it waits for the call centre again. */
async function adjustDue(
  tx: Transaction,
  before: StoredInquiry,
  next: { kind: InquiryKind; priority: InquiryPriority; status: InquiryStatus },
  now: number,
): Promise<void> {
  const { inquiry, organisation } = before;
  const waits = isWaiting(next.status);
  if (!waits) return setDue(tx, { inquiry, organisation, ...next }, null);
  const isSame = before.kind === next.kind && before.priority === next.priority && isWaiting(before.status);
  if (isSame) return undefined;
  const [last] = await tx.execute<{ at: number }>(sql`
    select (extract(epoch from max(m.at)) * 1000)::float8 as at from inquiry_messages m
    where m.inquiry = ${inquiry}::bigint and m.kind = 'question'`);
  return setDue(tx, { inquiry, organisation, ...next }, isWaiting(before.status) ? (last?.at ?? now) : now);
}

/** Whether it waits for the call centre. */
const isWaiting = (status: InquiryStatus): boolean => status === 'open' || status === 'in-progress';

/** A member of the call centre. */
async function mayOwn(tx: Transaction, staffId: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from staff_roles r join staff s on s.staff_id = r.staff_id
    where r.organisation = 'nation' and r.role = 'call-centre' and r.staff_id = ${staffId} and s.revoked_at is null`);
  return rows.length > 0;
}

export interface NewText {
  text: string;
  by: string;
  requestKey: string;
  mailId?: string | undefined;
}

/** A word of who asked, which the call centre is to answer: it is open again, and due anew. */
export function writeQuestion(
  db: Database,
  view: View,
  inquiry: number,
  text: NewText,
  now: number,
): Promise<WorkResult> {
  return inOrganisation(db, view.acting, (tx) => addQuestion(tx, view, inquiry, text, now));
}

export async function addQuestion(
  tx: Transaction,
  view: View,
  asked: number,
  { text, by, requestKey, mailId }: NewText,
  now: number,
): Promise<WorkResult> {
  const row = await lockWhatGoesOn(tx, view, asked);
  if (!row) return { kind: 'unknown' };
  const { inquiry, organisation } = row;
  const known = await findByKey(tx, inquiry, requestKey);
  if (known !== undefined) return { kind: 'done', inquiry, seq: known, isNew: false };
  const seq = await nextSeq(tx, inquiry);
  await writeMessage(tx, {
    inquiry,
    seq,
    organisation,
    kind: 'question',
    text,
    writtenBy: by,
    requestKey,
    mailId,
    now,
  });
  const status = row.status === 'open' || row.owner === null ? 'open' : 'in-progress';
  await tx.execute(sql`
    update inquiries set status = ${status}, closed_at = null where inquiry = ${inquiry}::bigint`);
  await asProgram(tx);
  // What is due already stays due.
  if (!isWaiting(row.status)) await setDue(tx, row, now);
  await tellOwner(tx, row, { what: String(seq), by });
  return { kind: 'done', inquiry, seq, isNew: true };
}

/** The inquiry into which the asked one was merged, or itself. Numbers fall from each to the next, so this ends. */
async function lockWhatGoesOn(tx: Transaction, view: View, asked: number): Promise<StoredInquiry | undefined> {
  for (let inquiry = asked; ;) {
    const row = await lock(tx, view, inquiry);
    if (row?.mergedInto == null) return row;
    inquiry = row.mergedInto;
  }
}

export function noteInquiry(
  db: Database,
  view: View,
  inquiry: number,
  { text, by, requestKey }: NewText,
  now: number,
): Promise<WorkResult> {
  return inOrganisation(db, view.acting, async (tx): Promise<WorkResult> => {
    const row = await lock(tx, view, inquiry);
    if (!row) return { kind: 'unknown' };
    const known = await findByKey(tx, inquiry, requestKey);
    if (known !== undefined) return { kind: 'done', inquiry, seq: known, isNew: false };
    const seq = await nextSeq(tx, inquiry);
    const { organisation } = row;
    await writeMessage(tx, { inquiry, seq, organisation, kind: 'note', text, writtenBy: by, requestKey, now });
    return { kind: 'done', inquiry, seq, isNew: true };
  });
}

export interface NewAnswer extends NewText {
  version: number;
  answers: readonly number[];
  status: 'answered' | 'waiting';
}

export function answerInquiry(
  db: Database,
  view: View,
  inquiry: number,
  answer: NewAnswer,
  now: number,
): Promise<WorkResult> {
  const { text, by, requestKey, version, answers, status } = answer;
  return inOrganisation(db, view.acting, async (tx): Promise<WorkResult> => {
    const locked = await lock(tx, view, inquiry);
    if (!locked) return { kind: 'unknown' };
    const known = await findByKey(tx, inquiry, requestKey);
    if (known !== undefined) return { kind: 'done', inquiry, seq: known, isNew: false };
    const row = await lockVersion(tx, view, inquiry, version);
    if (!isRow(row)) return row;
    const used = [...new Set(answers)].toSorted((a, b) => a - b);
    if (!(await useAnswers(tx, row, used))) return { kind: 'unknownAnswer' };
    const { organisation } = row;
    const seq = await nextSeq(tx, inquiry);
    await writeMessage(tx, { inquiry, seq, organisation, kind: 'answer', text, writtenBy: by, requestKey, now });
    await tx.execute(sql`
      update inquiries set status = ${status}, owner = coalesce(owner, ${by}), closed_at = null
      where inquiry = ${inquiry}::bigint`);
    await asProgram(tx);
    if (used.length > 0) await learnFrom(tx, inquiry);
    if (row.firstAnsweredAt === null) await noteFirstAnswer(tx, row, now);
    await setDue(tx, row, null);
    await oweMail(tx, { inquiry, organisation, occasion: 'answered', seq, to: row.askedBy, now });
    await tellAskers(tx, row, seq);
    return { kind: 'done', inquiry, seq, isNew: true };
  });
}

async function noteFirstAnswer(tx: Transaction, { inquiry, organisation, askedAt }: StoredInquiry, now: number) {
  const minutes = openMinutesBetween(await readCounter(tx, organisation, askedAt), askedAt, now);
  await tx.execute(sql`
    update inquiries set first_answered_at = ${at(now)}, answer_minutes = ${minutes} where inquiry = ${inquiry}::bigint`);
}

/** Counts each once for an inquiry. False when one does not exist; nothing is counted then. */
async function useAnswers(
  tx: Transaction,
  { inquiry, organisation }: StoredInquiry,
  answers: readonly number[],
): Promise<boolean> {
  for (const answer of answers) {
    const [known] = await tx.execute(sql`select 1 from answers where answer = ${answer}::bigint`);
    if (!known) return false;
  }
  // In the order of their numbers, so that two who count the same ones wait for each other in one order.
  for (const answer of answers) {
    const fresh = await tx.execute(sql`
      insert into inquiry_answers (inquiry, answer, organisation)
      values (${inquiry}::bigint, ${answer}::bigint, ${organisation}) on conflict do nothing returning 1`);
    if (fresh.length > 0) await countAnswer(tx, answer, sql`used = used + 1`);
  }
  return true;
}

async function countAnswer(tx: Transaction, answer: number, counts: SQL): Promise<void> {
  await tx.execute(sql`update answers set ${counts} where answer = ${answer}::bigint`);
}

/**
 * The later one is merged into the earlier one, whichever way it was asked; so merges, however many at once, never make a
 * circle (zammad#1216), and a check of the table says so too. `done` names the earlier one.
 */
export function mergeInquiry(
  db: Database,
  view: View,
  inquiry: number,
  { version, into }: { version: number; into: number },
  now: number,
): Promise<WorkResult> {
  return inOrganisation(db, view.acting, async (tx): Promise<WorkResult> => {
    if (inquiry === into) return { kind: 'unknown' };
    const [earlier, later] = inquiry < into ? [inquiry, into] : [into, inquiry];
    // Locked in the order of their numbers, so that two merges at once wait for each other in one order.
    const rows = [await lock(tx, view, earlier), await lock(tx, view, later)] as const;
    const [target, source] = rows;
    if (!target || !source) return { kind: 'unknown' };
    if (source.mergedInto !== null) {
      return source.mergedInto === earlier
        ? { kind: 'done', inquiry: earlier }
        : { kind: 'merged', into: source.mergedInto };
    }
    if (target.organisation !== source.organisation) return { kind: 'otherOrganisation' };
    const seen = inquiry === earlier ? target : source;
    if (seen.version !== version) return { kind: 'changed' };
    await tx.execute(sql`
      update inquiries set status = 'merged', merged_into = ${earlier}::bigint, closed_at = coalesce(closed_at, ${at(now)}),
        due_at = null, look_at = null, version = version + 1
      where inquiry = ${later}::bigint`);
    await tx.execute(sql`update inquiries set version = version + 1 where inquiry = ${earlier}::bigint`);
    await asProgram(tx);
    await learnFrom(tx, earlier);
    // What waited in the later one waits in the earlier one now.
    if (isWaiting(source.status) && target.mergedInto === null && !isWaiting(target.status)) {
      await tx.execute(sql`
        update inquiries set status = 'open', closed_at = null where inquiry = ${earlier}::bigint`);
      await setDue(tx, target, now);
    }
    const { organisation, askedBy } = source;
    await oweMail(tx, { inquiry: later, organisation, occasion: 'merged', seq: null, to: askedBy, now });
    if (isWaiting(source.status)) await tellOwner(tx, target, { what: `merged-${String(later)}` });
    return { kind: 'done', inquiry: earlier };
  });
}

export interface Rating {
  solved: boolean;
  satisfaction: number | null;
  text: string | null;
  by: string;
}

/** The word of who asked. What did not help is open again. */
export function rateInquiry(
  db: Database,
  view: View,
  inquiry: number,
  { solved, satisfaction, text }: Rating,
  now: number,
): Promise<WorkResult> {
  return inOrganisation(db, view.acting, async (tx): Promise<WorkResult> => {
    const row = await lock(tx, view, inquiry);
    if (!row) return { kind: 'unknown' };
    if (row.mergedInto !== null) return { kind: 'merged', into: row.mergedInto };
    if (row.firstAnsweredAt === null) return { kind: 'notAnswered' };
    await tx.execute(sql`
      update inquiries set status = ${solved ? 'closed' : 'open'}, satisfaction = coalesce(${satisfaction}, satisfaction),
        satisfaction_text = coalesce(${text}, satisfaction_text),
        closed_at = ${solved ? sql`coalesce(closed_at, ${at(now)})` : sql`null`}, version = version + 1
      where inquiry = ${inquiry}::bigint`);
    await asProgram(tx);
    const answers = await tx.execute<{ answer: number; solved: boolean | null }>(sql`
      select answer::float8 as answer, solved from inquiry_answers where inquiry = ${inquiry}::bigint order by answer`);
    for (const { answer, solved: before } of answers) {
      const more = Number(solved) - Number(before ?? false);
      if (more !== 0) await countAnswer(tx, answer, sql`solved = solved + ${more}`);
    }
    await tx.execute(sql`update inquiry_answers set solved = ${solved} where inquiry = ${inquiry}::bigint`);
    if (answers.length > 0) await learnFrom(tx, inquiry);
    if (solved) await setDue(tx, row, null);
    else if (!isWaiting(row.status)) await setDue(tx, row, now);
    if (!solved) await tellOwner(tx, row, { what: `not-solved-${String(row.version)}` });
    return { kind: 'done', inquiry };
  });
}
