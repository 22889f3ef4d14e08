/** Who is told of an organisation's incidents. */
import { createRoute, z } from '@hono/zod-openapi';
import { RecipientBody, Recipients, StoredRecipient } from '../../contracts/api/monitoring.ts';
import { listRecipients, putRecipient, removeRecipient } from '../../storage/monitoring/work.ts';
import { auditAllowed } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';

export function addRecipientRoutes(app: ApiApp, context: ApiContext): void {
  // Addresses are for the programs; those who may work on incidents see the ones of the organisation.
  const { db } = context;
  const path = '/v1/organisations/{organisation}/recipients';
  const guard = organisationGuard(context, 'incidents:work');
  const common = { ...securedBy('incidents:work'), tags: ['monitoring'] };

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path,
      operationId: 'listRecipients',
      summary: '警報の宛先の一覧 / Who is told',
      description: 'Where an organisation has named nobody, those of the one above are told.',
      middleware: guard,
      request: { params: organisationParam },
      responses: {
        200: { description: 'Of this organisation.', content: json(Recipients) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => c.json({ recipients: await listRecipients(db, c.get('organisation').organisation) }, 200),
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'post',
      path,
      operationId: 'putRecipient',
      summary: '警報の宛先を登録する / Tell somebody',
      description:
        'By mail, or by a call in the shape of Alertmanager’s webhook 4. One with the same address is changed.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(RecipientBody) } },
      responses: {
        201: { description: 'Told from now on.', content: json(StoredRecipient) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid({ address: ['WRONG_FORMAT'] }),
      },
    }),
    async (c) => {
      const body = c.req.valid('json');
      const { organisation } = c.get('organisation');
      const isAddress =
        body.kind === 'mail'
          ? /^[^\s@<>,;:"()]{1,64}@[A-Za-z0-9.-]{1,200}$/u.test(body.address)
          : /^https?:\/\//u.test(body.address) && URL.canParse(body.address);
      if (!isAddress) throw invalidInput([{ field: 'address', rule: 'WRONG_FORMAT' }]);
      await auditAllowed(context, c.get('caller'), organisation, { action: 'recipients.put', subject: body.kind });
      return c.json(await putRecipient(db, { organisation, ...body }), 201);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'delete',
      path: `${path}/{recipientId}`,
      operationId: 'removeRecipient',
      summary: '警報の宛先を取り除く / Tell somebody no longer',
      middleware: guard,
      request: { params: organisationParam.extend({ recipientId: z.uuid() }) },
      responses: {
        204: { description: 'Told no longer.' },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const { recipientId } = c.req.valid('param');
      const { organisation } = c.get('organisation');
      await auditAllowed(context, c.get('caller'), organisation, { action: 'recipients.remove', subject: recipientId });
      await removeRecipient(db, organisation, recipientId);
      return c.body(null, 204);
    },
  );
}
