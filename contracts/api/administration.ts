/** Shapes of what the administrator sets up: municipalities and API clients. */
import { z } from 'zod';
import { participantNames } from '../../domain/participants.ts';
import type { Right } from '../../domain/rights.ts';
import { routes } from '../../domain/routes.ts';
import { MunicipalityLimits } from '../municipality.ts';
import { HoursSetting, RegisteredHours } from './hours.ts';
import { anyText, line } from './text.ts';

const instant = z.iso.datetime();

export const scopes = ['transfers:write', 'residents:read', 'operate', 'alarms:write', 'administer'] as const;
export type Scope = (typeof scopes)[number];

/** Routes ask for a right; a program has the rights of its scopes. */
export const rightsOfScope: Readonly<Record<Scope, readonly Right[]>> = {
  'transfers:write': ['transfers:write'],
  'residents:read': ['residents:read'],
  operate: [
    'residents:read',
    'errors:read',
    'errors:work',
    'loads:read',
    'loads:work',
    'loads:view-lines',
    'confirmations:read',
    'confirmations:run',
    'counts:read',
    'hours:read',
    'hours:change',
  ],
  'alarms:write': ['alarms:write'],
  administer: [
    'municipalities:administer',
    'clients:administer',
    'staff:administer',
    'servers:read',
    'servers:operate',
    'statistics:read',
    'jobs:read',
    'jobs:define',
  ],
};

export const scopesOfKind = {
  backbone: ['transfers:write', 'residents:read'],
  operator: ['residents:read', 'operate'],
  /** Watches something beside fugo, and tells fugo of its alarms. */
  watcher: ['alarms:write'],
  administrator: ['administer', 'alarms:write'],
} as const satisfies Record<string, readonly Scope[]>;
export type ClientKind = keyof typeof scopesOfKind;

export const MunicipalityBody = z
  .strictObject({
    name: line({ most: 100 }),
    nameEn: line({ most: 100 }),
    route: z.enum(routes).meta({ description: 'S34: to the Juki system, or to the Juki gateway.' }),
    participants: z
      .partialRecord(z.enum(participantNames), z.url({ protocol: /^https?$/ }).meta({ pattern: '^https?://' }))
      .meta({ description: 'Base URL by participant; fugo talks to its neighbours only.' }),
    hours: RegisteredHours.prefault({}),
    limits: MunicipalityLimits.prefault({}),
    updatesNeedApproval: z
      .boolean()
      .optional()
      .meta({
        description:
          'Four eyes: a change of the address information by staff waits until another member of staff approves it. ' +
          'Left out it stays as it is, for a new municipality false.',
      }),
  })
  .meta({
    id: 'MunicipalityBody',
    example: {
      name: '見本市',
      nameEn: 'Mihon City',
      route: 'JUKI_SYSTEM',
      participants: { 'juki-system': 'https://juki.example', 'intermediate-server': 'https://is.example' },
    },
  });
export type MunicipalityInput = z.input<typeof MunicipalityBody>;

export const Municipality = z
  .object({
    municipality: z.string(),
    name: z.string(),
    nameEn: z.string(),
    route: z.enum(routes),
    participants: z.record(z.string(), z.string()),
    hours: HoursSetting,
    limits: MunicipalityLimits,
    updatesNeedApproval: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Municipality' });
export type Municipality = z.infer<typeof Municipality>;
export const Municipalities = z.object({ municipalities: z.array(Municipality) }).meta({ id: 'Municipalities' });

const Jwk = z
  .looseObject({ kty: z.enum(['EC', 'RSA', 'OKP']), kid: anyText(200).optional() })
  .refine((key) => !('d' in key) && !('k' in key), { message: 'a private key' })
  .meta({ not: { anyOf: [{ required: ['d'] }, { required: ['k'] }] }, description: 'A public key.' });

export const ClientBody = z
  .strictObject({
    kind: z.enum(['backbone', 'operator', 'watcher']),
    name: line({ most: 100 }),
    numberSystems: z
      .array(z.string().regex(/^[0-9]{2}$/))
      .max(100)
      .default([]),
    jwks: z
      .strictObject({ keys: z.array(Jwk).min(1).max(10) })
      .optional()
      .meta({ description: 'Public keys: the client authenticates with private_key_jwt and gets no secret.' }),
  })
  .refine(({ kind, numberSystems }) => (kind === 'backbone') === numberSystems.length > 0, {
    path: ['numberSystems'],
    message: 'a backbone has number systems, others have none',
  })
  .meta({
    id: 'ClientBody',
    oneOf: [
      {
        properties: { kind: { const: 'backbone' }, numberSystems: { minItems: 1 } },
        required: ['numberSystems'],
      },
      { properties: { kind: { enum: ['operator', 'watcher'] }, numberSystems: { maxItems: 0 } } },
    ],
    example: { kind: 'backbone', name: '住基システム', numberSystems: ['01'] },
  });
export type ClientInput = z.input<typeof ClientBody>;

export const Client = z
  .object({
    clientId: z.string(),
    kind: z.enum(['backbone', 'operator', 'watcher', 'administrator']),
    name: z.string(),
    numberSystems: z.array(z.string()),
    scopes: z.array(z.string()),
    authentication: z.enum(['client_secret', 'private_key_jwt']),
    createdAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'Client' });
export type Client = z.infer<typeof Client>;
export const NewClient = Client.extend({
  clientSecret: z.string().nullable().meta({ description: 'Shown this once; only its hash is kept.' }),
}).meta({ id: 'NewClient' });
export type NewClient = z.infer<typeof NewClient>;
export const Clients = z.object({ clients: z.array(Client) }).meta({ id: 'Clients' });

export const TokenAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int(),
    scope: z.string(),
  })
  .meta({ id: 'TokenAnswer', description: 'RFC 6749 §5.1.' });
export type TokenAnswer = z.infer<typeof TokenAnswer>;
export const TokenError = z
  .object({ error: z.string(), error_description: z.string() })
  .meta({ id: 'TokenError', description: 'RFC 6749 §5.2.' });

export const Readiness = z
  .object({
    database: z.enum(['up', 'down']),
    engine: z.enum(['up', 'down']),
    worker: z
      .enum(['up', 'down'])
      .optional()
      .meta({ description: 'Whether every worker of FUGO_WORKER_HEALTH takes work; left out where none is named.' }),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof Readiness>;
