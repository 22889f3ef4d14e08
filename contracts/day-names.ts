/** The names that staff use for the codes of operating days. The English ones are written as inside a sentence. */
import type { DayState, StepError, StepName, StepState } from '../domain/operating-day.ts';

interface Name {
  ja: string;
  en: string;
}

export const dayStateNames = {
  planned: { ja: '予定', en: 'planned' },
  starting: { ja: '起動中', en: 'starting' },
  open: { ja: '運用中', en: 'open' },
  stopping: { ja: '停止処理中', en: 'stopping' },
  daily: { ja: '日次処理中', en: 'daily processing' },
  done: { ja: '終了', en: 'done' },
  halted: { ja: '中断', en: 'halted' },
  abandoned: { ja: '打切り', en: 'abandoned' },
} as const satisfies Record<DayState, Name>;

export const dayStepNames = {
  'tell-calendar': { ja: '運用時間の通知', en: 'tell the calendar' },
  start: { ja: '起動', en: 'start' },
  stop: { ja: '停止', en: 'stop' },
  statistics: { ja: '統計', en: 'statistics' },
  backup: { ja: 'バックアップ', en: 'backup' },
} as const satisfies Record<StepName, Name>;

export const dayStepStateNames = {
  waiting: { ja: '待ち', en: 'waiting' },
  commanded: { ja: '指示済', en: 'commanded' },
  verified: { ja: '確認済', en: 'verified' },
  failed: { ja: '失敗', en: 'failed' },
  abandoned: { ja: '打切り', en: 'abandoned' },
} as const satisfies Record<StepState, Name>;

export const dayErrorNames = {
  UNREACHABLE: { ja: 'サーバが応答しません', en: 'the server does not answer' },
  UNEXPECTED_ANSWER: { ja: 'サーバの応答が取り決めと異なります', en: 'the server’s answer breaks its contract' },
  WRONG_ORDER: {
    ja: '他のサーバとの順序に反するため、受け付けられません',
    en: 'refused, because of the order of the servers',
  },
  REFUSED: { ja: 'サーバが拒否しました', en: 'the server refuses' },
  UNDER_WAY: { ja: '指示は受けましたが、まだ終わっていません', en: 'commanded, and not there yet' },
  NOT_AS_IT_SAYS: {
    ja: 'サーバの申告と監視の結果が異なります',
    en: 'the server says so, and a probe finds otherwise',
  },
  AWAITED_LATE: { ja: '待っている団体が遅れています', en: 'the organisation that it waits for is late' },
  AWAITED_HALTED: { ja: '待っている団体が中断したままです', en: 'the organisation that it waits for stands still' },
  AWAITED_ABANDONED: {
    ja: '待っている団体の運用日が打ち切られました',
    en: 'the day of the organisation that it waits for was abandoned',
  },
  MISSED: { ja: '始める前にオンライン運用が終わりました', en: 'online operation was over before it began' },
} as const satisfies Record<StepError, Name>;
