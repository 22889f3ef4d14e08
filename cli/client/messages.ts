import type { Message } from '../terminal/message.ts';

/** What a command says when nothing answers, or when nobody has the right to ask. */
export const talkingMessages = {
  notRunning: {
    ja: 'fugoは動いていません。fugo up で起動してください。',
    en: 'fugo is not running. Start it with: fugo up',
  },
  unreachable: {
    ja: '{url} につながりません。fugo status で確かめてください。',
    en: '{url} cannot be reached. Look with: fugo status',
  },
  strangeAnswer: { ja: '取り決めと異なる答えがありました({what})。', en: 'An answer breaks its contract ({what}).' },
  internal: { ja: '内部の誤り: {reason}', en: 'Internal error: {reason}' },
  noOperator: {
    ja: '操作できる自治体がありません。{path} に operators が必要です(fugo clients add --kind operator --save)。',
    en: 'There is no municipality you may operate: {path} needs an operator (fugo clients add --kind operator --save).',
  },
  noBackbone: {
    ja: '宛名異動データを送れるクライアントが {path} にありません(fugo clients add --kind backbone --save)。',
    en: 'No client in {path} may send transfers (fugo clients add --kind backbone --save).',
  },
  noNumberSystem: {
    ja: 'この番号体系で送れるクライアントがありません。',
    en: 'No client may send for this number system.',
  },
  noAdministrator: {
    ja: '管理者の資格情報のファイル {path} がないか、読めません。fugo up を一度実行してください。',
    en: 'The file with the administrator’s credentials, {path}, is missing or cannot be read. Run fugo up once.',
  },
  organisationNeeded: {
    ja: '--organisation: 団体が複数あります。どれかを指定してください。',
    en: '--organisation: There are several organisations; name one.',
  },
  municipalityNeeded: {
    ja: '--municipality: 自治体が複数あります。どれかを指定してください。',
    en: '--municipality: There are several municipalities; name one.',
  },
  'clientFile.broken': {
    ja: '--client-file: クライアントのファイル {path} の形式が違います。',
    en: '--client-file: {path} does not have the form of a file with clients.',
  },
} as const satisfies Record<string, Message>;
