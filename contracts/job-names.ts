/** The names that staff use for the codes of jobs. The English ones are written as inside a sentence. */
import type { FugoCommand } from '../domain/jobs/definition.ts';
import type {
  CatchUpPolicy,
  ClosedDayRule,
  JobDayDecision,
  JobDayState,
  JobError,
  JobState,
} from '../domain/jobs/names.ts';

interface Name {
  ja: string;
  en: string;
}

export const jobDayStateNames = {
  planned: { ja: '予定', en: 'planned' },
  running: { ja: '実行中', en: 'running' },
  halted: { ja: '中断', en: 'halted' },
  done: { ja: '終了', en: 'done' },
  abandoned: { ja: '打切り', en: 'abandoned' },
  'not-run': { ja: '実行なし', en: 'not run' },
} as const satisfies Record<JobDayState, Name>;

export const jobDayDecisionNames = {
  run: { ja: '実行', en: 'run' },
  skip: { ja: '実行しない', en: 'skipped' },
  shift: { ja: '振替', en: 'shifted' },
  'caught-up': { ja: '遅延実行', en: 'caught up' },
  drop: { ja: '破棄', en: 'dropped' },
  asked: { ja: '随時実行', en: 'asked for' },
} as const satisfies Record<JobDayDecision, Name>;

export const jobStateNames = {
  waiting: { ja: '待ち', en: 'waiting' },
  running: { ja: '実行中', en: 'running' },
  retrying: { ja: '再試行待ち', en: 'waiting to be tried again' },
  done: { ja: '終了', en: 'done' },
  failed: { ja: '失敗', en: 'failed' },
  'not-run': { ja: '対象外', en: 'left out' },
  abandoned: { ja: '打切り', en: 'abandoned' },
} as const satisfies Record<JobState, Name>;

export const jobErrorNames = {
  UNREACHABLE: { ja: 'サーバが応答しません', en: 'the server does not answer' },
  UNEXPECTED_ANSWER: { ja: 'サーバの応答が取り決めと異なります', en: 'the server’s answer breaks its contract' },
  UNKNOWN_JOB: { ja: 'サーバがこのジョブを知りません', en: 'the server does not know this job' },
  WRONG_ORDER: { ja: 'サーバの今の状態では受け付けられません', en: 'refused in the state that the server is in' },
  REFUSED: { ja: 'サーバが拒否しました', en: 'the server refuses' },
  JOB_FAILED: { ja: 'サーバでジョブが失敗しました', en: 'the job has failed on the server' },
  TIME_LIMIT: { ja: '制限時間を超えました', en: 'not over within its time limit' },
  UNDER_WAY: { ja: 'サーバがまだ実行しています', en: 'the server is still at it' },
  NO_SERVER: { ja: '団体のサーバが登録されていません', en: 'no server of the organisation is registered' },
} as const satisfies Record<JobError, Name>;

/** What fugo's own server does, and what servers usually know; one that knows others is asked for them by their code. */
export const jobCommandNames = {
  archive: { ja: '保存', en: 'archive' },
  snapshot: { ja: '即時保存', en: 'snapshot' },
  verify: { ja: '突合', en: 'verification' },
  tidy: { ja: '整理', en: 'tidying' },
  rehearse: { ja: '予行', en: 'rehearsal' },
  statistics: { ja: '統計', en: 'statistics' },
  backup: { ja: 'バックアップ', en: 'backup' },
  confirmation: { ja: '取得確認', en: 'confirmation' },
  sweep: { ja: '滞留の点検', en: 'sweep' },
  retention: { ja: '保存期限の処理', en: 'retention' },
  're-sign': { ja: '配信の再署名', en: 're-signing of deliveries' },
} as const satisfies Record<FugoCommand, Name> & Record<string, Name>;

export const closedDayRuleNames = {
  skip: { ja: '実行しない', en: 'not run' },
  before: { ja: '前の開庁日に振替', en: 'on the open day before' },
  after: { ja: '次の開庁日に振替', en: 'on the open day after' },
  run: { ja: '休業日も実行', en: 'run all the same' },
} as const satisfies Record<ClosedDayRule, Name>;

export const catchUpPolicyNames = {
  latest: { ja: '最後の1回だけ実行', en: 'only the latest missed day' },
  'each-in-order': { ja: '古い日から順に実行', en: 'each missed day in its order' },
  'drop-and-alarm': { ja: '実行せずに警報', en: 'none, with an alarm' },
} as const satisfies Record<CatchUpPolicy, Name>;
