/** Why a target fails, as a code of the prober, and what people read. */
interface Words {
  ja: string;
  en: string;
}

const words = {
  FAILED: { ja: '異常', en: 'failed' },
  ERROR: { ja: '確認できない', en: 'could not be checked' },
  TIMEOUT: { ja: '応答なし', en: 'no answer' },
  REFUSED: { ja: '接続拒否', en: 'connection refused' },
  RESET: { ja: '接続切断', en: 'connection cut' },
  UNREACHABLE: { ja: '到達不能', en: 'unreachable' },
  NAME_UNKNOWN: { ja: '名前解決できない', en: 'name unknown' },
  ANSWER_UNREADABLE: { ja: '読めない応答', en: 'unreadable answer' },
  CERTIFICATE_EXPIRED: { ja: '証明書の期限切れ', en: 'certificate expired' },
  CERTIFICATE_EXPIRES_SOON: { ja: '証明書の期限が近い', en: 'certificate expires soon' },
  CERTIFICATE_UNTRUSTED: { ja: '証明書を信頼できない', en: 'certificate not trusted' },
  CERTIFICATE_OF_ANOTHER: { ja: '証明書の名前が異なる', en: 'certificate of another name' },
  CERTIFICATE_UNREADABLE: { ja: '証明書を読めない', en: 'certificate cannot be read' },
  NO_CERTIFICATE: { ja: '証明書がない', en: 'no certificate' },
  DISK_NEARLY_FULL: { ja: 'ディスクの空き不足', en: 'disk nearly full' },
  NO_POLLERS: { ja: 'ワーカーが仕事を受け取っていない', en: 'no worker takes work' },
  SCHEDULE_MISSED: { ja: '予定された処理が実行されなかった', en: 'a scheduled run was missed' },
  SCHEDULE_PAUSED: { ja: '予定が止められている', en: 'a schedule is paused' },
  SCHEDULE_MISSING: { ja: '予定が登録されていない', en: 'a schedule does not exist' },
  WORKFLOW_TASK_FAILING: { ja: 'ワークフローが繰り返し失敗', en: 'a workflow task keeps failing' },
  TOO_MANY_CONNECTIONS: { ja: 'データベース接続の上限に近い', en: 'database connections nearly used up' },
  REPLICATION_LAGS: { ja: 'レプリケーションの遅れ', en: 'replication lags' },
  REPLICATION_SLOT_LOST: { ja: 'レプリケーションスロットが使えない', en: 'a replication slot is lost' },
  ARCHIVING_FAILS: { ja: 'WALの保管が失敗', en: 'archiving of the log fails' },
  TRANSACTION_TOO_OLD: { ja: '長く開いたままのトランザクション', en: 'a transaction stays open' },
  NO_BACKUP: { ja: '確認済みのバックアップがない', en: 'no verified backup' },
  BACKUP_TOO_OLD: { ja: '確認済みのバックアップが古い', en: 'the verified backup is too old' },
  KEYS_UNREADABLE: { ja: '鍵ファイルを読めない', en: 'key ring cannot be read' },
  KEYS_WRONG: { ja: '鍵がデータベースと合わない', en: 'key ring is not the database’s' },
  SIGNING_KEY_EXPIRES: { ja: 'トークンの署名鍵の期限が近い', en: 'signing key of tokens expires soon' },
  REQUESTS_STUCK: { ja: '進まない符号要求がある', en: 'requests are stuck' },
  TRANSFERS_UNJUDGED: { ja: '判定されない異動がある', en: 'transfers stay unjudged' },
  OPERATING_DAY_HALTED: { ja: '運用日の手順が失敗', en: 'a step of an operating day failed' },
  JOB_FAILED: { ja: 'ジョブネットのジョブが失敗', en: 'a job of a net failed' },
  JOB_DAY_DROPPED: {
    ja: '時刻に始められず破棄したジョブネットがある',
    en: 'a day of a job net was dropped, being late',
  },
  ROLLOUT_HELD: { ja: 'ファイル配信が止まっている', en: 'a rollout is held' },
  DELIVERY_NOT_SIGNED: { ja: 'ファイル配信の署名ができない', en: 'deliveries cannot be signed' },
  DELIVERY_KEYS_EXPIRE: { ja: 'ファイル配信の署名鍵の期限が近い', en: 'signing keys of deliveries expire soon' },
  NOTICES_UNDELIVERED: { ja: '届かない通知がある', en: 'notices stay undelivered' },
  DELIVERY_METADATA_EXPIRES: { ja: 'ファイル配信の署名の期限が近い', en: 'signatures of file delivery expire soon' },
  DELIVERY_UNREADABLE: { ja: 'ファイル配信の署名を読めない', en: 'signatures of file delivery cannot be read' },
  DELIVERY_TARGETS_BEHIND: {
    ja: 'ファイル配信が遅れている団体がある',
    en: 'organisations are behind in file delivery',
  },
} as const satisfies Record<string, Words>;

/** Every code that has words. */
export const knownCauses = Object.keys(words);

/** The words of a cause; a status of HTTP names its number, and an alarm from outside is named as it came. */
export function wordsOfCause(cause: string): Words {
  const status = /^STATUS_(\d{3})$/u.exec(cause)?.[1];
  if (status !== undefined) return { ja: `応答 ${status}`, en: `answered ${status}` };
  return isKnown(cause) ? words[cause] : { ja: cause, en: cause };
}

function isKnown(cause: string): cause is keyof typeof words {
  return knownCauses.includes(cause);
}
