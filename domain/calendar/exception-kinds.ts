/**
 * 延長: the kinds of work outside the common hours (seed J, point 6).
 *
 * - `own-work` 自市町村内で完結する事務処理: needs nobody's agreement, and opens no road to other servers.
 * - `wide-area-copy` 住民票の写しの広域交付: each municipality concerned agrees.
 * - `identity-confirmation` 本人確認: the prefecture agrees.
 */
export const exceptionKinds = ['own-work', 'wide-area-copy', 'identity-confirmation'] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];
