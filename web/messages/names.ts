/** Names of what the rules know by a code: stages, statuses, rights, states of loads. */
import type { LoadState } from '../../domain/load.ts';
import type { Right } from '../../domain/rights.ts';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import type { Message } from './message.ts';

export const nameMessages = {
  'status.NOT_REQUESTED': { ja: '未依頼', en: 'Not requested' },
  'status.REQUESTING': { ja: '依頼中', en: 'Requesting' },
  'status.REQUESTED': { ja: '依頼済', en: 'Requested' },

  'stage.AWAITING_PN': { ja: '個人番号待ち', en: 'Awaiting number' },
  'stage.HELD': { ja: '本人確認待ち', en: 'Held' },
  'stage.NUMBERED': { ja: '採番済', en: 'Numbered' },
  'stage.SERIAL_REQUESTED': { ja: '処理通番の依頼済', en: 'Serial requested' },
  'stage.FILE_REQUESTED': { ja: 'ファイル作成待ち', en: 'File requested' },
  'stage.FILE_RECEIVED': { ja: 'ファイル受領', en: 'File received' },
  'stage.WAITING_FOR_HOURS': { ja: '運用時間待ち', en: 'Waiting for hours' },
  'stage.ROUTED': { ja: '送付済', en: 'Routed' },
  'stage.NEEDS_ATTENTION': { ja: 'エラーリスト', en: 'In error list' },
  'stage.CANCELLED': { ja: '取消', en: 'Cancelled' },
  'stage.ACQUIRED': { ja: '取得済', en: 'Acquired' },

  'load.state.READING': { ja: '読み取り中', en: 'Reading' },
  'load.state.CHECKED': { ja: '検査済', en: 'Checked' },
  'load.state.RUNNING': { ja: '登録中', en: 'Loading' },
  'load.state.PAUSED': { ja: '一時停止中', en: 'Paused' },
  'load.state.STOPPED': { ja: '停止(要確認)', en: 'Stopped, waits for staff' },
  'load.state.CANCELLED': { ja: '中止', en: 'Cancelled' },
  'load.state.DONE': { ja: '完了', en: 'Done' },
  'load.state.FAILED': { ja: '読み取り不可', en: 'File cannot be read' },

  'right.transfers:write': { ja: '宛名異動データの送信', en: 'send transfers' },
  'right.residents:read': { ja: '状態の照会', en: 'read where requests stand' },
  'right.residents:view': { ja: '住民の宛名情報の表示', en: 'see address information of residents' },
  'right.residents:view-protected': { ja: '保護対象者の表示', en: 'see residents under protection' },
  'right.residents:view-personal-number': { ja: '個人番号の表示', en: 'see personal numbers' },
  'right.residents:update': { ja: '宛名情報の更新', en: 'change address information' },
  'right.residents:approve': { ja: '変更の承認', en: 'approve changes' },
  'right.movers:read': { ja: '異動した住民の一覧', en: 'read the movers list' },
  'right.errors:read': { ja: 'エラーリストの表示', en: 'read the error list' },
  'right.errors:work': { ja: 'エラーリストの処理', en: 'work the error list' },
  'right.loads:read': { ja: '一括登録の表示', en: 'see loads' },
  'right.loads:work': { ja: '一括登録の実行', en: 'run loads' },
  'right.loads:view-lines': { ja: '誤りの行の取得', en: 'take the bad lines of a load' },
  'right.confirmations:read': { ja: '取得確認の表示', en: 'see confirmation runs' },
  'right.confirmations:run': { ja: '取得確認の実行', en: 'start confirmation runs' },
  'right.counts:read': { ja: '件数の表示', en: 'see the counts' },
  'right.hours:read': { ja: '運用時間の表示', en: 'see the operating hours' },
  'right.hours:change': { ja: '運用時間の変更', en: 'change the operating hours' },
  'right.audit:read': { ja: '監査ログの表示', en: 'read the audit log' },
  'right.staff:administer': { ja: '職員の管理', en: 'administer staff' },
  'right.municipalities:administer': { ja: '地方公共団体の管理', en: 'administer municipalities' },
  'right.clients:administer': { ja: 'クライアントの管理', en: 'administer clients' },
} as const satisfies Record<
  `status.${CodeRequestStatus}` | `stage.${Stage}` | `load.state.${LoadState}` | `right.${Right}`,
  Message
>;
