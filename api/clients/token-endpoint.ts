/**
 * `/oauth2/token`: client credentials (RFC 6749 §4.4). It answers errors by RFC 6749 §5.2, not as problem documents.
 */
import { bodyLimit } from 'hono/body-limit';
import type { Context } from 'hono';
import { TokenAnswer, TokenError, type Scope } from '../../contracts/api/administration.ts';
import type { StoredClient } from '../../storage/clients/clients.ts';
import { keepOnce } from '../../storage/clients/token-state.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { describeRefusal, serverProblems } from '../http/openapi.ts';
import { findUnstorable } from '../http/unstorable-text.ts';
import { tokenLifeSeconds } from './access-token.ts';
import { readCredentials, isAuthentic, type Credentials } from './authentication.ts';
import { createTokenBrake } from './token-brake.ts';

export const tokenPath = '/oauth2/token';
const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' };

export function addTokenEndpoint(app: ApiApp, context: ApiContext): void {
  const { addresses, db, clients, tokens, now, publicUrl } = context;
  const beginAttempt = createTokenBrake(now);
  const rules = {
    audiences: [publicUrl, `${publicUrl}${tokenPath}`],
    now,
    isFirstUse: (id: string, expiresAt: Date) => keepOnce(db, 'assertion', id, {}, expiresAt),
  };

  describe(app);
  app.post(
    tokenPath,
    bodyLimit({ maxSize: 64 * 1_024, onError: (c) => refuse(c, 400, 'invalid_request') }),
    async (c) => {
      if (!/^application\/x-www-form-urlencoded *(;|$)/iu.test(c.req.header('content-type') ?? '')) {
        return refuse(c, 400, 'invalid_request');
      }
      const form = new URLSearchParams(await c.req.text());
      if ([...form.keys()].some((name) => form.getAll(name).length > 1)) return refuse(c, 400, 'invalid_request');
      if ([...form.values()].some((value) => findUnstorable(value) !== null)) return refuse(c, 400, 'invalid_request');
      const given = readCredentials(c.req.header('authorization'), form);
      if (given.kind === 'malformed') return refuse(c, 400, 'invalid_request');
      if (given.kind === 'none') return refuse(c, 401, 'invalid_client');

      const attempt = beginAttempt(given.clientId, addresses.of(c));
      if (attempt.wait > 0) {
        recordRefusal(context, undefined, 'braked');
        return refuse(c, 429, 'temporarily_unavailable', { 'retry-after': String(attempt.wait) });
      }
      const client = await clients.get(given.clientId);
      const isValid = await isAuthentic(client, given, rules);
      if (!client || !isValid) {
        attempt.failed();
        recordRefusal(context, client, given.kind);
        return refuse(c, 401, 'invalid_client');
      }
      attempt.succeeded();

      const grantType = form.get('grant_type');
      if (grantType === null) return refuse(c, 400, 'invalid_request');
      if (grantType !== 'client_credentials') return refuse(c, 400, 'unsupported_grant_type');
      const granted = selectScopes(client, form.get('scope'));
      if (!granted) return refuse(c, 400, 'invalid_scope');
      const answer: TokenAnswer = {
        access_token: await tokens.issue(client.clientId, granted),
        token_type: 'Bearer',
        expires_in: tokenLifeSeconds,
        scope: granted.join(' '),
      };
      return c.json(answer, 200, noStore);
    },
  );
}

/** All scopes of the client, or those it asks for; undefined if it asks for one it does not have. */
function selectScopes(client: StoredClient, asked: string | null): Scope[] | undefined {
  const wanted = (asked ?? '').split(' ').filter((scope) => scope !== '');
  if (wanted.length === 0) return client.scopes;
  const granted = client.scopes.filter((scope) => wanted.includes(scope));
  return wanted.every((scope) => granted.some((each) => each === scope)) ? granted : undefined;
}

/** Records the client's id only if there is such a client: somebody may have sent anything else in its place. */
function recordRefusal(
  { refusals, background }: ApiContext,
  client: StoredClient | undefined,
  how: Credentials['kind'] | 'braked',
): void {
  background.run('audit of a refused client', () =>
    refusals.record(client?.municipality ?? null, {
      clientId: client?.clientId ?? 'unknown',
      staffId: null,
      action: `oauth2.token.${how}`,
      subject: null,
      reason: null,
    }),
  );
}

const descriptions = {
  invalid_request: 'The request is malformed.',
  invalid_client: 'Client authentication failed.',
  invalid_scope: 'This client may not have that scope.',
  unsupported_grant_type: 'Only client_credentials is served here.',
  temporarily_unavailable: 'Too many failed attempts. Try again later.',
} as const;

function refuse(
  c: Pick<Context, 'json'>,
  status: 400 | 401 | 429,
  error: keyof typeof descriptions,
  headers: Record<string, string> = {},
): Response {
  const challenge: Record<string, string> = status === 401 ? { 'www-authenticate': 'Basic realm="fugo"' } : {};
  return c.json({ error, error_description: descriptions[error] }, status, { ...noStore, ...challenge, ...headers });
}

function describe(app: ApiApp): void {
  const error = { content: { 'application/json': { schema: TokenError } } };
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: tokenPath,
    operationId: 'issueToken',
    tags: ['oauth2'],
    summary: 'アクセストークンを得る / Get an access token',
    description:
      'Client credentials grant. Authenticate by HTTP Basic, by `client_secret` in the body, or by `private_key_jwt` ' +
      '(an assertion serves once). Without `scope` the token carries all scopes of the client.',
    security: [],
    request: {
      body: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: {
              type: 'object',
              required: ['grant_type'],
              properties: {
                grant_type: { type: 'string', enum: ['client_credentials'] },
                scope: { type: 'string', example: 'transfers:write residents:read' },
                client_id: { type: 'string' },
                client_secret: { type: 'string', format: 'password' },
                client_assertion_type: { type: 'string' },
                client_assertion: { type: 'string' },
              },
            },
          },
        },
      },
    },
    responses: {
      200: { description: 'The token.', content: { 'application/json': { schema: TokenAnswer } } },
      400: { description: 'RFC 6749 §5.2.', ...error },
      401: { description: 'Client authentication failed.', ...error },
      408: describeRefusal('NOT_IN_TIME'),
      429: { description: 'Too many failed attempts; see Retry-After.', ...error },
      ...serverProblems,
    },
  });
}
