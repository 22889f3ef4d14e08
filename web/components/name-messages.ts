/** Names of what the rules know by codes: stages, statuses, states of loads, roles, rights. */
import { asMessages, codeRequestStatusNames, loadStateNames, stageNames } from '../../contracts/names.ts';
import type { AnyRole, Right } from '../../domain/rights.ts';
import type { Message } from './message.ts';

export const nameMessages = {
  ...asMessages('status', codeRequestStatusNames, capitalise),
  ...asMessages('stage', stageNames, capitalise),
  ...asMessages('load.state', loadStateNames, capitalise),

  'role.clerk': { ja: '業務担当者', en: 'Business clerk' },
  'role.supervisor': { ja: '監督者', en: 'Supervisor' },
  'role.administrator': { ja: 'システム管理者', en: 'System administrator' },
  'role.auditor': { ja: '監査担当者', en: 'Auditor' },
  'role.manager': { ja: 'システム管理部門', en: 'System management department' },
  'role.call-centre': { ja: 'コールセンター', en: 'Call centre' },

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
  'right.hours:approve': { ja: '運用時間の変更の承認', en: 'approve changes of the operating hours' },
  'right.exceptions:ask': { ja: '延長の申請', en: 'ask for an exception' },
  'right.exceptions:agree': { ja: '延長への同意', en: 'agree to an exception' },
  'right.servers:read': { ja: 'サーバの状態の表示', en: 'see the servers' },
  'right.servers:operate': { ja: 'サーバの起動と停止', en: 'start and stop servers' },
  'right.incidents:read': { ja: '障害の表示', en: 'see incidents' },
  'right.incidents:work': { ja: '障害への対応', en: 'work on incidents' },
  'right.backups:read': { ja: 'バックアップの表示', en: 'see backups' },
  'right.backups:run': { ja: 'バックアップの実行', en: 'make backups' },
  'right.statistics:read': { ja: '統計の表示', en: 'see statistics' },
  'right.audit:read': { ja: '監査ログの表示', en: 'read the audit log' },
  'right.staff:administer': { ja: '職員の管理', en: 'administer staff' },
  'right.municipalities:administer': { ja: '地方公共団体の管理', en: 'administer municipalities' },
  'right.clients:administer': { ja: 'クライアントの管理', en: 'administer clients' },
} as const satisfies Record<`role.${AnyRole}` | `right.${Right}`, Message> & Record<string, Message>;

export function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
