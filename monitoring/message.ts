/** What people and programs are told of an incident. The same incident and transition give the same message, always. */
import { createHash } from 'node:crypto';
import { notYet, type AlertmanagerWebhook } from '../contracts/alertmanager.ts';
import { wordsOfCause } from '../domain/monitoring/causes.ts';
import type { Incident, Transition } from '../domain/monitoring/incidents.ts';

/** An incident with the names that people know; ids and codes only, no resident. */
export interface ToldIncident {
  incident: Incident;
  /** By which people know it; null while the database has not given it one. */
  number: number | null;
  /** The names of what it is about, Japanese and English. */
  name: { ja: string; en: string };
  /** Labels of an alarm that came from outside. */
  labels?: Readonly<Record<string, string>> | null;
  /** How many requests are known to be affected. */
  affectedRequests?: number;
}

export interface NotificationKey {
  incidentId: string;
  transition: Transition;
  /** `mailto:` or an address of HTTP. */
  recipient: string;
}

/**
 * The Message-ID, by which whoever receives a mail twice knows it: after a failure it is not known whether the mail
 * server took it, and it is sent again.
 */
export function messageIdOf({ incidentId, transition, recipient }: NotificationKey, domain: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([incidentId, transition, recipient]))
    .digest('base64url');
  return `<${incidentId}.${transition}.${hash.slice(0, 16)}@${domain}>`;
}

export interface MailText {
  subject: string;
  text: string;
  date: Date;
}

const titles: Record<Transition, { ja: string; en: string }> = {
  opened: { ja: '警報', en: 'ALARM' },
  escalated: { ja: '未対応', en: 'NOBODY WORKS ON IT' },
  closed: { ja: '復旧', en: 'RECOVERED' },
};

export function mailTextOf(told: ToldIncident, transition: Transition, publicUrl: string | undefined): MailText {
  const { name, incident, affectedRequests = 0 } = told;
  const { organisation, severity, openedAt, closedAt } = incident;
  const cause = wordsOfCause(incident.cause);
  const title = titles[transition];
  const link = linkOf(told, publicUrl);
  const severe = severity === 'critical';
  const lines = [
    `${name.ja}: ${cause.ja}`,
    `団体: ${organisation}`,
    `重大度: ${severe ? '重大' : '警告'}`,
    `発生: ${tokyoTimeOf(openedAt)}`,
    ...(transition === 'closed' && closedAt !== null ? [`復旧: ${tokyoTimeOf(closedAt)}`] : []),
    ...(affectedRequests > 0 ? [`影響を受ける符号要求: ${affectedRequests}件`] : []),
    '',
    `${name.en}: ${cause.en}`,
    `Organisation: ${organisation}`,
    `Severity: ${severity}`,
    `Since: ${new Date(openedAt).toISOString()}`,
    ...(transition === 'closed' && closedAt !== null ? [`Recovered: ${new Date(closedAt).toISOString()}`] : []),
    ...(affectedRequests > 0 ? [`Requests affected: ${affectedRequests}`] : []),
    '',
    `障害番号 / incident: ${told.number ?? incident.incidentId}`,
    ...(link === undefined ? [] : [link]),
  ];
  return {
    subject: `【${title.ja}】${name.ja} ${cause.ja} / ${title.en}`,
    text: `${lines.join('\n')}\n`,
    date: new Date(momentOf(incident, transition)),
  };
}

/** Where people find it in the staff web. */
function linkOf({ number }: ToldIncident, publicUrl: string | undefined): string | undefined {
  if (publicUrl === undefined) return undefined;
  return number === null ? `${publicUrl}/incidents` : `${publicUrl}/incidents/${number}`;
}

/** When the transition happened, as the incident has it. */
function momentOf({ openedAt, escalatedAt, closedAt }: Incident, transition: Transition): number {
  if (transition === 'closed') return closedAt ?? openedAt;
  return transition === 'escalated' ? (escalatedAt ?? openedAt) : openedAt;
}

function tokyoTimeOf(at: number): string {
  return `${new Date(at + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} (日本時間)`;
}

/** The same in the shape of Alertmanager's webhook. */
export function webhookOf(told: ToldIncident, transition: Transition, publicUrl?: string): AlertmanagerWebhook {
  const { name, incident } = told;
  const { organisation, severity, cause, openedAt, closedAt, incidentId } = incident;
  const status = transition === 'closed' ? 'resolved' : 'firing';
  const labels = {
    ...told.labels,
    alertname: 'FugoIncident',
    incident: incidentId,
    target: incident.targetId ?? incident.fingerprint,
    organisation,
    severity,
    cause,
  };
  const words = wordsOfCause(cause);
  const annotations = {
    summary: `${name.en}: ${words.en}`,
    summary_ja: `${name.ja}: ${words.ja}`,
    transition,
  };
  return {
    version: '4',
    groupKey: `{}:{incident="${incidentId}"}`,
    truncatedAlerts: 0,
    status,
    receiver: 'fugo',
    groupLabels: { incident: incidentId },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: publicUrl ?? '',
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: new Date(openedAt).toISOString(),
        endsAt: closedAt === null ? notYet : new Date(closedAt).toISOString(),
        generatorURL: linkOf(told, publicUrl) ?? '',
        fingerprint: createHash('sha256').update(incident.fingerprint).digest('hex').slice(0, 16),
      },
    ],
  };
}
