/** お知らせ: everybody's own, by the session alone. Not audited: they are about the reader, and say nothing of a resident. */
import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { News, NewsChoices, NewsQuery, SeenBody } from '../../contracts/api/news.ts';
import { countUnseen, listNews, markSeen, putChoices, readChoices, type StoredNews } from '../../storage/news/own.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import { bodyProblems, commonProblems, json, sessionCookie } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { createWatchedStream } from '../sign-in/watched-stream.ts';

/** The news of a stream: those that the browser may not have shown yet. */
const watchedNews = 20;

export function addNewsRoutes(app: ApiApp, { db, ...context }: ApiContext): void {
  const stream = createWatchedStream({ db, ...context });
  const common = { tags: ['session'], security: [{ [sessionCookie]: [] }] };
  const read = async (staffId: string, page: { before?: number | undefined; limit: number }): Promise<News> => {
    const [unseen, found] = await Promise.all([
      countUnseen(db, staffId),
      listNews(db, staffId, { ...page, limit: page.limit + 1 }),
    ]);
    const shown = found.slice(0, page.limit);
    return { unseen, news: shown.map(viewOf), next: found.length > page.limit ? (shown.at(-1)?.newsId ?? null) : null };
  };

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/v1/news',
      operationId: 'listNews',
      summary: 'お知らせ / What the signed-in member of staff is told',
      request: { query: NewsQuery },
      responses: { 200: { description: 'A page.', content: json(News) }, ...commonProblems },
    }),
    async (c) => c.json(await read(requireOwnId(c).staffId, c.req.valid('query')), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/v1/news/events',
      operationId: 'watchNews',
      summary: 'お知らせの変化 / The news whenever they change',
      description:
        'Server-sent events: `news` with the latest `News`, at first and at every change; comments in between. It ends ' +
        'within seconds of the session, and after ten minutes; a browser connects again by itself.',
      responses: {
        200: { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } as const } } },
        ...commonProblems,
      },
    }),
    (c) => {
      const { staffId, organisation } = requireOwnId(c);
      return stream(c, {
        organisation,
        right: null,
        event: 'news',
        read: () => read(staffId, { limit: watchedNews }),
        keyOf: (value) => JSON.stringify(value),
      });
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'post',
      path: '/v1/news/seen',
      operationId: 'markNewsSeen',
      summary: 'お知らせを見た / Says that news were seen',
      middleware: [...jsonBody] as const,
      request: { body: { required: true, content: json(SeenBody) } },
      responses: { 204: { description: 'Kept.' }, ...commonProblems, ...bodyProblems },
    }),
    async (c) => {
      await markSeen(db, requireOwnId(c).staffId, c.req.valid('json').upTo);
      return c.body(null, 204);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/v1/news/choices',
      operationId: 'getNewsChoices',
      summary: 'お知らせの受け取り方 / How the person wants to be told',
      responses: { 200: { description: 'The choices.', content: json(NewsChoices) }, ...commonProblems },
    }),
    async (c) => c.json(bodyOf(await readChoices(db, requireOwnId(c).staffId)), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'put',
      path: '/v1/news/choices',
      operationId: 'putNewsChoices',
      summary: 'お知らせの受け取り方を変える / Changes how the person wants to be told',
      description: 'What is mailed already, or waits and is wanted still, stays so.',
      middleware: [...jsonBody] as const,
      request: { body: { required: true, content: json(NewsChoices) } },
      responses: { 200: { description: 'Kept.', content: json(NewsChoices) }, ...commonProblems, ...bodyProblems },
    }),
    async (c) => {
      const { staffId } = requireOwnId(c);
      await putChoices(db, staffId, c.req.valid('json'));
      return c.json(bodyOf(await readChoices(db, staffId)), 200);
    },
  );
}

/** A program is told nothing, nor is somebody who has not finished the sign-in or works for nobody. */
function requireOwnId(c: Context<ApiEnv>): { staffId: string; organisation: string } {
  const session = c.get('session');
  const [first] = session?.organisations ?? [];
  if (!session?.isComplete || !first) throw new ProblemError('FORBIDDEN');
  return { staffId: session.staff.staffId, organisation: first.organisation };
}

function viewOf({ createdAt, ...news }: StoredNews): News['news'][number] {
  return { ...news, at: new Date(createdAt).toISOString() };
}

function bodyOf({ mail, browser, digestMinutes, summaryAt }: Awaited<ReturnType<typeof readChoices>>): NewsChoices {
  return { mail: [...mail], browser: [...browser], digestMinutes, summaryAt };
}
