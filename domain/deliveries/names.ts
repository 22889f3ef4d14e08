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
