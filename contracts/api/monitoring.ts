/** Shapes of incidents, silences, watched targets and recipients. Ids and codes only; no resident is named. */
import { z } from 'zod';
import { checkKinds, checkStates, severities } from '../../domain/monitoring/names.ts';
import { recipientKinds } from '../../domain/monitoring/recipients.ts';
import { Moment } from './moment.ts';
import { anyText, line, lines } from './text.ts';

const instant = z.iso.datetime();
const count = z.number().int();
const person = z.object({ id: z.string(), name: z.string().nullable() });

export const incidentStates = ['open', 'closed', 'all'] as const;
export const IncidentsQuery = z.object({
  state: z.enum(incidentStates).default('open'),
  only: z
    .enum(['own'])
    .optional()
    .meta({ description: 'Without it, those of the organisations above and below are listed too.' }),
  before: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .meta({ description: 'The next page: the smallest number of the one before.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const incidentFields = {
  incident: z.number().int().meta({ description: 'The number by which people know it.' }),
  organisation: z.string(),
  severity: z.enum(severities),
  cause: z.string().meta({ description: 'A code, or the name of an alarm from outside.' }),
  detail: z.string().nullable(),
  target: z.string().nullable(),
  name: z.string().nullable().meta({ description: 'Of the target, in Japanese.' }),
  nameEn: z.string().nullable(),
  openedAt: instant,
  toldAt: instant.nullable().meta({ description: 'Null while a silence hides it.' }),
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: person.nullable(),
  escalatedAt: instant.nullable(),
  closedAt: instant.nullable(),
  suppressed: count.meta({ description: 'The most targets that raised no alarm of their own because of it.' }),
  flaps: count.meta({ description: 'How often its target failed again before it closed.' }),
};
export const Incident = z.object(incidentFields).meta({ id: 'Incident' });
export type Incident = z.infer<typeof Incident>;
export const Incidents = z.object({ incidents: z.array(Incident) }).meta({ id: 'Incidents' });

export const IncidentNote = z
  .object({ noteId: z.uuid(), by: person, text: z.string(), at: instant })
  .meta({ id: 'IncidentNote' });
export type IncidentNote = z.infer<typeof IncidentNote>;

export const IncidentDetail = z
  .object({
    ...incidentFields,
    notes: z.array(IncidentNote),
    changes: z
      .array(z.object({ at: instant, state: z.enum(checkStates), cause: z.string().nullable() }))
      .meta({ description: 'Of its target, from an hour before it opened; the latest hundred, oldest first.' }),
    suppressedTargets: z
      .array(z.object({ target: z.string(), name: z.string(), nameEn: z.string() }))
      .meta({ description: 'Targets that are down now because of it; two hundred at most.' }),
    affected: z
      .array(z.object({ municipality: z.string(), requests: count }))
      .meta({ description: 'How many requests it affects, where that can be known.' }),
    requests: z
      .array(z.object({ municipality: z.string(), personId: z.uuid(), since: instant }))
      .meta({ description: 'Those requests, to staff of their municipality only; two hundred at most.' }),
  })
  .meta({ id: 'IncidentDetail' });
export type IncidentDetail = z.infer<typeof IncidentDetail>;

export const IncidentNoteBody = z
  .strictObject({ text: lines({ most: 2_000 }) })
  .meta({ id: 'IncidentNoteBody', example: { text: '回線の切り替えを依頼した。' } });

export const SilenceBody = z
  .strictObject({
    target: anyText(200).nullable().default(null).meta({ description: 'Null: everything of the organisation.' }),
    from: Moment.optional().meta({ description: 'Left out: from now on.' }),
    to: Moment,
    message: lines({ most: 400 }).meta({ description: 'Why; everybody who sees the silence reads it.' }),
  })
  .meta({ id: 'SilenceBody', example: { to: '2026-04-04T18:00:00+09:00', message: '定期保守' } });
/** The longest silence. Days. */
export const longestSilenceDays = 31;

export const Silence = z
  .object({
    silenceId: z.uuid(),
    organisation: z.string(),
    target: z.string().nullable(),
    fromAt: instant,
    toAt: instant,
    message: z.string(),
    setBy: person,
    setAt: instant,
    withdrawnBy: person.nullable(),
    withdrawnAt: instant.nullable(),
  })
  .meta({ id: 'Silence' });
export type Silence = z.infer<typeof Silence>;
export const Silences = z.object({ silences: z.array(Silence) }).meta({ id: 'Silences' });

export const CheckTarget = z
  .object({
    target: z.string(),
    organisation: z.string(),
    kind: z.enum(checkKinds),
    name: z.string(),
    nameEn: z.string(),
    parent: z.string().nullable(),
    severity: z.enum(severities),
    intervalSeconds: count,
    failAfter: count,
    okAfter: count,
    state: z.enum(checkStates),
    since: instant.nullable(),
    checkedAt: instant.nullable(),
    suppressedBy: z.string().nullable(),
    cause: z.string().nullable(),
  })
  .meta({ id: 'CheckTarget' });
export type CheckTarget = z.infer<typeof CheckTarget>;
export const CheckTargets = z.object({ targets: z.array(CheckTarget) }).meta({ id: 'CheckTargets' });

/** Kinds that somebody may register; the others are of fugo itself. */
export const registrableKinds = ['http', 'tcp', 'icmp', 'snmp', 'certificate'] as const;
export const CheckTargetBody = z
  .strictObject({
    kind: z.enum(registrableKinds),
    address: line({ most: 500 }).meta({
      description: 'A URL for `http` and `certificate`, else `host` or `host:port`.',
    }),
    name: line({ most: 100 }),
    nameEn: line({ most: 100 }),
    parent: anyText(200).nullable().default(null).meta({ description: 'The target it cannot be reached without.' }),
    severity: z.enum(severities).default('critical'),
    intervalSeconds: z.int().min(5).max(86_400).default(10),
    failAfter: z.int().min(1).max(100).default(2),
    okAfter: z.int().min(1).max(100).default(2),
  })
  .meta({
    id: 'CheckTargetBody',
    example: { kind: 'tcp', address: 'router.example.lg.jp:22', name: '庁内ルーター', nameEn: 'Router' },
  });

export const RecipientBody = z
  .strictObject({
    kind: z.enum(recipientKinds),
    address: line({ most: 300 }).meta({ description: 'A mail address, or the URL of a webhook.' }),
    severity: z.enum(severities).default('warning').meta({ description: 'Told of incidents from this severity on.' }),
    afterMinutes: z
      .int()
      .min(0)
      .max(10_080)
      .default(0)
      .meta({ description: '0: told at once. More: told when nobody acknowledged it in so many minutes.' }),
  })
  .meta({ id: 'RecipientBody', example: { kind: 'mail', address: 'watch@city.example', severity: 'warning' } });
export const StoredRecipient = z
  .object({
    recipientId: z.uuid(),
    organisation: z.string(),
    kind: z.enum(recipientKinds),
    address: z.string(),
    severity: z.enum(severities),
    afterMinutes: count,
  })
  .meta({ id: 'Recipient' });
export type StoredRecipient = z.infer<typeof StoredRecipient>;
export const Recipients = z.object({ recipients: z.array(StoredRecipient) }).meta({ id: 'Recipients' });

export const AlarmsTaken = z.object({ taken: count }).meta({ id: 'AlarmsTaken' });
