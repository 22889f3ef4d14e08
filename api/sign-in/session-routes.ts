/** Who is signed in, and which ways of signing in there are. */
import { createRoute } from '@hono/zod-openapi';
import { Session, SignInWays } from '../../contracts/api/session.ts';
import { rightsInTier, rights, roles as municipalRoles } from '../../domain/rights.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { commonProblems, json, serverProblems, sessionCookie } from '../http/openapi.ts';
import { addNoOtherMethod } from '../http/not-found.ts';
import { ProblemError } from '../http/problem.ts';
import type { StaffSession } from './staff-session.ts';
import { oidcProviderId } from './settings.ts';

export function addSessionRoute(app: ApiApp, workflowsUrl: string | null): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/session',
      operationId: 'getSession',
      tags: ['session'],
      summary: 'サインインしている職員 / Who is signed in',
      description: 'Rights are empty until a second factor is set up and an initial password is changed.',
      security: [{ [sessionCookie]: [] }],
      responses: { 200: { description: 'The session.', content: json(Session) }, ...commonProblems },
    }),
    (c) => {
      const session = c.get('session');
      // A program has no session.
      if (!session) throw new ProblemError('FORBIDDEN');
      return c.json({ ...bodyOf(session), workflowsUrl }, 200);
    },
  );
}

/** Registered before `authenticate`: the page asks before anybody is signed in. */
export function addSignInWaysRoute(app: ApiApp, { staff: { oidc } }: ApiContext): void {
  const path = '/v1/sign-in-ways';
  app.openapi(
    createRoute({
      method: 'get',
      path,
      operationId: 'getSignInWays',
      tags: ['session'],
      summary: 'サインインの方法 / How to sign in here',
      security: [],
      responses: { 200: { description: 'The ways.', content: json(SignInWays) }, ...serverProblems },
    }),
    (c) => c.json({ local: true, oidc: oidc ? [{ providerId: oidcProviderId, name: oidc.name }] : [] }, 200),
  );
  // Behind it stands the question for a token, which is no answer to who asks in another way.
  addNoOtherMethod(app, path, 'GET');
}

function bodyOf({ staff, factor, expiresAt, organisations, isComplete }: StaffSession): Omit<Session, 'workflowsUrl'> {
  const entries = organisations.map((organisation) => {
    const given = rightsInTier(organisation.tier, isComplete ? organisation.roles : []);
    return { ...organisation, rights: rights.filter((right) => given.has(right)) };
  });
  return {
    staffId: staff.staffId,
    name: staff.name,
    email: staff.email,
    expiresAt: expiresAt.toISOString(),
    // With OIDC the provider asks for the second factor.
    secondFactor: factor === 'password' ? 'missing' : 'set-up',
    password: passwordOf(staff.initialPassword, factor),
    municipalities: entries
      .filter(({ tier }) => tier === 'municipality')
      .map(({ organisation, tier: _tier, roles, ...names }) => ({
        municipality: organisation,
        ...names,
        roles: municipalRoles.filter((role) => roles.includes(role)),
      })),
    organisations: entries,
  };
}

function passwordOf(isInitial: boolean, factor: StaffSession['factor']): Session['password'] {
  if (factor === 'oidc') return 'none';
  return isInitial ? 'initial' : 'own';
}
