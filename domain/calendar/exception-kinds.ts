/** 延長: the kinds of work outside the common hours (seed J, point 6). */
export const exceptionKinds = ['own-work', 'wide-area-copy', 'identity-confirmation'] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];
