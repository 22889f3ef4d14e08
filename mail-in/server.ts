/**
 * Takes mails to the call centre over SMTP, from known senders only. What cannot be taken is refused while the sender's
 * mail server still waits, so that it tells the sender why; nothing of it is stored.
 *
 * M1. A mail is taken whole or not at all, and once by its Message-ID.
 * M2. The envelope and the From header name the same address of work, of somebody who may ask.
 * M3. No personal number, in subject, text, files or their names; no file that is none of the known kinds.
 */
import { createHash, randomUUID } from 'node:crypto';
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { mostAttachments, mostSubject, mostText } from '../contracts/api/inquiries.ts';
import { findInquiryNumber, ownWords, plainSubject } from '../domain/inquiries/mail.ts';
import { hasPersonalNumber } from '../domain/values/personal-number.ts';
import type { Database } from '../storage/database/database.ts';
import { judgeFile } from '../storage/inquiries/attachments.ts';
import { findInquiryOfMail } from '../storage/inquiries/mails.ts';
import { findAsker, findSender, takeMail, type KnownSender } from '../storage/inquiries/senders.ts';

/** Bytes of a whole mail; files are a third longer in it than on the disk. */
export const mostMailBytes = 16 * 1024 * 1024;
/** Connections at once. */
const mostConnections = 50;
/** Without a word of the other side. Milliseconds. */
const silenceMs = 60_000;

export interface MailInOptions {
  db: Database;
  host: string;
  port: number;
  /** Of STARTTLS, in PEM; undefined: mails are taken in plain text alone. */
  tls?: { cert: Buffer; key: Buffer } | undefined;
  log: {
    info: (fields: Record<string, unknown>, message: string) => void;
    warn: (fields: Record<string, unknown>, message: string) => void;
  };
  /** Epoch milliseconds. */
  now?: () => number;
}

export interface MailIn {
  port: number;
  close: () => Promise<void>;
}

/** Answered to the other side by its code; the words are for people, Japanese in Latin letters where SMTP knows no others. */
class Refusal extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

const refusals = {
  stranger: () =>
    new Refusal(550, '5.7.1 Not a member of staff who may ask the call centre (senders are known addresses)'),
  otherFrom: () => new Refusal(550, '5.7.1 The From header and the sender of the envelope differ'),
  tooLarge: () => new Refusal(552, `5.3.4 The mail is larger than ${String(mostMailBytes)} bytes`),
  personalNumber: () => new Refusal(550, '5.7.0 Kojin bango (personal number) inside: nothing of this mail was stored'),
  file: (name: string) => new Refusal(550, `5.7.0 A file is none of PDF, PNG, JPEG, GIF, WebP or plain text: ${name}`),
  tooManyFiles: () => new Refusal(550, `5.3.4 More than ${String(mostAttachments)} files`),
  manyOrganisations: () =>
    new Refusal(550, '5.7.1 You work for several organisations: please ask in the web application'),
  unknownInquiry: () => new Refusal(550, '5.1.1 There is no such inquiry of your organisation'),
  empty: () => new Refusal(550, '5.6.0 The mail has no text'),
  unreadable: () => new Refusal(550, '5.6.0 The mail cannot be read'),
  later: () => new Refusal(451, '4.3.0 Please try again later'),
} as const;

type Done = (error?: Error | null, message?: string) => void;

/** Resolves when it listens. */
export async function startMailIn(options: MailInOptions): Promise<MailIn> {
  const { db, host, port, log, tls } = options;
  const server = new SMTPServer({
    authOptional: true,
    // A sender that offers no TLS is taken as well: who may send is decided by the relay in front, not here.
    disabledCommands: tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...tls,
    size: mostMailBytes,
    maxClients: mostConnections,
    socketTimeout: silenceMs,
    banner: 'fugo call centre',
    logger: false,
    onMailFrom: (address, _session, done) => {
      void answer(done, async () => {
        if (!(await findSender(db, address.address))) throw refusals.stranger();
        return undefined;
      });
    },
    onRcptTo: (_address, session, done) => {
      // One copy of a mail is enough.
      if (session.envelope.rcptTo.length > 0) done(new Refusal(452, '4.5.3 One recipient, please'));
      else done();
    },
    onData: (stream, session, done) => {
      void answer(done, async () => {
        const raw = await readAll(stream);
        return take(raw, session, options);
      });
    },
  });
  server.on('error', (error) =>
    log.warn({ code: 'code' in error ? error.code : undefined }, 'a connection of a mail server failed'),
  );

  /** Answers the other side, whatever becomes of the work. */
  async function answer(done: Done, work: () => Promise<string | undefined>): Promise<void> {
    let message: string | undefined;
    try {
      message = await work();
    } catch (error) {
      if (error instanceof Refusal) {
        log.info({ responseCode: error.responseCode, reason: error.message.slice(0, 5) }, 'a mail was refused');
        done(error);
        return;
      }
      // What the database quotes in its errors stays here.
      log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'a mail could not be taken now');
      done(refusals.later());
      return;
    }
    done(null, message);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // The rest is read and dropped, so that the other side hears the answer.
    if (bytes <= mostMailBytes) chunks.push(chunk);
  }
  if (bytes > mostMailBytes || stream.sizeExceeded) throw refusals.tooLarge();
  return Buffer.concat(chunks);
}

async function take(
  raw: Buffer,
  { envelope }: SMTPServerSession,
  { db, log, now = Date.now }: MailInOptions,
): Promise<string> {
  const mail = await PostalMime.parse(raw, { maxNestingDepth: 20 }).catch(() => {
    throw refusals.unreadable();
  });
  const from = envelope.mailFrom || undefined;
  const sender = from && (await findSender(db, from.address));
  if (!from || !sender) throw refusals.stranger();
  if (mail.from?.address?.toLowerCase() !== from.address.toLowerCase()) throw refusals.otherFrom();
  if (isAutomatic(mail)) {
    // The reply of an absent person's mail program asks nothing.
    log.info({}, 'an automatic reply was taken and dropped');
    return 'Automatic reply dropped';
  }
  const subject = plainSubject(mail.subject ?? '');
  const whole = textOf(mail);
  requireNoNumber(mail.subject ?? '', whole, mail.html ?? '');
  const text = ownWords(whole)
    .replaceAll(/[^\P{Cc}\t\n]/gu, '')
    .trim();
  const attachments = readFiles(mail.attachments);
  if (text === '' && attachments.length === 0) throw refusals.empty();
  const { inquiry, organisation } = await findWhere(db, sender, mail);
  const result = await takeMail(
    db,
    {
      mailId: mail.messageId ?? `<${createHash('sha256').update(raw).digest('hex')}@without-id>`,
      inquiry,
      organisation,
      staffId: sender.staffId,
      subject: cut(subject === '' ? '(件名なし)' : subject, mostSubject),
      text: cut(text === '' ? '(添付のみ)' : text, mostText),
      requestKey: randomUUID(),
      attachments,
    },
    now(),
  );
  if (result.kind === 'unknownInquiry') throw refusals.unknownInquiry();
  if (result.kind === 'tooManyFiles') throw refusals.tooManyFiles();
  log.info({ inquiry: result.inquiry, organisation, again: result.kind === 'again' }, 'a mail was taken');
  return `Taken as inquiry ${String(result.inquiry)}`;
}

function isAutomatic({ headers }: Email): boolean {
  const valueOf = (key: string): string =>
    headers
      .find((header) => header.key === key)
      ?.value.trim()
      .toLowerCase() ?? '';
  const automatic = valueOf('auto-submitted');
  return (automatic !== '' && automatic !== 'no') || ['bulk', 'junk', 'auto_reply'].includes(valueOf('precedence'));
}

/** Of a mail in HTML alone the words without their marks. */
function textOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== '') return text;
  return (html ?? '')
    .replaceAll(/<(?:style|script)\b[^]*?<\/(?:style|script)>/giu, '')
    .replaceAll(/<(?:br|\/p|\/div|\/tr|\/li)\b[^>]*>/giu, '\n')
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function requireNoNumber(...texts: string[]): void {
  // A number between the marks of HTML is one to whoever reads the mail.
  const plain = texts.flatMap((text) => [text, text.replaceAll(/<[^>]*>/gu, '')]);
  if (plain.some(hasPersonalNumber)) throw refusals.personalNumber();
}

function readFiles(attachments: readonly Attachment[]) {
  if (attachments.length > mostAttachments) throw refusals.tooManyFiles();
  return attachments.map(({ filename, content }, index) => {
    const name = cut((filename ?? '').replaceAll(/[\p{Cc}/\\]/gu, '_').trim() || `file-${String(index + 1)}`, 200);
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
    if (hasPersonalNumber(name)) throw refusals.personalNumber();
    const judged = judgeFile(bytes);
    if (judged.kind === 'refused') {
      throw judged.rule === 'PERSONAL_NUMBER_INSIDE' ? refusals.personalNumber() : refusals.file(String(index + 1));
    }
    return { name, type: judged.type, content: bytes };
  });
}

/** By what it replies to, else by the number in its subject, else a new inquiry of the only organisation. */
async function findWhere(
  db: Database,
  { organisations }: KnownSender,
  { inReplyTo, references, subject }: Email,
): Promise<{ inquiry: number | null; organisation: string }> {
  const ids = [...`${inReplyTo ?? ''} ${references ?? ''}`.matchAll(/<([^<>@\s]+)@[^<>\s]+>/gu)].map(
    ([, id = '']) => id,
  );
  const [only, ...others] = organisations;
  if (only === undefined) throw refusals.stranger();
  const replied = await findInquiryOfMail(db, only, ids);
  const inquiry = replied ?? findInquiryNumber(subject ?? '');
  if (inquiry === undefined) {
    if (others.length > 0) throw refusals.manyOrganisations();
    return { inquiry: null, organisation: only };
  }
  const organisation = await findAsker(db, inquiry);
  if (organisation === undefined || !organisations.includes(organisation)) throw refusals.unknownInquiry();
  return { inquiry, organisation };
}

function cut(text: string, most: number): string {
  const signs = Array.from(text);
  return signs.length <= most ? text : `${signs.slice(0, most - 1).join('')}…`;
}
