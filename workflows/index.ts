/** The bundle's entry: every workflow of fugo. */
export { acquireCode } from './acquire-code.ts';
export { confirmCodes } from './confirm-codes.ts';
export { sweep } from './sweep.ts';
