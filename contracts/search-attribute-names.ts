/** The names alone, for code that writes them into an address and needs nothing else of Temporal. */
export const municipalityAttribute = 'FugoMunicipality';
export const stageAttribute = 'FugoStage';
export const errorCodeAttribute = 'FugoErrorCode';
