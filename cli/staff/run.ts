import { NewStaff, StaffMember, StaffMembers } from '../../contracts/api/staff.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import type { AnyRole } from '../../domain/rights.ts';
import { staffAdministration } from '../client/administrator.ts';
import { note, print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';

export interface StaffOptions {
  organisation: string;
  json?: boolean;
}
export interface RolesOptions extends StaffOptions {
  role: AnyRole[];
}
export interface StaffAddOptions extends RolesOptions {
  name: string;
  email: string;
  oidc?: boolean;
  subject?: string;
}

const pathOf = (organisation: string): string => ofOrganisation(organisation, 'staff');

/** `fugo staff add` shows the initial password on the screen and writes it nowhere. */
export async function runStaffAdd(context: Context, options: StaffAddOptions): Promise<ExitCode> {
  const { organisation, name, email, role, oidc = false, subject } = options;
  if (subject !== undefined && !oidc) {
    throw usageError(context, '--subject', say(context, 'usage.needs', { others: '--oidc' }));
  }
  const member = bodyOf(
    context,
    await staffAdministration(context, organisation).call({
      method: 'POST',
      path: pathOf(organisation),
      body: { name, email, roles: role, signIn: oidc ? 'oidc' : 'password', ...(subject !== undefined && { subject }) },
      answer: NewStaff,
    }),
  );
  if (options.json) printJson(context, { organisation, ...member });
  else {
    print(context, `${say(context, 'staff.id')}: ${member.staffId}`);
    if (member.initialPassword !== null) print(context, `${say(context, 'staff.password')}: ${member.initialPassword}`);
  }
  if (member.initialPassword !== null) note(context, say(context, 'staff.passwordOnce'));
  return exitCodes.ok;
}

export async function runStaffList(context: Context, { organisation, json }: StaffOptions): Promise<ExitCode> {
  const session = staffAdministration(context, organisation);
  const { staff } = bodyOf(context, await session.call({ path: pathOf(organisation), answer: StaffMembers }));
  if (json) printJson(context, staff);
  else printLines(context, staffLines(context, staff));
  return exitCodes.ok;
}

function rolesText(context: Context, roles: readonly AnyRole[]): string {
  return roles.map((role) => say(context, `role.${role}`)).join(', ');
}

function staffLines(context: Context, staff: readonly StaffMember[]): string[] {
  const rows = staff.map(({ staffId, name, email, roles, secondFactor }) => [
    staffId,
    name,
    email,
    rolesText(context, roles),
    say(context, `staff.secondFactor.${secondFactor}`),
  ]);
  const head = ['staff.id', 'staff.name', 'staff.email', 'staff.roles', 'staff.secondFactor'] as const;
  return tableLines(
    head.map((title) => say(context, title)),
    rows,
  );
}

/** `fugo staff roles` replaces all roles of the member. */
export async function runStaffRoles(context: Context, staffId: string, options: RolesOptions): Promise<ExitCode> {
  const path = `${pathOf(options.organisation)}/${encodeURIComponent(staffId)}/roles`;
  const body = { roles: options.role };
  const member = bodyOf(
    context,
    await staffAdministration(context, options.organisation).call({ method: 'PUT', path, body, answer: StaffMember }),
  );
  if (options.json) printJson(context, member);
  else print(context, say(context, 'staff.rolesNow', { id: staffId, roles: rolesText(context, member.roles) }));
  return exitCodes.ok;
}

/** `fugo staff reset` helps whoever lost the second factor or the password. It shows the new initial password once. */
export async function runStaffReset(
  context: Context,
  staffId: string,
  { organisation, reason, json }: StaffOptions & { reason: string },
): Promise<ExitCode> {
  const path = `${pathOf(organisation)}/${encodeURIComponent(staffId)}/sign-in-reset`;
  const call = { method: 'POST', path, body: { reason }, answer: NewStaff } as const;
  const member = bodyOf(context, await staffAdministration(context, organisation).call(call));
  if (json) printJson(context, { organisation, ...member });
  else print(context, `${say(context, 'staff.password')}: ${member.initialPassword ?? ''}`);
  note(context, say(context, 'staff.passwordOnce'));
  return exitCodes.ok;
}

/** `fugo staff remove` also ends open sessions at once. */
export async function runStaffRemove(context: Context, staffId: string, options: StaffOptions): Promise<ExitCode> {
  const path = `${pathOf(options.organisation)}/${encodeURIComponent(staffId)}`;
  bodyOf(context, await staffAdministration(context, options.organisation).callText({ method: 'DELETE', path }));
  if (options.json) printJson(context, { staffId, removed: true });
  else print(context, say(context, 'staff.removed', { id: staffId }));
  return exitCodes.ok;
}
