/** Sends one notification: a mail, or a call of a webhook. Both end within one deadline, whatever the other side does. */
import { createTransport } from 'nodemailer';
import type { Transition } from '../domain/monitoring/incidents.ts';
import type { RecipientKind } from '../domain/monitoring/recipients.ts';
import { mailTextOf, webhookOf, type ToldIncident } from './message.ts';
import { errorCodeOf } from './prober.ts';

export interface SenderSettings {
  /** `smtp://user:password@host:port` or `smtps://…`; without it no mail is sent. */
  smtpUrl: string | undefined;
  /** Whom mails are from. */
  from: string;
  /** The API as people reach it, for links. */
  publicUrl: string | undefined;
  /** Milliseconds. */
  timeoutMs?: number;
}

export type SendResult =
  | { kind: 'sent' }
  /** It may succeed later. */
  | { kind: 'failed'; error: string }
  /** The other side said that it never will, or nobody can send such a thing. */
  | { kind: 'refused'; error: string };

export interface Message {
  told: ToldIncident;
  transition: Transition;
  recipient: string;
  recipientKind: RecipientKind;
  messageId: string;
}
export type Send = (message: Message) => Promise<SendResult>;

/** The part of Message-IDs that names who makes them. */
export function mailDomainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)>?$/u.exec(from.trim())?.[1] ?? 'fugo.invalid';
}

/** A mail with all that stands in it. */
export interface WholeMail {
  to: string;
  subject: string;
  text: string;
  date: Date;
  /** With its brackets. */
  messageId: string;
  references?: readonly string[];
  headers: Readonly<Record<string, string>>;
}

/** Sends a mail within a deadline. Without a mail server none is sent. */
export function createMailer({
  smtpUrl,
  from,
  timeoutMs = 30_000,
}: Omit<SenderSettings, 'publicUrl'>): (mail: WholeMail) => Promise<SendResult> {
  // No pool: it keeps mails of its own and repeats them without end (nodemailer#1105). The outbox repeats.
  const transport = smtpUrl === undefined ? undefined : createTransport({ url: smtpUrl, pool: false });
  return async ({ references = [], headers, ...mail }) => {
    if (!transport) return { kind: 'refused', error: 'NO_MAIL_SERVER' };
    try {
      // The deadline is for the whole: the transport's own limits are for silence only, and a drip is none.
      const signal = AbortSignal.timeout(timeoutMs);
      const thread = references.length === 0 ? {} : { inReplyTo: references[0], references: [...references] };
      const all = { 'Auto-Submitted': 'auto-generated', ...headers };
      await transport.sendMail({ ...mail, ...thread, from, headers: all, signal });
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOfMail(error);
    }
  };
}

export function createSender({ publicUrl, timeoutMs = 30_000, ...settings }: SenderSettings): Send {
  const mailer = createMailer({ ...settings, timeoutMs });

  const sendMail: Send = ({ told, transition, recipient: to, messageId }) => {
    const headers = { 'X-Fugo-Incident': told.incident.incidentId };
    return mailer({ ...mailTextOf(told, transition, publicUrl), to, messageId, headers });
  };

  const callWebhook: Send = async ({ told, transition, recipient, messageId }) => {
    try {
      const response = await fetch(recipient, {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json', 'idempotency-key': messageId },
        body: JSON.stringify(webhookOf(told, transition, publicUrl)),
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (response.ok) return { kind: 'sent' };
      const { status } = response;
      const final = status >= 400 && status < 500 && status !== 408 && status !== 429;
      return { kind: final ? 'refused' : 'failed', error: `STATUS_${status}` };
    } catch (error) {
      return { kind: 'failed', error: errorCodeOf(error instanceof Error ? (error.cause ?? error) : error) };
    }
  };

  return (message) => (message.recipientKind === 'mail' ? sendMail : callWebhook)(message);
}

/** A mail that the server refuses for good (5xx) is not sent again; whatever else may be better later. */
function outcomeOfMail(error: unknown): SendResult {
  const status: unknown = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined;
  if (typeof status !== 'number') return { kind: 'failed', error: errorCodeOf(error) };
  return { kind: status >= 500 ? 'refused' : 'failed', error: `SMTP_${status}` };
}
