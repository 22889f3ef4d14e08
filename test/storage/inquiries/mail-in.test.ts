/** Mails to the call centre over real SMTP: from known senders, once, whole or not at all, and without a personal number. */
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { subjectMark } from '../../../domain/inquiries/mail.ts';
import { startMailIn, type MailIn } from '../../../mail-in/server.ts';
import { inquiryMailOf } from '../../../monitoring/inquiry-mail.ts';
import { sendNextMail, type DueMail } from '../../../storage/inquiries/mails.ts';
import { openDatabase } from '../../../storage/database/database.ts';
import { makeAuthority } from '../../support/certificates.ts';
import { municipality, openStore, otherMunicipality, type Store } from '../support.ts';
import { askedBy, registerAskers } from './support.ts';
import { askInquiry } from '../../../storage/inquiries/inquiries.ts';

/** A Wednesday at ten. */
const now = Date.parse('2026-04-01T10:00:00+09:00');
const from = 'asker@mihon.example';
const to = 'call-centre@nation.example';
let store: Store;
let mailIn: MailIn;

beforeAll(async () => {
  store = await openStore(153);
  await registerAskers(store);
  const log = { info: () => undefined, warn: () => undefined };
  mailIn = await startMailIn({ db: store.api, host: '127.0.0.1', port: 0, log, now: () => now });
});
afterAll(() => mailIn.close());
beforeEach(async () => {
  await store.see`truncate inquiry_mails, inquiry_attachments, inquiry_answers, inquiry_messages, inquiries cascade`;
});

type Mail = Parameters<ReturnType<typeof createTransport>['sendMail']>[0];
/** The code with which it was taken or refused. */
async function send(mail: Mail): Promise<number> {
  const transport = createTransport({ host: '127.0.0.1', port: mailIn.port, ignoreTLS: true });
  try {
    const { response } = await transport.sendMail({ from, to, subject: '質問', text: '教えてください。', ...mail });
    return Number(response.slice(0, 3));
  } catch (error) {
    return error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  }
}
const messages = () => store.see<{ inquiry: number; subject: string; text: string; organisation: string }[]>`
  select i.inquiry::int as inquiry, i.subject, m.text, i.organisation
  from inquiries i join inquiry_messages m on m.inquiry = i.inquiry order by m.inquiry, m.seq`;

test('a mail of an administrator becomes an inquiry, and delivered twice it is one', async () => {
  const mail = { messageId: '<one@mihon.example>', subject: '印刷できません', text: 'プリンタが動きません。' };
  expect([await send(mail), await send(mail)]).toEqual([250, 250]);
  expect(await messages()).toMatchObject([
    { subject: '印刷できません', text: 'プリンタが動きません。', organisation: municipality },
  ]);
  const owed = await store.see`select occasion, recipient from inquiry_mails`;
  expect(owed).toMatchObject([{ occasion: 'received', recipient: from }]);
});

test('strangers, the call centre itself and a forged From header are refused', async () => {
  expect(await send({ from: 'stranger@elsewhere.example' })).toBe(550);
  expect(await send({ from: 'agent@mihon.example' })).toBe(550);
  expect(await send({ from, envelope: { from: 'neighbour@mihon.example', to } })).toBe(550);
  expect(await messages()).toEqual([]);
});

describe('a personal number', () => {
  const number = '123456789018';
  test.each([
    ['in the subject', { subject: `番号 ${number}` }],
    ['in full width with blanks', { text: '１２３４　５６７８　９０１８ の方です' }],
    ['with hyphens', { text: '1234-5678-9018' }],
    ['in HTML, with marks between', { text: '', html: '<p>1234<b>5678</b>9018</p>' }],
    ['in a text file', { attachments: [{ filename: 'a.txt', content: `番号は${number}` }] }],
    ['in the name of a file', { attachments: [{ filename: `${number}.png`, content: '\u0089PNG\r\n\u001a\n' }] }],
  ])('%s: nothing is stored', async (_where, mail) => {
    expect(await send(mail)).toBe(550);
    expect(await messages()).toEqual([]);
  });
});

test('files come along; one of another kind refuses the whole mail', async () => {
  const pdf = { filename: '画面.pdf', content: Buffer.from('%PDF-1.7 x') };
  expect(await send({ attachments: [pdf] })).toBe(250);
  expect(await send({ attachments: [pdf, { filename: 'a.pdf', content: Buffer.from('MZ\u0000') }] })).toBe(550);
  expect(await store.see`select name, type from inquiry_attachments`).toEqual([
    { name: '画面.pdf', type: 'application/pdf' },
  ]);
  expect(await messages()).toHaveLength(1);
});

test('a reply finds its inquiry by what it replies to or by the number in the subject; another’s is refused', async () => {
  await send({ messageId: '<first@mihon.example>' });
  const [first] = await messages();
  const { db, close } = openDatabase(store.database.monitorUrl, { max: 1, name: 'test-monitor' });
  const sent: DueMail[] = [];
  const keep = async (mail: DueMail) => {
    sent.push(mail);
    return { kind: 'sent' } as const;
  };
  await sendNextMail(db, keep, now);
  await close();
  const [received] = sent;
  if (!received) throw new Error('nothing was sent');
  const { messageId, subject, references } = inquiryMailOf(received, {
    domain: 'nation.example',
    publicUrl: undefined,
  });
  expect(references).toEqual(['<first@mihon.example>']);
  expect(await send({ subject: 'Re: 質問', inReplyTo: messageId, text: '続きです。\n> 引用' })).toBe(250);
  expect(await send({ subject: `Re: ${subject}`, text: 'もう一つ' })).toBe(250);
  expect((await messages()).map(({ inquiry, text }) => [inquiry, text])).toEqual([
    [first?.inquiry, '教えてください。'],
    [first?.inquiry, '続きです。'],
    [first?.inquiry, 'もう一つ'],
  ]);
  const other = await askInquiry(store.api, otherMunicipality, askedBy(otherMunicipality, '他市の質問'), now);
  const foreign = other.kind === 'asked' ? other.inquiry : 0;
  expect(await send({ subject: `Re: ${subjectMark(foreign)}` })).toBe(550);
  expect(await send({ subject: `Re: ${subjectMark(999_999)}` })).toBe(550);
});

test('the reply of an absent person’s mail program asks nothing', async () => {
  expect(await send({ headers: { 'Auto-Submitted': 'auto-replied' } })).toBe(250);
  expect(await messages()).toEqual([]);
});

test('a mail that is too large is refused', async () => {
  const content = Buffer.alloc(17 * 1024 * 1024, 'a');
  expect([552, 0]).toContain(await send({ attachments: [{ filename: 'a.txt', content }] }));
  expect(await messages()).toEqual([]);
});

test('with a certificate of its own mails come by STARTTLS, from who offers none in plain text', async () => {
  const authority = makeAuthority('test authority');
  const { certificate, key } = authority.certify({ name: 'localhost', ip: [127, 0, 0, 1] });
  const log = { info: () => undefined, warn: () => undefined };
  const tls = { cert: Buffer.from(certificate), key: Buffer.from(key) };
  const secured = await startMailIn({ db: store.api, host: '127.0.0.1', port: 0, log, now: () => now, tls });
  try {
    const place = { host: '127.0.0.1', port: secured.port };
    for (const way of [{ requireTLS: true, tls: { ca: authority.certificate } }, { ignoreTLS: true }]) {
      const { response } = await createTransport({ ...place, ...way }).sendMail({
        from,
        to,
        subject: '質問',
        text: '質問です。',
      });
      expect(Number(response.slice(0, 3))).toBe(250);
    }
    expect(await messages()).toHaveLength(2);
  } finally {
    await secured.close();
  }
});
