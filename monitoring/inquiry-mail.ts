/** What is mailed about an inquiry. The same row gives the same mail, always. */
import { subjectMark } from '../domain/inquiries/mail.ts';
import type { MailOccasion } from '../domain/inquiries/names.ts';
import type { DueMail } from '../storage/inquiries/mails.ts';
import type { WholeMail } from './sender.ts';

const titles: Record<MailOccasion, { ja: string; en: string }> = {
  received: { ja: '受け付けました', en: 'received' },
  answered: { ja: '回答', en: 'answer' },
  merged: { ja: '統合しました', en: 'merged' },
  overdue: { ja: '期限を過ぎています', en: 'OVERDUE' },
};

const sentences: Record<MailOccasion, (mail: DueMail) => { ja: string; en: string }> = {
  received: () => ({
    ja: '問い合わせを受け付けました。このメールに返信すると、問い合わせに書き足せます。',
    en: 'Your inquiry was received. A reply to this mail is added to it.',
  }),
  answered: () => ({
    ja: 'コールセンターからの回答です。返信すると、続けて質問できます。',
    en: 'The call centre has answered. A reply to this mail asks on.',
  }),
  merged: ({ mergedInto }) => ({
    ja: `この問い合わせは #${String(mergedInto)} に統合しました。続きはそちらで回答します。`,
    en: `This inquiry goes on in #${String(mergedInto)}.`,
  }),
  overdue: () => ({
    ja: '期限までに回答していない問い合わせがあります。',
    en: 'An inquiry is due and not answered.',
  }),
};

export function inquiryMailOf(
  mail: DueMail,
  { domain, publicUrl }: { domain: string; publicUrl: string | undefined },
): WholeMail {
  const { occasion, inquiry, subject, text, recipient, createdAt, references, messageId } = mail;
  const { ja, en } = sentences[occasion](mail);
  const link = publicUrl === undefined ? [] : [`${publicUrl}/inquiries/${String(inquiry)}`];
  const lines = [
    ja,
    en,
    '',
    ...(text === null ? [] : [text, '']),
    `問い合わせ / inquiry: #${String(inquiry)}`,
    ...link,
  ];
  return {
    to: recipient,
    subject: `${subjectMark(inquiry)} 【${titles[occasion].ja}】${subject} / ${titles[occasion].en}`,
    text: `${lines.join('\n')}\n`,
    date: new Date(createdAt),
    messageId: `<${messageId}@${domain}>`,
    // Those of the call centre have not had the asker's mails.
    references: occasion === 'overdue' ? [] : references,
    headers: { 'X-Fugo-Inquiry': String(inquiry) },
  };
}
