/** The callers of the API: the administrator registers, lists and revokes them. */
import { createRoute, z } from '@hono/zod-openapi';
import { randomBytes } from 'node:crypto';
import { Clients, ClientBody, NewClient, type Client } from '../../contracts/api/administration.ts';
import { addClient, listClients, revokeClient, type StoredClient } from '../../storage/clients/clients.ts';
import { auditAllowed } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { bodyProblems, commonProblems, json, municipalityParam, describeNotFound, securedBy } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';

export function addClientRoutes(app: ApiApp, context: ApiContext): void {
  const guard = municipalityGuard(context, 'clients:administer');
  const secured = { tags: ['administration'], ...securedBy('clients:administer') };
  const path = '/v1/municipalities/{code}/clients';

  app.openapi(
    createRoute({
      ...secured,
      method: 'post',
      path,
      operationId: 'addClient',
      summary: 'クライアントを登録する / Register a caller',
      description: 'With `jwks` it authenticates by private_key_jwt; without, by the secret that is shown this once.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(ClientBody) } },
      responses: {
        201: { description: 'Registered.', content: json(NewClient) },
        ...commonProblems,
        ...bodyProblems,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { jwks, ...body } = c.req.valid('json');
      const clientId = `${body.kind}-${randomBytes(9).toString('base64url')}`;
      const clientSecret = jwks ? null : newSecret();
      await auditAllowed(context, c.get('caller'), municipality, { action: 'clients.add', subject: clientId });
      const client = await addClient(context.db, {
        ...body,
        clientId,
        municipality,
        secretHash: clientSecret === null ? null : await hashSecret(clientSecret),
        jwks: jwks ?? null,
      });
      context.clients.forget(clientId);
      return c.json({ ...bodyOf(client), clientSecret }, 201, { 'cache-control': 'no-store' });
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'get',
      path,
      operationId: 'listClients',
      summary: 'クライアントの一覧 / The callers of a municipality',
      middleware: guard,
      request: { params: municipalityParam },
      responses: { 200: { description: 'Revoked ones too.', content: json(Clients) }, ...commonProblems },
    }),
    async (c) => {
      const clients = await listClients(context.db, c.get('municipality').municipality);
      return c.json({ clients: clients.map(bodyOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'delete',
      path: `${path}/{clientId}`,
      operationId: 'revokeClient',
      summary: 'クライアントを無効にする / Revoke a caller',
      description: 'Its tokens stop serving within five seconds.',
      middleware: guard,
      request: { params: municipalityParam.extend({ clientId: z.string().max(200) }) },
      responses: { 204: { description: 'Revoked.' }, ...commonProblems, 404: describeNotFound('NOT_FOUND') },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { clientId } = c.req.valid('param');
      if (!(await revokeClient(context.db, municipality, clientId))) throw new ProblemError('NOT_FOUND');
      context.clients.forget(clientId);
      await auditAllowed(context, c.get('caller'), municipality, { action: 'clients.revoke', subject: clientId });
      return c.body(null, 204);
    },
  );
}

function bodyOf({ clientId, kind, name, numberSystems, scopes, jwks, createdAt, revokedAt }: StoredClient): Client {
  return {
    clientId,
    kind,
    name,
    numberSystems,
    scopes,
    authentication: jwks ? 'private_key_jwt' : 'client_secret',
    createdAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
