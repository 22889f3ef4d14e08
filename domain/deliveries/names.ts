/** ファイル配信の用語. */

/** 全国運用カレンダー、コード表、異体字表、プログラム. */
export const releaseKinds = ['calendar', 'code-table', 'variant-table', 'program'] as const;
export type ReleaseKind = (typeof releaseKinds)[number];

/** 申請中、承認済(署名・公開済)、却下、取下げ: a second person approves, and only then it is signed. */
export const releaseStates = ['proposed', 'published', 'refused', 'withdrawn'] as const;
export type ReleaseState = (typeof releaseStates)[number];

/** `held`: the wave before it has failed, or staff have stopped it. */
export const rolloutStates = ['running', 'held', 'done', 'abandoned'] as const;
export type RolloutState = (typeof rolloutStates)[number];

export const deliveryStates = [
  'waiting',
  'pending',
  'downloading',
  'verified',
  'applied',
  'rolled-back',
  'failed',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** 署名鍵の役割 (The Update Framework). */
export const keyRoles = ['root', 'targets', 'snapshot', 'timestamp'] as const;
export type KeyRole = (typeof keyRoles)[number];

/** So many of the role's keys there are, and so many must sign: one stolen key of `root` or `targets` is of no use. */
export const keysOfRole: Readonly<Record<KeyRole, { keys: number; threshold: number }>> = {
  root: { keys: 3, threshold: 2 },
  targets: { keys: 2, threshold: 2 },
  snapshot: { keys: 1, threshold: 1 },
  timestamp: { keys: 1, threshold: 1 },
};

/** 段階の既定: the canary, a part, everybody; shares are of all targets, in percent. */
export interface WavePlan {
  share: number;
  /** Minutes after the last of the wave before has applied. */
  atLeastMinutes: number;
}
export const usualWaves: readonly WavePlan[] = [
  { share: 5, atLeastMinutes: 0 },
  { share: 30, atLeastMinutes: 60 },
  { share: 100, atLeastMinutes: 60 },
];
