/**
 * Alertmanager's webhook, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config): fugo
 * takes alarms in this shape and sends its own in the same.
 */
import { z } from 'zod';
import { Moment } from './api/moment.ts';

/**
 * What one message may hold: enough for any group that an Alertmanager sends, with some 35 labels and annotations each.
 * `largest`: bytes; `signs`: colons, commas and opening brackets.
 */
export const alarmLimits = { alerts: 2_000, largest: 4 * 1024 * 1024, signs: 150_000 } as const;

const Labels = z
  .record(z.string().min(1).max(200), z.string().max(2_000))
  .refine((labels) => Object.keys(labels).length <= 64, { error: 'TOO_MANY' });

export const Alert = z
  .object({
    status: z.enum(['firing', 'resolved']),
    labels: Labels,
    annotations: Labels.default({}),
    startsAt: Moment,
    /** `0001-01-01T00:00:00Z` while it fires. */
    endsAt: Moment,
    generatorURL: z.string().max(2_000).default(''),
    /** Of the labels; alarms with the same one are the same alarm. */
    fingerprint: z
      .string()
      .regex(/^[A-Za-z0-9_.:-]{1,100}$/u)
      .meta({ pattern: '^[A-Za-z0-9_.:-]{1,100}$' }),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof Alert>;

export const AlertmanagerWebhook = z
  .object({
    version: z.literal('4'),
    groupKey: z.string().max(4_000),
    truncatedAlerts: z.int().min(0).default(0),
    status: z.enum(['firing', 'resolved']),
    receiver: z.string().max(200),
    groupLabels: Labels.default({}),
    commonLabels: Labels.default({}),
    commonAnnotations: Labels.default({}),
    externalURL: z.string().max(2_000).default(''),
    alerts: z.array(Alert).meta({ description: `At most ${alarmLimits.alerts}; more are 413.` }),
  })
  .meta({ id: 'AlertmanagerWebhook', description: 'Version 4 of the webhook of Prometheus Alertmanager.' });
export type AlertmanagerWebhook = z.infer<typeof AlertmanagerWebhook>;

/** What Alertmanager writes for “not yet”. */
export const notYet = '0001-01-01T00:00:00Z';
