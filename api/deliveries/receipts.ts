/**
 * 受領書: what the servers say of what they were delivered. They have no session and no token: each receipt is signed with
 * the key that its server has shown at its registered address.
 */
import { createRoute } from '@hono/zod-openapi';
import { Receipt, ReceiptTaken } from '../../contracts/deliveries.ts';
import { takeReceipt } from '../../storage/deliveries/receipts.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, describeInvalid, describeRefusal, json, serverProblems } from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { foreignJsonBody } from '../http/validation.ts';

/** Added before the routes that want a caller. */
export function addReceiptRoute(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      security: [],
      tags: ['deliveries'],
      method: 'post',
      path: '/v1/deliveries/receipts',
      operationId: 'takeReceipt',
      summary: '受領書を受け取る / Take a receipt of a delivery',
      description:
        'Authenticated by its signature alone: Ed25519 over the text of `statement`, by the key of the server. One that ' +
        'comes again, or is older than what is known, changes nothing.',
      middleware: [...foreignJsonBody] as const,
      request: { body: { required: true, content: json(Receipt) } },
      responses: {
        202: { description: 'Taken, or known already.', content: json(ReceiptTaken) },
        ...bodyProblems,
        403: describeRefusal('RECEIPT_REFUSED'),
        422: describeInvalid({ statement: ['WRONG_FORMAT'], signature: ['WRONG_FORMAT'] }),
        ...serverProblems,
      },
    }),
    async (c) => {
      const taken = await takeReceipt(context.db, c.req.valid('json'));
      if (taken.kind === 'malformed') throw invalidInput([{ field: 'statement', rule: 'WRONG_FORMAT' }]);
      // Who asks without a right key is not told whether there is such a server.
      if (taken.kind === 'unknownTarget' || taken.kind === 'wrongSignature') throw new ProblemError('RECEIPT_REFUSED');
      if (taken.kind === 'taken' && taken.rollout !== null) {
        const { rollout } = taken;
        context.background.run('nudge of a rollout', () => context.engine.nudgeRollout({ rollout }));
      }
      return c.json({ no: taken.no }, 202);
    },
  );
}
