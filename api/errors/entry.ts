/** One entry of the error list: its details, its notes, and the comparison of a held transfer with the stored data. */
import { createRoute } from '@hono/zod-openapi';
import { acquireCodeIdFor } from '../../contracts/acquire-code.ts';
import {
  comparedFields,
  Comparison,
  ErrorDetail,
  ErrorNotes,
  NoteBody,
  type ErrorNote,
} from '../../contracts/api/error-entry.ts';
import { ErrorNeighbours, ErrorNeighboursQuery } from '../../contracts/api/error-list.ts';
import { failures } from '../../domain/failures.ts';
import { isSameBirthDate } from '../../domain/judgement.ts';
import { foldAddress } from '../../domain/values/address-folding.ts';
import { foldNameStrictly } from '../../domain/values/name-folding.ts';
import type { Database } from '../../storage/database/database.ts';
import { compareHeld, type ComparedSide, type HeldComparison } from '../../storage/errors/comparison.ts';
import { findError, type ErrorRow } from '../../storage/errors/list.ts';
import { addNote, findEntryHistory, findStaffNames, listNotes, type StoredNote } from '../../storage/errors/work.ts';
import { findNeighbours } from '../../storage/errors/neighbours.ts';
import { listTries } from '../../storage/errors/tries.ts';
import { withActingStaff, auditAllowed } from '../audit/write.ts';
import { createAuditOnce } from '../audit/once.ts';
import { hasRight, municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { createWatchedStream } from '../sign-in/watched-stream.ts';
import { entryOf, filterProblem, staffNameOf, storedFilterOf } from './entries.ts';
import { requireStaffOf } from '../staff/require-staff.ts';
import { bodyProblems, commonProblems, describeInvalid, json, describeNotFound, securedBy } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { failureParams } from './actions.ts';

const ofEntries = { ...commonProblems, 404: describeNotFound('UNKNOWN_FAILURE') } as const;

export function addErrorEntryRoutes(app: ApiApp, context: ApiContext): void {
  const tags = ['errors'];
  const reading = {
    ...securedBy('errors:read'),
    tags,
    method: 'get' as const,
    middleware: municipalityGuard(context, 'errors:read'),
    request: { params: failureParams },
  };
  const path = '/v1/municipalities/{code}/errors/{failureId}';
  const auditOnce = createAuditOnce(context);

  app.openapi(
    createRoute({
      ...reading,
      path,
      operationId: 'getError',
      summary: 'エラー1件 / One entry with everything',
      responses: { 200: { description: 'The entry.', content: json(ErrorDetail) }, ...ofEntries },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { failureId } = c.req.valid('param');
      const row = await getEntry(c.get('db'), municipality, failureId);
      // The page of an entry asks every few seconds whether it is resolved.
      await auditOnce(c.get('caller'), municipality, { action: 'errors.read', subject: failureId });
      return c.json(await readDetail(c.get('db'), municipality, row), 200);
    },
  );

  const stream = createWatchedStream(context);
  app.openapi(
    createRoute({
      ...reading,
      path: `${path}/events`,
      operationId: 'watchError',
      summary: 'エラー1件の変化 / One entry whenever it changes',
      description:
        'Server-sent events: `error-entry` with an `ErrorDetail`, at first and at every change; comments in between. ' +
        'It ends within seconds of the session or the right, and after ten minutes; a browser connects again by itself.',
      responses: {
        200: { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } as const } } },
        ...ofEntries,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { failureId } = c.req.valid('param');
      await getEntry(c.get('db'), municipality, failureId);
      await auditOnce(c.get('caller'), municipality, { action: 'errors.read', subject: failureId });
      return stream(c, {
        organisation: municipality,
        right: 'errors:read',
        event: 'error-entry',
        async read() {
          // The request's own database ends with the request's answer; the stream checks the right at every look.
          const row = await findError(context.db, municipality, failureId);
          return row && readDetail(context.db, municipality, row);
        },
        keyOf: (detail) => JSON.stringify(detail),
      });
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: `${path}/neighbours`,
      operationId: 'findErrorNeighbours',
      summary: '一覧での前と次 / What comes before and after it in a list',
      description: 'By the filter of the list that one was in. The entry itself need not be in it any more.',
      request: { params: failureParams, query: ErrorNeighboursQuery },
      responses: {
        200: { description: 'The entries beside it.', content: json(ErrorNeighbours) },
        ...ofEntries,
        422: filterProblem,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const row = await getEntry(c.get('db'), municipality, c.req.valid('param').failureId);
      const filter = storedFilterOf(c.req.valid('query'), c.get('caller'), context.now());
      await auditOnce(c.get('caller'), municipality, { action: 'errors.read', subject: row.failureId });
      return c.json(await findNeighbours(c.get('db'), municipality, row, filter), 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: `${path}/notes`,
      operationId: 'listErrorNotes',
      summary: 'メモ / Notes of an entry',
      responses: { 200: { description: 'The notes.', content: json(ErrorNotes) }, ...ofEntries },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { failureId } = await getEntry(c.get('db'), municipality, c.req.valid('param').failureId);
      await auditOnce(c.get('caller'), municipality, { action: 'errors.notes', subject: failureId });
      return c.json({ notes: (await listNotes(c.get('db'), municipality, failureId)).map(noteOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('errors:work'),
      tags,
      method: 'post',
      path: `${path}/notes`,
      operationId: 'addErrorNote',
      summary: 'メモを書く / Write a note',
      description:
        'Also beside an entry that is resolved. A note is never changed. A program names somebody of this municipality.',
      middleware: [municipalityGuard(context, 'errors:work'), ...jsonBody] as const,
      request: { params: failureParams, body: { required: true, content: json(NoteBody) } },
      responses: {
        201: { description: 'All notes of the entry.', content: json(ErrorNotes) },
        ...ofEntries,
        ...bodyProblems,
        422: describeInvalid({ staffId: ['NOT_LISTED'] }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { staffId, note } = withActingStaff(c.get('caller'), c.req.valid('json'));
      const { failureId } = await getEntry(c.get('db'), municipality, c.req.valid('param').failureId);
      await requireStaffOf(c.get('db'), c.get('caller'), municipality, staffId);
      const entry = { action: 'errors.note', subject: failureId, staffId };
      await auditAllowed(context, c.get('caller'), municipality, entry);
      await addNote(c.get('db'), municipality, { failureId, staffId, note });
      return c.json({ notes: (await listNotes(c.get('db'), municipality, failureId)).map(noteOf) }, 201);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('residents:view'),
      tags,
      method: 'get',
      path: `${path}/comparison`,
      operationId: 'compareHeldTransfer',
      summary: '保留中の異動と現在の宛名情報の比較 / A held transfer beside the current address information',
      description:
        'Of an entry with the code IDENTITY_MISMATCH; others are answered 404. Names are shown, so it needs ' +
        'residents:view; of personal numbers only whether they are the same.',
      middleware: municipalityGuard(context, 'residents:view'),
      request: { params: failureParams },
      responses: { 200: { description: 'Field by field.', content: json(Comparison) }, ...ofEntries },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { failureId } = c.req.valid('param');
      const caller = c.get('caller');
      const seesProtected = hasRight(caller, 'residents:view-protected', municipality);
      const databases = { db: c.get('db'), numbers: context.db };
      const comparison = await compareHeld(databases, municipality, failureId, { seesProtected });
      await auditAllowed(context, caller, municipality, { action: actionOf(comparison), subject: failureId });
      if (!comparison) throw new ProblemError('UNKNOWN_FAILURE');
      return c.json(comparisonOf(failureId, comparison), 200);
    },
  );
}

async function getEntry(db: Database, municipality: string, failureId: string): Promise<ErrorRow> {
  const row = await findError(db, municipality, failureId);
  if (!row) throw new ProblemError('UNKNOWN_FAILURE');
  return row;
}

async function readDetail(db: Database, municipality: string, row: ErrorRow): Promise<ErrorDetail> {
  const { failureId, personId } = row;
  const [history, notes, tries] = await Promise.all([
    findEntryHistory(db, municipality, failureId),
    listNotes(db, municipality, failureId),
    listTries(db, municipality, failureId),
  ]);
  const { resolvedBy = null, resolvedBecause = null, hasRun = false } = history ?? {};
  const ids = [row.assigneeId, resolvedBy, ...tries.map(({ staffId }) => staffId)].filter((id) => id !== null);
  const names = await findStaffNames(db, municipality, ids);
  const nameOf = (staffId: string | null) => (staffId === null ? null : staffNameOf(staffId, names));
  return {
    ...entryOf(row, { assignee: nameOf(row.assigneeId), notes: notes.length }),
    resolvedBy: nameOf(resolvedBy),
    resolvedBecause,
    assignedAt: row.assignedAt?.toISOString() ?? null,
    retry: failures[row.code].retry,
    standing: standingOf(row),
    tryList: tries.map(({ failedAt, triedAt, endedAt, staffId, ...rest }) => ({
      ...rest,
      title: failures[rest.code].title,
      failedAt: failedAt.toISOString(),
      triedAt: triedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      staff: staffNameOf(staffId, names),
    })),
    noteList: notes.map(noteOf),
    workflow: { workflowId: acquireCodeIdFor(municipality, personId), started: hasRun },
  };
}

function standingOf({ tries, trying, resolution }: ErrorRow): ErrorDetail['standing'] {
  if (tries === 0) return null;
  if (trying !== null) return 'waiting';
  if (resolution === null) return 'back';
  return resolution === 'cancelled' ? 'gone' : 'past';
}

const noteOf = ({ noteId, at, staff, note }: StoredNote): ErrorNote => ({
  noteId,
  at: at.toISOString(),
  staff,
  note,
});

/** Looking at a protected resident unmasked has an action name of its own, so that auditors can find it. */
function actionOf(compared: HeldComparison | undefined): string {
  if (compared?.masked === true) return 'errors.compare.masked';
  return compared?.protected === true ? 'errors.compare.protected' : 'errors.compare';
}

function comparisonOf(failureId: string, compared: HeldComparison): Comparison {
  const { held, current, operatedAt, receivedAt, currentOperatedAt, ...rest } = compared;
  return {
    failureId,
    ...rest,
    operatedAt: operatedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    currentOperatedAt: currentOperatedAt?.toISOString() ?? null,
    fields: held ? comparedFields.map((field) => fieldOf(field, held, current)) : [],
  };
}

function fieldOf(
  field: (typeof comparedFields)[number],
  held: ComparedSide,
  current: ComparedSide | null,
): Comparison['fields'][number] {
  if (field === 'birthDate') {
    return {
      field,
      held: held.birthDate ?? held.birthDateText,
      current: current && (current.birthDate ?? current.birthDateText),
      differs: current !== null && !isSameBirthDate(held, current),
    };
  }
  return {
    field,
    held: held[field],
    current: current && current[field],
    differs: current !== null && comparable(field, held[field]) !== comparable(field, current[field]),
  };
}

/** Two spellings of one name or address are no difference: the judge and the search take them as equal. */
function comparable(field: (typeof comparedFields)[number], text: string | null): string | null {
  if (text === null) return null;
  if (field === 'name' || field === 'nameKana') return foldNameStrictly(text);
  return field === 'address' || field === 'delivery' ? foldAddress(text) : text;
}
