/** For whoever names it in an address and needs nothing else of Temporal. */
export const errorCodeAttribute = 'FugoErrorCode';
