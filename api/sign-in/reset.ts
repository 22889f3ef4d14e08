/**
 * Resets the sign-in of a person who lost the second factor and the backup codes, or the password. Whoever gets the new
 * password could act as the person, so it asks for a reason and is limited:
 *
 * R1. Nobody resets their own sign-in: whoever finds an open session could turn it into a password.
 * R2. If a person works for another organisation too, an administrator of one organisation cannot take the account
 *     over.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { NewStaff, SignInResetBody } from '../../contracts/api/staff.ts';
import { recordSuccess } from '../../storage/sign-in/sign-in.ts';
import { hasPassword, listStaff, readRolesOfStaff } from '../../storage/staff/staff.ts';
import { auditAllowed, auditIdentityOf, auditRefused } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  json,
  organisationParam,
  describeOrganisationNotFound,
  describeRefusal,
  securedBy,
} from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import type { Auth } from './auth.ts';
import { giveInitialPassword } from './register.ts';
import { jsonBody } from '../http/validation.ts';

const action = 'staff.sign-in.reset';

export function addSignInResetRoute(app: ApiApp, context: ApiContext, auth: Auth): void {
  const { db } = context;
  app.openapi(
    createRoute({
      tags: ['administration'],
      ...securedBy('staff:administer'),
      method: 'post',
      path: '/v1/organisations/{organisation}/staff/{staffId}/sign-in-reset',
      operationId: 'resetStaffSignIn',
      summary: 'サインインを初めからやり直す / Let a member of staff sign in anew',
      description:
        'Password, second factor, backup codes and open sessions serve no more; the new initial password is answered ' +
        'once. Not one’s own, and of somebody who works for another organisation too by the installation’s ' +
        'administrator only. Who signs in at the provider has nothing here to reset.',
      middleware: [organisationGuard(context, 'staff:administer'), ...jsonBody] as const,
      request: {
        params: organisationParam.extend({ staffId: z.string().max(100) }),
        body: { required: true, content: json(SignInResetBody) },
      },
      responses: {
        200: { description: 'With the new initial password.', content: json(NewStaff) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound('NOT_FOUND'),
        409: describeRefusal('STAFF_OF_OTHERS', 'SIGN_IN_ELSEWHERE'),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const caller = c.get('caller');
      const { reason } = c.req.valid('json');
      const { staffId } = c.req.valid('param');
      const member = (await listStaff(db, organisation)).find((each) => each.staffId === staffId);
      if (!member) throw new ProblemError('NOT_FOUND');
      const forbidden = await refusalOf(context, caller, organisation, staffId);
      if (forbidden) {
        await auditRefused(context, caller, organisation, { action, subject: staffId });
        throw new ProblemError(forbidden);
      }
      await auditAllowed(context, caller, organisation, { action, subject: staffId, reason });
      const initialPassword = await giveInitialPassword(db, auth, staffId);
      await recordSuccess(db, { by: 'email', index: context.keys.blindIndex('staff-sign-in', member.email) });
      const { name, email, createdAt, roles } = member;
      const body = {
        staffId,
        name,
        email,
        roles,
        secondFactor: 'missing' as const,
        createdAt: createdAt.toISOString(),
      };
      return c.json({ ...body, initialPassword }, 200);
    },
  );
}

async function refusalOf(
  { db }: ApiContext,
  caller: Caller,
  organisation: string,
  staffId: string,
): Promise<'FORBIDDEN' | 'STAFF_OF_OTHERS' | 'SIGN_IN_ELSEWHERE' | null> {
  if (auditIdentityOf(caller).staffId === staffId) return 'FORBIDDEN';
  const isOfOthers = (await readRolesOfStaff(db, staffId)).some((each) => each.organisation !== organisation);
  if (isOfOthers && (caller.kind === 'staff' || caller.municipality !== null)) return 'STAFF_OF_OTHERS';
  return (await hasPassword(db, staffId)) ? null : 'SIGN_IN_ELSEWHERE';
}
