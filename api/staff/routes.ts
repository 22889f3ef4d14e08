/** Who works for an organisation of any tier, with which roles. Only an administrator can register somebody. */
import { createRoute, z } from '@hono/zod-openapi';
import { NewStaff, NewStaffBody, RolesBody, StaffMember, StaffMembers } from '../../contracts/api/staff.ts';
import type { Organisation } from '../../domain/organisations.ts';
import { rolesOfTier, type AnyRole } from '../../domain/rights.ts';
import { findStaff, listStaff, putRoles, readPasswordTimes, type StoredStaff } from '../../storage/staff/staff.ts';
import { auditAllowed, auditRefused } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  describeRefusal,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import type { Auth } from '../sign-in/auth.ts';
import { registerStaff } from '../sign-in/register.ts';

export function addStaffRoutes(app: ApiApp, context: ApiContext, auth: Auth): void {
  const { db } = context;
  const guard = organisationGuard(context, 'staff:administer');
  const secured = { tags: ['administration'], ...securedBy('staff:administer') };
  const path = '/v1/organisations/{organisation}/staff';
  const params = organisationParam.extend({ staffId: z.string().max(100) });

  app.openapi(
    createRoute({
      ...secured,
      method: 'get',
      path,
      operationId: 'listStaff',
      summary: '団体の職員の一覧 / Staff of an organisation',
      middleware: guard,
      request: { params: organisationParam },
      responses: {
        200: { description: 'With their roles here.', content: json(StaffMembers) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      await auditAllowed(context, c.get('caller'), organisation, { action: 'staff.list', subject: null });
      const members = await listStaff(db, organisation);
      const times = await readPasswordTimes(
        db,
        members.map(({ staffId }) => staffId),
      );
      const listed = members.map((member) => ({
        ...bodyOf(member, member.roles),
        passwordSince: times.get(member.staffId)?.toISOString() ?? null,
      }));
      return c.json({ staff: listed }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'post',
      path,
      operationId: 'addStaff',
      summary: '団体の職員を登録する / Register a member of staff of an organisation',
      description:
        'With roles that an organisation of this tier gives. Somebody known already keeps the way of signing in.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(NewStaffBody) } },
      responses: {
        201: { description: 'Registered.', content: json(NewStaff) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        409: describeRefusal('LAST_ADMINISTRATOR'),
        422: describeInvalid({ 'roles[]': ['NOT_OF_THIS_TIER'] }),
      },
    }),
    async (c) => {
      const organisation = c.get('organisation');
      const { roles, ...person } = c.req.valid('json');
      const given = requireRolesOfTier(organisation, roles);
      const { staff, initialPassword } = await registerStaff(db, auth, person);
      const entry = { action: 'staff.add', subject: staff.staffId, reason: given.join(' ') };
      await auditAllowed(context, c.get('caller'), organisation.organisation, entry);
      await changeRoles(c.get('caller'), organisation.organisation, staff.staffId, given);
      return c.json({ ...bodyOf(staff, given), initialPassword }, 201);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'put',
      path: `${path}/{staffId}/roles`,
      operationId: 'putStaffRoles',
      summary: '団体の職員の役割を変える / Change the roles of a member of staff of an organisation',
      description: 'They hold from the next request on. The only administrator keeps that role.',
      middleware: [guard, ...jsonBody] as const,
      request: { params, body: { required: true, content: json(RolesBody) } },
      responses: {
        200: { description: 'The member of staff.', content: json(StaffMember) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound('NOT_FOUND'),
        409: describeRefusal('LAST_ADMINISTRATOR'),
        422: describeInvalid({ 'roles[]': ['NOT_OF_THIS_TIER'] }),
      },
    }),
    async (c) => {
      const organisation = c.get('organisation');
      const given = requireRolesOfTier(organisation, c.req.valid('json').roles);
      const member = await getMember(organisation.organisation, c.req.valid('param').staffId);
      const entry = { action: 'staff.roles', subject: member.staffId, reason: given.join(' ') };
      await auditAllowed(context, c.get('caller'), organisation.organisation, entry);
      await changeRoles(c.get('caller'), organisation.organisation, member.staffId, given);
      return c.json(bodyOf(member, given), 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'delete',
      path: `${path}/{staffId}`,
      operationId: 'removeStaff',
      summary: '団体の職員を外す / Take a member of staff of an organisation away',
      description:
        'Who works for no organisation any more is signed out at once and can not sign in. The only administrator stays.',
      middleware: guard,
      request: { params },
      responses: {
        204: { description: 'Taken away.' },
        ...commonProblems,
        404: describeOrganisationNotFound('NOT_FOUND'),
        409: describeRefusal('LAST_ADMINISTRATOR'),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { staffId } = await getMember(organisation, c.req.valid('param').staffId);
      await auditAllowed(context, c.get('caller'), organisation, { action: 'staff.remove', subject: staffId });
      await changeRoles(c.get('caller'), organisation, staffId, []);
      return c.body(null, 204);
    },
  );

  async function changeRoles(
    caller: Caller,
    organisation: string,
    staffId: string,
    given: readonly AnyRole[],
  ): Promise<void> {
    // The installation's own program may, because it can also give the role again.
    const keepsAdministrator = caller.kind === 'staff';
    if ((await putRoles(db, { organisation, staffId, keepsAdministrator }, given)) === 'done') return;
    await auditRefused(context, caller, organisation, { action: 'staff.roles', subject: staffId });
    throw new ProblemError('LAST_ADMINISTRATOR');
  }

  /** Finds staff of this organisation only; about others its administrator learns nothing. */
  async function getMember(organisation: string, staffId: string): Promise<StoredStaff> {
    const member = (await listStaff(db, organisation)).find((each) => each.staffId === staffId);
    const stored = member && (await findStaff(db, { staffId }));
    if (!stored) throw new ProblemError('NOT_FOUND');
    return stored;
  }
}

function requireRolesOfTier({ tier }: Organisation, roles: readonly AnyRole[]): AnyRole[] {
  const problems = roles.flatMap((role, index) =>
    rolesOfTier[tier].includes(role) ? [] : [{ field: `roles[${String(index)}]`, rule: 'NOT_OF_THIS_TIER' as const }],
  );
  if (problems.length > 0) throw invalidInput(problems);
  return [...new Set(roles)];
}

function bodyOf({ staffId, name, email, secondFactor, createdAt }: StoredStaff, roles: AnyRole[]): StaffMember {
  return { staffId, name, email, roles, secondFactor, createdAt: createdAt.toISOString() };
}
