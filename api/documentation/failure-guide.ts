/** Every failure of the catalogue as a guide: what it means, and what the person who meets it does. */
import type { Language } from '../../config/language.ts';
import { failureCodes, failures, type FailureRule } from '../../domain/failures.ts';

type Words = Record<Language, string>;

const words = {
  title: { ja: 'エラーの一覧', en: 'All errors' },
  about: {
    ja: 'fugoが断るとき、また処理が止まったときのコードと、そのときにすることです。',
    en: 'The codes with which fugo refuses, or with which work stands still, and what to do then.',
  },
  list: { ja: 'エラーリストに出るもの', en: 'In the error list' },
  answers: { ja: '操作への答え', en: 'Answers to what somebody does' },
} as const satisfies Record<string, Words>;

/** By the status of the answer. */
const afterAnswer = {
  400: {
    ja: '送った内容の形が違います。画面で起きたときは、読み込み直してからやり直します。',
    en: 'What was sent has another form. On a page: load it again, then try again.',
  },
  401: {
    ja: 'サインインからやり直します。プログラムはトークンを取り直します。',
    en: 'Sign in again. A program takes a new token.',
  },
  403: {
    ja: '必要なら、システム管理者に役割の変更を頼みます。断られたことは監査ログに残ります。',
    en: 'If you need it, ask your administrator for another role. The refusal stands in the audit log.',
  },
  404: {
    ja: '番号やアドレスを確かめ、一覧から開き直します。',
    en: 'Check the number or address, and open it from the list.',
  },
  405: {
    ja: 'プログラムの呼び方の誤りです。APIの説明を見ます。',
    en: 'A program calls it wrongly: see the description of the API.',
  },
  408: {
    ja: '回線を確かめて、もう一度送ります。',
    en: 'Check the line and send it again.',
  },
  409: {
    ja: 'いまの様子を読み込み直し、まだ必要かどうかを確かめてからやり直します。',
    en: 'Load what stands there now, see whether it is still needed, and try again.',
  },
  413: { ja: '分けて送ります。', en: 'Send it in parts.' },
  415: {
    ja: '説明にある形式で送ります。',
    en: 'Send it in a format that is described.',
  },
  422: {
    ja: '示された項目と規則を見て、入力を直します。',
    en: 'Mend the input: the answer names the field and its rule.',
  },
  500: {
    ja: '少し待ってやり直します。続くときは、示された照会番号をシステム管理者に伝えます。',
    en: 'Try again in a while. If it goes on, tell your administrator the reference that is shown.',
  },
  503: {
    ja: '少し待ってやり直します。続くときは、示された照会番号をシステム管理者に伝えます。',
    en: 'Try again in a while. If it goes on, tell your administrator the reference that is shown.',
  },
} as const satisfies Record<(FailureRule & { kind: 'request' })['status'], Words>;

const afterEntry = {
  held: {
    ja: '同じ人かどうかを比べて決めます(職員の手引き「本人かどうかを判断する」)。',
    en: 'Compare, and decide whether it is the same person (“Is it the same person?” in the guide for staff).',
  },
  staff: {
    ja: '理由を見て、宛名情報を直すか、送り元に直してもらってから、再試行します。',
    en: 'See the reason; correct the address information, or have it corrected where it comes from; then try again.',
  },
  participant: {
    ja: '接続先の担当者に知らせます。直ったら再試行します。',
    en: 'Tell whoever runs the other side. Try again when it is mended.',
  },
  silent: {
    ja: '接続先が動いているかを確かめます。応答するようになったら再試行します。',
    en: 'See whether the other side runs. Try again when it answers.',
  },
} as const satisfies Record<string, Words>;

/** In markdown. Each code is the heading of a section of its own. */
export function failureGuide(language: Language): string {
  const inList = failureCodes.filter((code) => failures[code].kind !== 'request');
  const answers = failureCodes.filter((code) => failures[code].kind === 'request');
  const sectionOf = (code: (typeof failureCodes)[number]): string =>
    `### ${code}\n\n${failures[code][language]}\n\n${whatToDo(code, failures[code])[language]}\n`;
  return [
    `# ${words.title[language]}\n\n${words.about[language]}\n`,
    `## ${words.list[language]}\n`,
    ...inList.map(sectionOf),
    `## ${words.answers[language]}\n`,
    ...answers.map(sectionOf),
  ].join('\n');
}

function whatToDo(code: string, rule: FailureRule): Words {
  if (rule.kind === 'request') return afterAnswer[rule.status];
  if (code === 'IDENTITY_MISMATCH') return afterEntry.held;
  return rule.kind === 'transient' ? afterEntry.silent : afterEntry[rule.owner];
}
