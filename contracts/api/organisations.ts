/** Shapes of the organisations of the three tiers, and their servers. */
import { z } from 'zod';
import { serverKinds, tiers } from '../../domain/organisations.ts';
import { anyText } from './text.ts';

/** The code is checked by its rule and not by this pattern, so that the answer names the rule. */
export const OrganisationCode = anyText(12).meta({
  param: { name: 'organisation', in: 'path' },
  description: '`nation`, or the six digits of a prefecture or a municipality (全国地方公共団体コード).',
  pattern: '^(?:nation|[0-9]{6})$',
  example: '990001',
});

const Organisation = z
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
