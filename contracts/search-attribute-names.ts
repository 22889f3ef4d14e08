/** The name alone, for code that writes it into an address and needs nothing else of Temporal. */
export const errorCodeAttribute = 'FugoErrorCode';
