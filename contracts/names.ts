/**
 * The names that staff use for codes of the rules, shared by the pages and the command. The English ones are written as
 * inside a sentence.
 */
import type { Step } from '../domain/failures.ts';
import type { LoadState } from '../domain/load.ts';
import type { CodeRequestStatus, Stage } from '../domain/stages.ts';
import type { Sex } from '../domain/values/sex.ts';

interface Name {
  ja: string;
  en: string;
}

export const codeRequestStatusNames = {
  NOT_REQUESTED: { ja: '未依頼', en: 'not requested' },
  REQUESTING: { ja: '依頼中', en: 'requesting' },
  REQUESTED: { ja: '依頼済', en: 'requested' },
} as const satisfies Record<CodeRequestStatus, Name>;

export const stageNames = {
  AWAITING_PN: { ja: '個人番号待ち', en: 'awaiting number' },
  HELD: { ja: '本人確認待ち', en: 'held' },
  NUMBERED: { ja: '採番済', en: 'numbered' },
  SERIAL_REQUESTED: { ja: '処理通番の依頼済', en: 'serial requested' },
  FILE_REQUESTED: { ja: 'ファイル作成待ち', en: 'file requested' },
  FILE_RECEIVED: { ja: 'ファイル受領', en: 'file received' },
  WAITING_FOR_HOURS: { ja: '運用時間待ち', en: 'waiting for hours' },
  ROUTED: { ja: '送付済', en: 'routed' },
  NEEDS_ATTENTION: { ja: 'エラーリスト', en: 'in error list' },
  CANCELLED: { ja: '取消', en: 'cancelled' },
  ACQUIRED: { ja: '取得済', en: 'acquired' },
} as const satisfies Record<Stage, Name>;

export const stepNames = {
  serial: { ja: '処理通番の発行要求', en: 'processing serial' },
  fileRequest: { ja: '依頼ファイルの作成要求', en: 'request file' },
  file: { ja: '依頼ファイルの受領', en: 'fetching the file' },
  route: { ja: '符号取得依頼の送付', en: 'routing' },
  confirm: { ja: '取得確認', en: 'confirmation' },
} as const satisfies Record<Step, Name>;

/** Events of a resident's timeline. */
export const eventNames = {
  numbered: { ja: '採番', en: 'numbered' },
  joined: { ja: '依頼中の異動を受付', en: 'transfer joined the open request' },
  updated: { ja: '宛名情報を更新', en: 'address information updated' },
  awaitingPersonalNumber: { ja: '個人番号待ちで受付', en: 'taken, awaiting a personal number' },
  held: { ja: '本人確認のため保留', en: 'held for an identity check' },
  serial: { ja: '処理通番の発行を要求', en: 'processing serial requested' },
  fileRequest: { ja: '依頼ファイルの作成を要求', en: 'request file asked for' },
  file: { ja: '依頼ファイルを受領', en: 'request file received' },
  closed: { ja: '運用時間外のため待機', en: 'waiting for the operating hours' },
  route: { ja: '符号取得依頼を送付', en: 'code request routed' },
  confirmed: { ja: '符号の取得を確認', en: 'code confirmed' },
  failed: { ja: 'エラーリストへ', en: 'failed' },
  retried: { ja: '再実行', en: 'tried again' },
  corrected: { ja: '訂正', en: 'corrected' },
  cancelled: { ja: '取消', en: 'cancelled' },
} as const satisfies Record<string, Name>;

export const sexNames = {
  male: { ja: '男', en: 'male' },
  female: { ja: '女', en: 'female' },
  unknown: { ja: '不明', en: 'unknown' },
} as const satisfies Record<Sex, Name>;

export const loadStateNames = {
  READING: { ja: '読み取り中', en: 'reading' },
  CHECKED: { ja: '検査済', en: 'checked' },
  RUNNING: { ja: '登録中', en: 'loading' },
  PAUSED: { ja: '一時停止中', en: 'paused' },
  STOPPED: { ja: '停止(要確認)', en: 'stopped, waits for staff' },
  CANCELLED: { ja: '中止', en: 'cancelled' },
  DONE: { ja: '完了', en: 'done' },
  FAILED: { ja: '読み取り不可', en: 'file cannot be read' },
} as const satisfies Record<LoadState, Name>;

/** What the check of the audit log's chain has found. */
export const chainFindings = {
  whole: { ja: '{count}件すべてが、書かれたときのままです。', en: 'All {count} entries are as they were written.' },
  CHANGED: {
    ja: '{seq}番の記録が、書かれた後に変えられています。',
    en: 'Entry {seq} was changed after it was written.',
  },
  NOT_LINKED: {
    ja: '{seq}番の記録が、その前の記録につながっていません。間の記録が失われたか、差し替えられています。',
    en: 'Entry {seq} does not follow the one before it: an entry between them was lost, or replaced.',
  },
} as const satisfies Record<string, Name>;

/** Turns names into messages of a catalogue: with the prefix `stage`, ROUTED becomes `stage.ROUTED`. */
export function asMessages<Prefix extends string, Code extends string>(
  prefix: Prefix,
  names: Readonly<Record<Code, Name>>,
  english: (name: string) => string = (name) => name,
): Readonly<Record<`${Prefix}.${Code}`, Name>> {
  const messages = Object.entries<Name>(names).map(([code, { ja, en }]) => [
    `${prefix}.${code}`,
    { ja, en: english(en) },
  ]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- entries forget the type of their keys
  return Object.fromEntries(messages) as Record<`${Prefix}.${Code}`, Name>;
}
