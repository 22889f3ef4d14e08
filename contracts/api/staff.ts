/** Shapes of an organisation's members of staff, whom its administrator keeps. */
import { z } from 'zod';
import { operationRoles, roles } from '../../domain/rights.ts';
import { Reason } from './reason.ts';
import { line } from './text.ts';

const instant = z.iso.datetime();
const AnyRole = z.enum([...roles, ...operationRoles]);
const Roles = z.array(AnyRole).min(1).max(AnyRole.options.length);

/** Who a new member of staff is, and how that person signs in. */
const signInFields = {
  name: line({ most: 100 }),
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  signIn: z
    .enum(['password', 'oidc'])
    .default('password')
    .meta({ description: '`password`: an initial password is answered once. `oidc`: at the provider only.' }),
  subject: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({ description: 'At the OpenID provider; without it, the verified e-mail address must be the same.' }),
};

const subjectNeedsOidc = <Body extends z.ZodType<{ signIn: string; subject?: string | undefined }>>(body: Body): Body =>
  body.refine(({ signIn, subject }) => signIn === 'oidc' || subject === undefined, {
    path: ['subject'],
    message: 'a subject is for oidc',
  });

export const NewStaffBody = subjectNeedsOidc(z.strictObject({ ...signInFields, roles: Roles })).meta({
  id: 'NewStaffBody',
  dependentSchemas: { subject: { properties: { signIn: { const: 'oidc' } }, required: ['signIn'] } },
  example: { name: '見本 太郎', email: 'taro@mihon.example', roles: ['clerk'], signIn: 'password' },
});
export type NewStaffInput = z.input<typeof NewStaffBody>;

export const SignInResetBody = z
  .strictObject({
    reason: Reason,
  })
  .meta({ id: 'SignInResetBody', example: { reason: 'Lost the device; identity checked at the desk.' } });

export const RolesBody = z.strictObject({ roles: Roles }).meta({ id: 'RolesBody' });

const staffFields = {
  staffId: z.string().meta({ description: 'As it stands in the audit log.' }),
  name: z.string(),
  email: z.string(),
  roles: z.array(AnyRole).meta({ description: 'In this organisation.' }),
  secondFactor: z.enum(['set-up', 'missing']),
  createdAt: instant,
};
export const StaffMember = z.object(staffFields).meta({ id: 'StaffMember' });
export type StaffMember = z.infer<typeof StaffMember>;
export const ListedStaffMember = StaffMember.extend({
  passwordSince: instant.nullable().meta({ description: 'Since when the password holds; null with `oidc`.' }),
}).meta({ id: 'ListedStaffMember' });
export const StaffMembers = z.object({ staff: z.array(ListedStaffMember) }).meta({ id: 'StaffMembers' });

export const NewStaff = z
  .object({
    ...staffFields,
    initialPassword: z.string().nullable().meta({
      description:
        'Shown this once, and to be changed at the first sign-in. Null with `oidc`, and where the person was known.',
    }),
  })
  .meta({ id: 'NewStaff' });
export type NewStaff = z.infer<typeof NewStaff>;
