/** Shapes of the organisations of the three tiers, their servers and their people. */
import { z } from 'zod';
import { serverKinds, tiers } from '../../domain/organisations.ts';
import { operationRoles, roles } from '../../domain/rights.ts';
import { signInFields, subjectNeedsOidc } from './staff.ts';
import { anyText } from './text.ts';

/** The code is checked by its rule and not by this pattern, so that the answer names the rule. */
export const OrganisationCode = anyText(12).meta({
  param: { name: 'organisation', in: 'path' },
  description: '`nation`, or the six digits of a prefecture or a municipality (全国地方公共団体コード).',
  example: '990001',
});

export const Organisation = z
  .object({
    organisation: z.string(),
    tier: z.enum(tiers),
    parent: z.string().nullable().meta({ description: 'The organisation above; null for the nation.' }),
    name: z.string(),
    nameEn: z.string(),
  })
  .meta({ id: 'Organisation' });
export type Organisation = z.infer<typeof Organisation>;
export const Organisations = z.object({ organisations: z.array(Organisation) }).meta({ id: 'Organisations' });

export const ServerBody = z
  .strictObject({
    controlUrl: z
      .url({ protocol: /^https?$/u })
      .max(500)
      .meta({ pattern: '^https?://', description: 'Base URL of the control interface.' }),
  })
  .meta({ id: 'ServerBody', example: { controlUrl: 'http://cs.example:8661' } });
export type ServerBody = z.infer<typeof ServerBody>;

export const Server = z
  .object({
    organisation: z.string(),
    kind: z.enum(serverKinds),
    controlUrl: z.string(),
  })
  .meta({ id: 'Server' });
export type Server = z.infer<typeof Server>;

const AnyRole = z.enum([...roles, ...operationRoles]);
const OrganisationRoles = z.array(AnyRole).min(1).max(AnyRole.options.length);

export const NewOrganisationStaffBody = subjectNeedsOidc(
  z.strictObject({ ...signInFields, roles: OrganisationRoles }),
).meta({
  id: 'NewOrganisationStaffBody',
  dependentSchemas: { subject: { properties: { signIn: { const: 'oidc' } }, required: ['signIn'] } },
  example: { name: '見本 太郎', email: 'taro@nation.example', roles: ['administrator'], signIn: 'password' },
});
export const OrganisationRolesBody = z.strictObject({ roles: OrganisationRoles }).meta({ id: 'OrganisationRolesBody' });

const memberFields = {
  staffId: z.string().meta({ description: 'As it stands in the audit log.' }),
  name: z.string(),
  email: z.string(),
  roles: z.array(AnyRole).meta({ description: 'In this organisation.' }),
  secondFactor: z.enum(['set-up', 'missing']),
  createdAt: z.iso.datetime(),
};
export const OrganisationMember = z.object(memberFields).meta({ id: 'OrganisationMember' });
export type OrganisationMember = z.infer<typeof OrganisationMember>;
export const OrganisationMembers = z.object({ staff: z.array(OrganisationMember) }).meta({ id: 'OrganisationMembers' });
export const NewOrganisationMember = z
  .object({ ...memberFields, initialPassword: z.string().nullable() })
  .meta({ id: 'NewOrganisationMember' });
