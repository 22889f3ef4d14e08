/** Shapes of the session at the staff web: who is signed in, and what this person may do where. */
import { z } from 'zod';
import { tiers } from '../../domain/organisations.ts';
import { operationRoles, rights, roles } from '../../domain/rights.ts';

const instant = z.iso.datetime();

export const Session = z
  .object({
    staffId: z.string().meta({ description: 'As it stands in the audit log.' }),
    name: z.string(),
    email: z.string(),
    expiresAt: instant.meta({ description: 'Without any request until then the session is over.' }),
    secondFactor: z.enum(['set-up', 'missing']).meta({
      description: 'A local account without a second factor may only set one up; with OIDC the provider sees to it.',
    }),
    password: z.enum(['initial', 'own', 'none']).meta({
      description: 'One that an administrator gave must be changed before anything else; `none`: signed in by OIDC.',
    }),
    workflowsUrl: z.string().nullable().meta({
      description:
        'Where the Temporal Web UI lists workflows, each with its page below, for who has `workflows:read`; null where it is not served.',
    }),
    municipalities: z.array(
      z.object({
        municipality: z.string(),
        name: z.string(),
        nameEn: z.string(),
        roles: z.array(z.enum(roles)),
        rights: z.array(z.enum(rights)),
      }),
    ),
    organisations: z
      .array(
        z.object({
          organisation: z.string(),
          tier: z.enum(tiers),
          name: z.string(),
          nameEn: z.string(),
          roles: z.array(z.enum([...roles, ...operationRoles])),
          rights: z.array(z.enum(rights)),
        }),
      )
      .meta({ description: 'The same municipalities, and the prefectures and the national body, by their tier.' }),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** How people can sign in here; the page asks for it before anybody is signed in. */
export const SignInWays = z
  .object({
    local: z.boolean(),
    oidc: z.array(z.object({ providerId: z.string(), name: z.string() })),
  })
  .meta({ id: 'SignInWays' });
export type SignInWays = z.infer<typeof SignInWays>;
