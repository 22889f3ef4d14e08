/** What the pages of inquiries watch: that something has changed, without what. */
import { createRoute } from '@hono/zod-openapi';
import { InquiryChanges } from '../../contracts/api/inquiry-changes.ts';
import { InquiryOwners } from '../../contracts/api/inquiry-owners.ts';
import { readInquiryChanges } from '../../storage/inquiries/changes.ts';
import { listInquiryOwners } from '../../storage/inquiries/owners.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { commonProblems, describeOrganisationNotFound, json, organisationParam, securedBy } from '../http/openapi.ts';
import { createShortCache } from '../http/short-cache.ts';
import { createWatchedStream } from '../sign-in/watched-stream.ts';

const tags = ['inquiries'];
const keptMs = 2_000;
/** Counting never takes more than a twentieth of the database's time, however many watch. */
const share = 20;

export function addInquiryChangeRoutes(app: ApiApp, context: ApiContext): void {
  const stream = createWatchedStream(context);
  const changes = createShortCache<InquiryChanges>(
    (key) => {
      const [acting = '', organisation = ''] = key.split(' ');
      return readInquiryChanges(context.db, { acting, organisation }, context.now());
    },
    { ttlMs: (tookMs) => Math.max(keptMs, share * tookMs), now: context.now },
  );
  const path = '/v1/organisations/{organisation}/inquiry-changes';
  const common = {
    ...securedBy('inquiries:read'),
    tags,
    method: 'get' as const,
    middleware: organisationGuard(context, 'inquiries:read'),
    request: { params: organisationParam },
  };
  const problems = { ...commonProblems, 404: describeOrganisationNotFound() } as const;

  app.openapi(
    createRoute({
      ...common,
      path,
      operationId: 'getInquiryChanges',
      summary: '問い合わせの変化 / Whether inquiries have changed',
      description: 'Counts and a mark, so that a page asks for inquiries only when something has changed.',
      responses: { 200: { description: 'As of this moment.', content: json(InquiryChanges) }, ...problems },
    }),
    async (c) => c.json(await changes.get(`${c.get('acting')} ${c.get('organisation').organisation}`), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/events`,
      operationId: 'watchInquiries',
      summary: '問い合わせの変化の通知 / Inquiries whenever they change',
      description:
        'Server-sent events: `inquiries` with an `InquiryChanges`, at first and at every change; as those of the overview.',
      responses: {
        200: { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } as const } } },
        ...problems,
      },
    }),
    (c) => {
      const [acting, { organisation }] = [c.get('acting'), c.get('organisation')];
      return stream(c, {
        organisation: acting,
        right: 'inquiries:read',
        event: 'inquiries',
        read: () => changes.get(`${acting} ${organisation}`),
        keyOf: (value) => JSON.stringify(value),
      });
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('inquiries:answer'),
      tags,
      method: 'get',
      path: '/v1/organisations/{organisation}/inquiry-owners',
      operationId: 'listInquiryOwners',
      summary: '担当になれる人 / Who may own an inquiry',
      middleware: organisationGuard(context, 'inquiries:answer'),
      request: { params: organisationParam },
      responses: {
        200: { description: 'The people of the call centre, by name.', content: json(InquiryOwners) },
        ...problems,
      },
    }),
    async (c) => c.json({ owners: await listInquiryOwners(c.get('db'), c.get('acting')) }, 200),
  );
}
