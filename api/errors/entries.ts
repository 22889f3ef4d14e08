/** Entries of the error list, translated between the API's shapes and storage's. */
import { momentRules } from '../../contracts/api/moment.ts';
import type { ErrorEntry, ErrorFilter } from '../../contracts/api/error-list.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { failures } from '../../domain/failures.ts';
import type { Database } from '../../storage/database/database.ts';
import type { ErrorFilter as StoredFilter } from '../../storage/errors/filter.ts';
import type { ErrorCursor, ErrorListOptions, ErrorRow } from '../../storage/errors/list.ts';
import { countNotes, findStaffNames, type StaffName } from '../../storage/errors/work.ts';
import type { Caller } from '../context.ts';
import { describeInvalid } from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';

/** `me` is nobody where a program asks. */
export const filterProblem = describeInvalid({ assignee: ['NOT_LISTED'], before: momentRules });

const hourMs = 3_600_000;

/** `me` means the signed-in member of staff; ages in hours count from `now` (epoch milliseconds). */
export function storedFilterOf(
  { olderThan, before, load, assignee, order, due, ...filter }: ErrorFilter & { before?: string | undefined },
  caller: Caller,
  now: number,
): StoredFilter & Pick<ErrorListOptions, 'order'> {
  const moments = [
    ...(olderThan === undefined ? [] : [now - olderThan * hourMs]),
    ...(before === undefined ? [] : [Date.parse(before)]),
  ];
  return {
    ...filter,
    order,
    loadId: load,
    ...(due !== undefined && { due, today: tokyoDateOf(now) }),
    ...(moments.length > 0 && { before: new Date(Math.min(...moments)) }),
    ...(assignee !== undefined && { assigneeId: assigneeIdOf(assignee, caller) }),
  };
}

function assigneeIdOf(assignee: string, caller: Caller): string | null {
  if (assignee === 'nobody') return null;
  if (assignee !== 'me') return assignee;
  // A program has no entries of its own.
  if (caller.kind !== 'staff') throw invalidInput([{ field: 'assignee', rule: 'NOT_LISTED' }]);
  return caller.staffId;
}

/** Adds to each entry the assignee's name and the number of notes; `residents` are the names to show, by person id. */
export async function readEntries(
  db: Database,
  municipality: string,
  rows: readonly ErrorRow[],
  residents: ReadonlyMap<string, string> = new Map(),
): Promise<ErrorEntry[]> {
  const assignees = [...new Set(rows.flatMap(({ assigneeId }) => (assigneeId === null ? [] : [assigneeId])))];
  const ids = rows.map(({ failureId }) => failureId);
  const [names, notes] = await Promise.all([
    findStaffNames(db, municipality, assignees),
    countNotes(db, municipality, ids),
  ]);
  return rows.map((row) => ({
    ...entryOf(row, {
      assignee: row.assigneeId === null ? null : staffNameOf(row.assigneeId, names),
      notes: notes.get(row.failureId) ?? 0,
    }),
    name: residents.get(row.personId) ?? null,
  }));
}

export const staffNameOf = (staffId: string, names: ReadonlyMap<string, string>): StaffName => ({
  staffId,
  name: names.get(staffId) ?? null,
});

export function entryOf(
  row: ErrorRow,
  { assignee, notes }: Pick<ErrorEntry, 'assignee' | 'notes'>,
): Omit<ErrorEntry, 'name'> {
  const { kind, owner, title, ja, en } = failures[row.code];
  return {
    failureId: row.failureId,
    personId: row.personId,
    code: row.code,
    kind,
    owner,
    title,
    text: { ja, en },
    step: row.step,
    attempt: row.attempt,
    reason: row.reason,
    firstSeenAt: row.firstSeenAt.toISOString(),
    failedAt: row.failedAt.toISOString(),
    tries: row.tries,
    trying: row.trying !== null,
    dueOn: row.dueOn,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolution: row.resolution,
    integratedAddressNumber: row.integratedAddressNumber,
    stage: row.stage,
    codeRequestStatus: row.codeRequestStatus,
    route: row.route,
    loadId: row.loadId,
    assignee,
    notes,
  };
}

export function formatCursor({ firstSeenAt, failureId }: ErrorCursor): string {
  return `${String(firstSeenAt)}_${failureId}`;
}

export function parseCursor(text: string): ErrorCursor {
  const [, at, failureId] = /^([0-9]{1,13})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u.exec(text) ?? [];
  if (at === undefined || failureId === undefined) throw invalidInput([{ field: 'after', rule: 'WRONG_FORMAT' }]);
  return { firstSeenAt: Number(at), failureId };
}
