/** The bundle's entry: every workflow of fugo. */
export { acquireCode } from './acquire-code.ts';
export { acquireCodes } from './acquire-codes.ts';
export { confirmCodes } from './confirm-codes.ts';
export { initialLoad } from './initial-load.ts';
export { sweep } from './sweep.ts';
