/** Who works for a municipality, with which roles. Only an administrator can register somebody. */
import { createRoute, z } from '@hono/zod-openapi';
import { NewStaff, NewStaffBody, RolesBody, StaffMember, StaffMembers } from '../../contracts/api/staff.ts';
import type { Role } from '../../domain/rights.ts';
import { findStaff, listStaff, putRoles, type StoredStaff } from '../../storage/staff/staff.ts';
import { auditAllowed } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, commonProblems, json, municipalityParam, describeNotFound, securedBy } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import type { Auth } from '../sign-in/auth.ts';
import { registerStaff } from '../sign-in/register.ts';
import { jsonBody } from '../http/validation.ts';

export function addStaffRoutes(app: ApiApp, context: ApiContext, auth: Auth): void {
  const { db } = context;
  const guard = municipalityGuard(context, 'staff:administer');
  const secured = { tags: ['administration'], ...securedBy('staff:administer') };
  const path = '/v1/municipalities/{code}/staff';
  const params = municipalityParam.extend({ staffId: z.string().max(100) });

  app.openapi(
    createRoute({
      ...secured,
      method: 'get',
      path,
      operationId: 'listStaff',
      summary: '職員の一覧 / Staff of a municipality',
      middleware: guard,
      request: { params: municipalityParam },
      responses: { 200: { description: 'With their roles here.', content: json(StaffMembers) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      await auditAllowed(context, c.get('caller'), municipality, { action: 'staff.list', subject: null });
      const members = await listStaff(db, municipality);
      return c.json({ staff: members.map((member) => bodyOf(member, member.roles)) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'post',
      path,
      operationId: 'addStaff',
      summary: '職員を登録する / Register a member of staff',
      description: 'Somebody who works for another municipality already keeps the way of signing in.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(NewStaffBody) } },
      responses: {
        201: { description: 'Registered.', content: json(NewStaff) },
        ...commonProblems,
        ...bodyProblems,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { roles, ...person } = c.req.valid('json');
      const { staff, initialPassword } = await registerStaff(db, auth, person);
      const entry = { action: 'staff.add', subject: staff.staffId, reason: roles.join(' ') };
      await auditAllowed(context, c.get('caller'), municipality, entry);
      await putRoles(db, municipality, staff.staffId, [...new Set(roles)]);
      return c.json({ ...bodyOf(staff, roles), initialPassword }, 201);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'put',
      path: `${path}/{staffId}/roles`,
      operationId: 'putStaffRoles',
      summary: '職員の役割を変える / Change the roles of a member of staff',
      description: 'They hold from the next request on.',
      middleware: [guard, ...jsonBody] as const,
      request: { params, body: { required: true, content: json(RolesBody) } },
      responses: {
        200: { description: 'The member of staff.', content: json(StaffMember) },
        ...commonProblems,
        ...bodyProblems,
        404: describeNotFound('NOT_FOUND'),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const member = await getMember(context, municipality, c.req.valid('param').staffId);
      const roles = [...new Set(c.req.valid('json').roles)];
      const entry = { action: 'staff.roles', subject: member.staffId, reason: roles.join(' ') };
      await auditAllowed(context, c.get('caller'), municipality, entry);
      await putRoles(db, municipality, member.staffId, roles);
      return c.json(bodyOf(member, roles), 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'delete',
      path: `${path}/{staffId}`,
      operationId: 'removeStaff',
      summary: '職員を外す / Take a member of staff away',
      description: 'From this municipality. Who works for none any more is signed out at once and can not sign in.',
      middleware: guard,
      request: { params },
      responses: { 204: { description: 'Taken away.' }, ...commonProblems, 404: describeNotFound('NOT_FOUND') },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { staffId } = await getMember(context, municipality, c.req.valid('param').staffId);
      await auditAllowed(context, c.get('caller'), municipality, { action: 'staff.remove', subject: staffId });
      await putRoles(db, municipality, staffId, []);
      return c.body(null, 204);
    },
  );
}

/** Finds staff of this municipality only; about others its administrator learns nothing. */
async function getMember({ db }: ApiContext, municipality: string, staffId: string): Promise<StoredStaff> {
  const member = (await listStaff(db, municipality)).find((each) => each.staffId === staffId);
  const stored = member && (await findStaff(db, { staffId }));
  if (!stored) throw new ProblemError('NOT_FOUND');
  return stored;
}

function bodyOf({ staffId, name, email, secondFactor, createdAt }: StoredStaff, roles: Role[]): StaffMember {
  return { staffId, name, email, roles, secondFactor, createdAt: createdAt.toISOString() };
}
