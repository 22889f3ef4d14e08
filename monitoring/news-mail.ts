/** What is mailed of a person's news: kinds, counts and where to look. The same rows give the same mail, always. */
import { summaryFigures } from '../domain/news.ts';
import { newsWords, pathOfNews, summaryWords } from '../domain/news-words.ts';
import type { Database } from '../storage/database/database.ts';
import { sendNextNewsMail, type DueNewsMail, type MailAttempt, type NewsLine } from '../storage/news/mails.ts';
import type { SendResult, WholeMail } from './sender.ts';

export function newsMailOf(
  { lines, recipient, createdAt, messageId }: DueNewsMail,
  { domain, publicUrl }: { domain: string; publicUrl: string | undefined },
): WholeMail {
  const count = lines.reduce((sum, line) => sum + line.count, 0);
  const places = [...new Set(lines.map(({ organisation }) => organisation))];
  const body = places.flatMap((place) => {
    const here = lines.filter(({ organisation }) => organisation === place);
    const [first] = here;
    return [
      `■ ${first?.name ?? place} / ${first?.nameEn ?? place}`,
      ...here.flatMap((line) => textOf(line, publicUrl)),
      '',
    ];
  });
  const settings =
    publicUrl === undefined
      ? []
      : [`受け取る内容は、次の画面で選べます。 / Choose what you are told: ${publicUrl}/news`];
  const text = [
    'お知らせです。個人情報は含まれていません。くわしくは画面で確かめてください。',
    'News for you. No personal data stand here: please look in the application.',
    '',
    ...body,
    ...settings,
  ];
  return {
    to: recipient,
    subject: `【fugo】お知らせ ${String(count)}件 / ${String(count)} news`,
    text: `${text.join('\n')}\n`,
    date: new Date(createdAt),
    messageId: `<${messageId}@${domain}>`,
    headers: { 'X-Fugo-News': String(count) },
  };
}

function textOf({ kind, organisation, count, subject, figures }: NewsLine, publicUrl: string | undefined): string[] {
  const { ja, en } = newsWords[kind];
  const link = publicUrl === undefined ? [] : [`  ${publicUrl}${pathOfNews({ kind, organisation, subject })}`];
  if (figures === null) return [`・${ja}: ${String(count)}件 / ${en}: ${String(count)}`, ...link];
  const shown = summaryFigures.flatMap((figure) => {
    const value = figures[figure];
    const words = summaryWords[figure];
    return value === undefined ? [] : [`  ${words.ja}: ${String(value)}件 / ${words.en}: ${String(value)}`];
  });
  return [`・${ja} / ${en}`, ...shown, ...link];
}

/** Sends the news that are due, one mail after the other, until none is, or `stopped`. */
export async function sendNewsMails(
  db: Database,
  {
    send,
    pauseAfter,
    stopped,
  }: {
    send: (mail: DueNewsMail) => Promise<SendResult>;
    /** How long to wait after so many failed attempts. Milliseconds. */
    pauseAfter: (attempts: number) => number;
    stopped: () => boolean;
  },
): Promise<void> {
  const attempt = async (mail: DueNewsMail): Promise<MailAttempt> => {
    const result = await send(mail);
    return result.kind === 'failed' ? { ...result, againInMs: pauseAfter(mail.attempts) } : result;
  };
  while (!stopped() && (await sendNextNewsMail(db, attempt, Date.now())));
}
