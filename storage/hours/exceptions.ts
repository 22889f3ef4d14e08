/**
 * 延長: exceptions from the common hours (domain/calendar/exceptions).
 *
 * X1. Who asks and who agrees are different organisations and different people; triggers enforce that too.
 * X2. What all named sides have agreed to opens at once, and what is withdrawn is over at once: those who wait look again.
 * X3. Nothing is agreed to after it began.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { AskedException, ExceptionAgreement } from '../../domain/calendar/exceptions.ts';
import { exceptionStateOf, type ExceptionState } from '../../domain/calendar/exceptions.ts';
import type { ExceptionKind } from '../../domain/calendar/exception-kinds.ts';
import { prefectureOf } from '../../domain/organisations.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { asJson, dateOf, epochMs } from '../database/rows.ts';
import { tellStaff } from '../news/tell.ts';
import { concerns, momentText } from './calendars.ts';
import { wakeBelow } from './changes.ts';

export interface ExceptionView {
  exceptionId: string;
  organisation: string;
  organisationName: string;
  kind: ExceptionKind;
  from: string;
  to: string;
  reason: string;
  state: ExceptionState;
  askedBy: Somebody;
  askedAt: Date;
  withdrawnAt: Date | null;
  agreements: (ExceptionAgreement & {
    name: string;
    decidedBy: Somebody | null;
    decidedAt: Date | null;
    reason: string | null;
  })[];
}
/** The name is null for a program, and for somebody who is no longer registered. */
export interface Somebody {
  id: string;
  name: string | null;
}

export type AskOutcome = { kind: 'asked'; exceptionId: string } | { kind: 'not-registered'; indexes: number[] };

/** The exception was checked (`checkAskedException`). */
export function askException(
  db: Database,
  { organisation, asked, by }: { organisation: string; asked: AskedException; by: string },
): Promise<AskOutcome> {
  return inOrganisation(db, organisation, async (tx) => {
    const known = await tx.execute<{ organisation: string }>(sql`
      select organisation from organisations
      where tier = 'municipality' and organisation in (select jsonb_array_elements_text(${asJson(asked.municipalities)}))`);
    const registered = new Set(known.map((row) => row.organisation));
    const indexes = asked.municipalities.flatMap((code, index) => (registered.has(code) ? [] : [index]));
    if (indexes.length > 0) return { kind: 'not-registered', indexes };
    const agreeing = agreeingSidesOf(organisation, asked);
    const [row] = await tx.execute<{ exception_id: string }>(sql`
      insert into hour_exceptions (organisation, kind, from_at, to_at, reason, agreeing, asked_by)
      select ${organisation}, ${asked.kind}, ${asked.from}::timestamptz, ${asked.to}::timestamptz, ${asked.reason},
        array(select jsonb_array_elements_text(${asJson(agreeing)})), ${by}
      returning exception_id`);
    if (!row) throw new Error('An exception that was just stored is not there');
    const subjects = [row.exception_id];
    for (const side of agreeing) {
      await tellStaff(tx, { kind: 'exception', organisation: side, subjects, to: 'everybody', by });
    }
    return { kind: 'asked', exceptionId: row.exception_id };
  });
}

function agreeingSidesOf(organisation: string, { kind, municipalities }: AskedException): readonly string[] {
  if (kind === 'own-work') return [];
  return kind === 'wide-area-copy' ? municipalities : [prefectureOf(organisation)];
}

export interface AnswerInput {
  /** The side that answers, or the one that asked and withdraws. */
  organisation: string;
  exceptionId: string;
  by: string;
  reason: string | null;
  now: number;
}
export type AnswerOutcome = { kind: 'done' } | { kind: 'unknown' | 'decided' | 'own' };

export function answerException(
  db: Database,
  input: AnswerInput,
  decision: 'agreed' | 'refused',
): Promise<AnswerOutcome> {
  const { organisation, exceptionId, by, reason, now } = input;
  return inOrganisation(db, organisation, async (tx) => {
    const exception = await lockException(tx, exceptionId, organisation);
    const side = exception?.agreements.find((each) => each.organisation === organisation);
    if (!exception || !side) return { kind: 'unknown' };
    if (exceptionStateOf(domainOf(exception), now) !== 'asked' || side.decision !== null) return { kind: 'decided' };
    if (exception.askedBy.id === by) return { kind: 'own' };
    await tx.execute(sql`
      insert into hour_exception_agreements (exception_id, organisation, decision, reason, decided_by)
      values (${exceptionId}::uuid, ${organisation}, ${decision}, ${reason}, ${by})`);
    await wakeBelow(tx, exception.organisation);
    return { kind: 'done' };
  });
}

/** Withdrawn at any time before its end, by anybody of the organisation that asked. */
export function withdrawException(db: Database, input: AnswerInput): Promise<AnswerOutcome> {
  const { organisation, exceptionId, by, now } = input;
  return inOrganisation(db, organisation, async (tx) => {
    const exception = await lockException(tx, exceptionId, organisation);
    if (exception?.organisation !== organisation) return { kind: 'unknown' };
    const state = exceptionStateOf(domainOf(exception), now);
    if ((state !== 'asked' && state !== 'agreed') || Date.parse(exception.to) <= now) return { kind: 'decided' };
    await tx.execute(sql`
      update hour_exceptions set withdrawn_by = ${by}, withdrawn_at = now()
      where exception_id = ${exceptionId}::uuid and withdrawn_at is null`);
    await wakeBelow(tx, organisation);
    return { kind: 'done' };
  });
}

/** Those that the organisation asked for, has to answer, or that stand below it; the latest begin first. */
export function listExceptions(
  db: Database,
  { acting, organisation, limit, now }: { acting: string; organisation: string; limit: number; now: number },
): Promise<ExceptionView[]> {
  return inOrganisation(db, acting, async (tx) => {
    const rows = await selectViews(
      tx,
      sql`${concerns(organisation)} order by e.from_at desc, e.exception_id limit ${limit}`,
    );
    return rows.map((row) => withState(row, now));
  });
}

/** As it stands after what has just been done. */
export function findException(
  db: Database,
  { acting, exceptionId, now }: { acting: string; exceptionId: string; now: number },
): Promise<ExceptionView | undefined> {
  return inOrganisation(db, acting, async (tx) => {
    const [row] = await selectViews(tx, sql`e.exception_id = ${exceptionId}::uuid`);
    return row && withState(row, now);
  });
}

type ViewWithoutState = Omit<ExceptionView, 'state'>;

/** Whoever answers or withdraws comes one after the other; the lock is of the id, because staff may not lock its row. */
async function lockException(
  tx: Transaction,
  exceptionId: string,
  organisation: string,
): Promise<ViewWithoutState | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('fugo.exception/' || ${exceptionId}, 0))`);
  const [row] = await selectViews(
    tx,
    sql`e.exception_id = ${exceptionId}::uuid and (e.organisation = ${organisation} or ${organisation} = any(e.agreeing))`,
  );
  return row;
}

async function selectViews(tx: Transaction, condition: SQL): Promise<ViewWithoutState[]> {
  interface Row extends Record<string, unknown> {
    exception_id: string;
    organisation: string;
    organisation_name: string;
    kind: ExceptionKind;
    from_at: number;
    to_at: number;
    reason: string;
    asked_by: string;
    asker: string | null;
    asked_at: number;
    withdrawn_at: number | null;
    agreements: {
      organisation: string;
      name: string;
      decision: 'agreed' | 'refused' | null;
      by: string | null;
      byName: string | null;
      at: number | null;
      reason: string | null;
    }[];
  }
  const rows = await tx.execute<Row>(sql`
    select e.exception_id, e.organisation, coalesce(o.name, e.organisation) as organisation_name, e.kind,
      ${epochMs(sql`e.from_at`)} as from_at, ${epochMs(sql`e.to_at`)} as to_at, e.reason, e.asked_by,
      (select name from staff where staff_id = e.asked_by) as asker, ${epochMs(sql`e.asked_at`)} as asked_at,
      ${epochMs(sql`e.withdrawn_at`)} as withdrawn_at,
      (select coalesce(jsonb_agg(jsonb_build_object('organisation', s.organisation, 'name', coalesce(n.name, s.organisation),
          'decision', a.decision, 'by', a.decided_by, 'byName', (select name from staff where staff_id = a.decided_by),
          'at', ${epochMs(sql`a.decided_at`)}, 'reason', a.reason) order by s.place), '[]')
        from unnest(e.agreeing) with ordinality as s(organisation, place)
        left join organisations n on n.organisation = s.organisation
        left join hour_exception_agreements a
          on a.exception_id = e.exception_id and a.organisation = s.organisation) as agreements
    from hour_exceptions e left join organisations o on o.organisation = e.organisation
    where ${condition}`);
  return rows.map((row) => ({
    exceptionId: row.exception_id,
    organisation: row.organisation,
    organisationName: row.organisation_name,
    kind: row.kind,
    from: momentText(row.from_at),
    to: momentText(row.to_at),
    reason: row.reason,
    askedBy: { id: row.asked_by, name: row.asker },
    askedAt: new Date(row.asked_at),
    withdrawnAt: dateOf(row.withdrawn_at),
    agreements: row.agreements.map(({ organisation, name, decision, by, byName, at, reason }) => ({
      organisation,
      name,
      decision,
      decidedBy: by === null ? null : { id: by, name: byName },
      decidedAt: dateOf(at),
      reason,
    })),
  }));
}

function withState(view: ViewWithoutState, now: number): ExceptionView {
  return { ...view, state: exceptionStateOf(domainOf(view), now) };
}

function domainOf({ withdrawnAt, ...view }: ViewWithoutState) {
  return { ...view, withdrawnAt: withdrawnAt === null ? null : withdrawnAt.getTime() };
}
