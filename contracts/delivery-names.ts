/** The names that staff use for the codes of file delivery. The English ones are written as inside a sentence. */
import type { DeliveryState, KeyRole, ReleaseKind, ReleaseState, RolloutState } from '../domain/deliveries/names.ts';
import type { DeliveryError } from './deliveries.ts';

interface Name {
  ja: string;
  en: string;
}

export const releaseKindNames = {
  calendar: { ja: '全国運用カレンダー', en: 'national calendar' },
  'code-table': { ja: 'コード表', en: 'code table' },
  'variant-table': { ja: '異体字表', en: 'variant table' },
  program: { ja: 'プログラム', en: 'program' },
} as const satisfies Record<ReleaseKind, Name>;

export const releaseStateNames = {
  proposed: { ja: '承認待ち', en: 'awaiting approval' },
  published: { ja: '公開済', en: 'published' },
  refused: { ja: '却下', en: 'refused' },
  withdrawn: { ja: '取下げ', en: 'withdrawn' },
} as const satisfies Record<ReleaseState, Name>;

export const rolloutStateNames = {
  running: { ja: '配信中', en: 'running' },
  held: { ja: '保留', en: 'held' },
  done: { ja: '完了', en: 'done' },
  abandoned: { ja: '打切り', en: 'abandoned' },
} as const satisfies Record<RolloutState, Name>;

export const deliveryStateNames = {
  waiting: { ja: '段階待ち', en: 'waiting for its wave' },
  pending: { ja: '受取待ち', en: 'to be fetched' },
  downloading: { ja: '受取中', en: 'being fetched' },
  verified: { ja: '検証済', en: 'verified' },
  applied: { ja: '切替済', en: 'applied' },
  'rolled-back': { ja: '切戻し', en: 'switched back' },
  failed: { ja: '失敗', en: 'failed' },
} as const satisfies Record<DeliveryState, Name>;

export const deliveryErrorNames = {
  UNREACHABLE: { ja: '配信元に届かない', en: 'the national server cannot be reached' },
  DISK_FULL: { ja: 'ディスクの空きが足りない', en: 'the disk is full' },
  WRONG_FILE: { ja: '内容が署名と合わない', en: 'the bytes are not those that were signed' },
  TOO_LONG: { ja: '署名された長さより長い', en: 'it is longer than was signed' },
  UNUSABLE: { ja: '内容を利用できない', en: 'its content cannot be used' },
  METADATA_EXPIRED: { ja: '署名情報の期限切れ', en: 'the signatures have expired' },
  METADATA_REFUSED: { ja: '署名情報を受け入れられない', en: 'the signatures are refused' },
} as const satisfies Record<DeliveryError, Name>;

/** Roles of The Update Framework. */
export const keyRoleNames = {
  root: { ja: 'ルート(root)', en: 'root' },
  targets: { ja: '配布物(targets)', en: 'targets' },
  snapshot: { ja: '一覧(snapshot)', en: 'snapshot' },
  timestamp: { ja: '時刻(timestamp)', en: 'timestamp' },
} as const satisfies Record<KeyRole, Name>;
