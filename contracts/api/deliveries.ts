/** Shapes of file delivery (ファイル配信): releases, rollouts, and who has what. */
import { z } from 'zod';
import { deliveryStates, keyRoles, releaseKinds, releaseStates, rolloutStates } from '../../domain/deliveries/names.ts';
import { FileName, FileVersion, Holdings, Sha256 } from '../deliveries.ts';
import { Moment } from './moment.ts';
import { Reason } from './reason.ts';

const instant = z.iso.datetime();
const Person = z.object({ id: z.string(), name: z.string().nullable().meta({ description: 'Null for a program.' }) });

/** Bytes. A file is proposed in the body of the request. */
export const largestReleaseBytes = 1_073_741_824;

export const ReleaseQuery = z.object({
  name: FileName.meta({ description: 'What is replaced, version by version.', example: 'national-calendar' }),
  kind: z.enum(releaseKinds),
  reason: Reason,
});

export const Release = z
  .object({
    release: z.uuid(),
    name: FileName,
    version: FileVersion.meta({ description: 'Of this name, counted by fugo.' }),
    kind: z.enum(releaseKinds),
    lengthBytes: z.number().int(),
    sha256: Sha256,
    state: z.enum(releaseStates).meta({
      description: '`published`: approved by a second person. `signed` says whether it stands in the repository.',
    }),
    reason: z.string(),
    proposedBy: Person,
    proposedAt: instant,
    decidedBy: Person.nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z.string().nullable(),
    replacedBy: FileVersion.nullable().meta({
      description: 'A withdrawn release: the version of the same name that takes its place.',
    }),
  })
  .meta({ id: 'Release' });
export type Release = z.infer<typeof Release>;
export const Releases = z
  .object({ releases: z.array(Release).meta({ description: 'The latest first.' }) })
  .meta({ id: 'Releases' });

/** `POST …/releases/{release}/approve` and `…/refuse`. */
export const ReleaseDecisionBody = z.strictObject({ reason: Reason }).meta({ id: 'ReleaseDecisionBody' });
/** `POST …/releases/{release}/withdraw`. */
export const WithdrawalBody = z
  .strictObject({
    reason: Reason,
    replacedBy: FileVersion.optional().meta({
      description: 'Otherwise the published version before it; without one, nobody gets it any more.',
    }),
  })
  .meta({ id: 'WithdrawalBody' });

export const Wave = z
  .strictObject({
    share: z.number().min(0.01).max(100).meta({ description: 'Percent of all targets, with those of earlier waves.' }),
    atLeastMinutes: z
      .number()
      .int()
      .min(0)
      .max(43_200)
      .meta({ description: 'After the last of the wave before has applied.' }),
  })
  .meta({ id: 'Wave' });

export const RolloutBody = z
  .strictObject({
    release: z.uuid(),
    applyAfter: Moment,
    waves: z.array(Wave).min(1).max(10).optional().meta({ description: 'Shares rise, the last is 100.' }),
    organisations: z
      .array(z.string().regex(/^\d{6}$/u))
      .min(1)
      .max(2_000)
      .optional()
      .meta({ description: 'Of these alone; otherwise of all targets.' }),
    group: z.string().min(1).max(60).optional().meta({ description: 'Targets of this group alone.' }),
    canary: z
      .array(z.string().regex(/^\d{6}$/u))
      .max(200)
      .optional()
      .meta({ description: 'These are in the first wave.' }),
  })
  .meta({ id: 'RolloutBody' });
export type RolloutBody = z.infer<typeof RolloutBody>;

export const rolloutOrders = ['hold', 'go-on', 'abandon'] as const;
/** `POST …/rollouts/{rollout}/hold`, `…/go-on`, `…/abandon`. */
export const RolloutOrderBody = z.strictObject({ reason: Reason }).meta({ id: 'RolloutOrderBody' });

export const Delivery = z
  .object({
    organisation: z.string(),
    name: z.string(),
    nameEn: z.string(),
    wave: z.number().int(),
    state: z.enum(deliveryStates),
    bytes: z.number().int(),
    error: z.string().nullable(),
    seenAt: instant.nullable().meta({ description: 'When the target last sent a receipt.' }),
    changedAt: instant,
  })
  .meta({ id: 'Delivery' });

export const Rollout = z
  .object({
    rollout: z.uuid(),
    release: z.uuid(),
    name: FileName,
    version: FileVersion,
    state: z.enum(rolloutStates),
    wave: z.number().int().meta({ description: 'The present one, from 0.' }),
    waves: z.array(Wave),
    applyAfter: instant,
    startedBy: Person,
    startedAt: instant,
    heldReason: z.string().nullable(),
    order: z.enum(rolloutOrders).nullable().meta({ description: 'What staff have ordered and is not done yet.' }),
    orderedBy: Person.nullable(),
    orderedAt: instant.nullable(),
    orderReason: z.string().nullable(),
    endedAt: instant.nullable(),
    counts: z
      .record(z.enum(deliveryStates), z.number().int())
      .meta({ description: 'Of all targets that the caller sees.' }),
  })
  .meta({ id: 'Rollout' });
export type Rollout = z.infer<typeof Rollout>;
export const Rollouts = z
  .object({ rollouts: z.array(Rollout).meta({ description: 'The latest first.' }) })
  .meta({ id: 'Rollouts' });
export const RolloutWithDeliveries = Rollout.extend({ deliveries: z.array(Delivery) }).meta({
  id: 'RolloutWithDeliveries',
});

/** 配信盤: who has what. */
export const DeliveryBoard = z
  .object({
    at: instant,
    files: z
      .array(z.object({ name: FileName, kind: z.enum(releaseKinds), latest: FileVersion.nullable() }))
      .meta({ description: 'All names that were ever published, with the latest published version.' }),
    targets: z.array(
      z.object({
        organisation: z.string(),
        name: z.string(),
        nameEn: z.string(),
        groups: z.array(z.string()),
        seenAt: instant.nullable(),
        holdings: Holdings,
        open: z
          .array(
            z.object({
              rollout: z.uuid(),
              name: FileName,
              version: FileVersion,
              state: z.enum(deliveryStates),
              bytes: z.number().int(),
              lengthBytes: z.number().int(),
              error: z.string().nullable(),
            }),
          )
          .meta({ description: 'What is on its way to it.' }),
      }),
    ),
  })
  .meta({ id: 'DeliveryBoard' });
export type DeliveryBoard = z.infer<typeof DeliveryBoard>;

/** `POST …/deliveries/back`: the organisation's own server, at once. */
export const SwitchBackBody = z.strictObject({ name: FileName, reason: Reason }).meta({ id: 'SwitchBackBody' });
export const SwitchBackResult = z.object({ name: FileName, version: FileVersion }).meta({ id: 'SwitchBackResult' });

export const DeliveryKeys = z
  .object({
    keys: z.array(
      z.object({
        keyId: z.string(),
        role: z.enum(keyRoles),
        createdAt: instant,
        expiresAt: instant,
        soon: z.boolean(),
      }),
    ),
    metadata: z.array(
      z.object({
        role: z.enum(keyRoles),
        version: z.number().int(),
        expiresAt: instant,
        threshold: z.number().int(),
        soon: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'DeliveryKeys' });
export type DeliveryKeys = z.infer<typeof DeliveryKeys>;
export const RotateKeyBody = z.strictObject({ role: z.enum(keyRoles), reason: Reason }).meta({ id: 'RotateKeyBody' });
