/** The movers list (list creation unit), as pages and as a file. The file is audited as an export. */
import { createRoute } from '@hono/zod-openapi';
import { dayRules } from '../../contracts/api/moment.ts';
import { MoverLoads, MoverLoadsQuery, Movers, MoversCsvQuery, MoversQuery } from '../../contracts/api/movers.ts';
import { addDays, tokyoStartOf, tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import type { Database } from '../../storage/database/database.ts';
import {
  listMoverLoads,
  listMovers,
  type Mover,
  type MoverCursor,
  type MoverFilter,
  type Period,
} from '../../storage/residents/movers.ts';
import { auditAllowed } from '../audit/write.ts';
import { hasRight, municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { answerCsv, csvResponses } from '../http/csv-file.ts';
import { commonProblems, describeInvalid, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';

const rowsAPage = 1_000;

const periodProblem = describeInvalid({ from: dayRules, to: [...dayRules, 'OUT_OF_RANGE'] });
const fileResponses = { ...csvResponses, 422: periodProblem } as const;

export function addMoverRoutes(app: ApiApp, context: ApiContext): void {
  const common = {
    ...securedBy('movers:read'),
    tags: ['residents'],
    method: 'get' as const,
    middleware: municipalityGuard(context, 'movers:read'),
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/movers',
      operationId: 'listMovers',
      summary: '異動した住民の一覧 / Residents registered or updated in a period',
      request: { params: municipalityParam, query: MoversQuery },
      responses: { 200: { description: 'A page.', content: json(Movers) }, ...commonProblems, 422: periodProblem },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { from, to, after, limit, ...filter } = c.req.valid('query');
      const period = { ...periodOf(from, to), ...filter };
      const cursor = after === undefined ? undefined : parseCursor(after);
      await auditAllowed(context, c.get('caller'), municipality, { action: 'movers.list', subject: `${from}/${to}` });
      const rows = await listMovers(c.get('db'), municipality, period, {
        after: cursor,
        limit: limit + 1,
        seesProtected: hasRight(c.get('caller'), 'residents:view-protected', municipality),
      });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return c.json({ movers: page.map(viewOf), next: last ? formatCursor(last) : null }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/movers/loads',
      operationId: 'listMoverLoads',
      summary: '異動した住民の一括登録 / By which loads residents of a period came',
      request: { params: municipalityParam, query: MoverLoadsQuery },
      responses: {
        200: { description: 'The loads.', content: json(MoverLoads) },
        ...commonProblems,
        422: periodProblem,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { from, to } = c.req.valid('query');
      const loads = await listMoverLoads(c.get('db'), municipality, periodOf(from, to));
      await auditAllowed(context, c.get('caller'), municipality, { action: 'movers.loads', subject: `${from}/${to}` });
      return c.json({ loads }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/movers.csv',
      operationId: 'exportMovers',
      summary: '異動した住民の一覧のファイル / The movers list as a file',
      description:
        'CSV of any length. In CP932 a character that it does not have becomes 〓, and a last line says how many did; ' +
        'a selector of a glyph is left out and counted too.',
      request: { params: municipalityParam, query: MoversCsvQuery },
      responses: fileResponses,
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { from, to, encoding, ...filter } = c.req.valid('query');
      const period = { ...periodOf(from, to), ...filter };
      await auditAllowed(context, c.get('caller'), municipality, { action: 'movers.export', subject: `${from}/${to}` });
      const seesProtected = hasRight(c.get('caller'), 'residents:view-protected', municipality);
      const rows = readRows(c.get('db'), municipality, period, seesProtected);
      return answerCsv(c, context, { fileName: `movers-${from}-${to}.csv`, encoding, headings, rows });
    },
  );
}

const headings = [
  '団体内統合宛名番号',
  '氏名',
  '氏名カナ',
  '区分',
  '履歴番号',
  '番号体系',
  '登録時点',
  '異動時点',
  '一括登録ID',
];
const changes = { address: '住所', name: '氏名', correction: '訂正' } as const;

async function* readRows(
  db: Database,
  municipality: string,
  period: Period & MoverFilter,
  seesProtected: boolean,
): AsyncGenerator<string[][]> {
  for (let after: MoverCursor | undefined; ;) {
    const page = await listMovers(db, municipality, period, { after, limit: rowsAPage, seesProtected });
    yield page.map(fieldsOf);
    after = page.at(-1);
    if (page.length < rowsAPage) return;
  }
}

function fieldsOf(mover: Mover): string[] {
  return [
    mover.integratedAddressNumber ?? '',
    mover.masked ? '（支援措置）' : (mover.name ?? ''),
    mover.nameKana ?? '',
    mover.kind === 'registered' ? '新規' : mover.changed.map((change) => changes[change]).join('・'),
    String(mover.historySeq),
    mover.numberSystem ?? '',
    tokyoTimeOf(mover.registeredAt),
    tokyoTimeOf(mover.operatedAt),
    mover.loadId ?? '',
  ];
}

function periodOf(from: string, to: string): Period {
  if (to < from) throw invalidInput([{ field: 'to', rule: 'OUT_OF_RANGE' }]);
  return { from: tokyoStartOf(from), to: tokyoStartOf(addDays(to, 1)) };
}

function viewOf(mover: Mover): Movers['movers'][number] {
  const { integratedAddressNumber, name, nameKana, kind, changed, loadId, historySeq, numberSystem, masked } = mover;
  return {
    integratedAddressNumber,
    name,
    nameKana,
    kind,
    changed,
    loadId,
    historySeq,
    numberSystem,
    registeredAt: new Date(mover.registeredAt).toISOString(),
    operatedAt: new Date(mover.operatedAt).toISOString(),
    protected: mover.protected,
    masked,
  };
}

function formatCursor({ registeredAt, personId, historySeq }: Mover): string {
  return `${String(registeredAt)}_${personId}_${String(historySeq)}`;
}

function parseCursor(text: string): MoverCursor {
  const [, at, personId, seq] =
    /^([0-9]{1,13})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([0-9]{1,9})$/u.exec(text) ?? [];
  if (at === undefined || personId === undefined || seq === undefined) {
    throw invalidInput([{ field: 'after', rule: 'WRONG_FORMAT' }]);
  }
  return { registeredAt: Number(at), personId, historySeq: Number(seq) };
}
