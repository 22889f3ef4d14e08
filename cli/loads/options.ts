import type { SendOptions } from './send.ts';

/** Of the command as a whole: a file with how it is to be loaded, or a question about a load. */
export interface LoadOptions extends SendOptions {
  watch?: boolean;
  attach?: string;
  start?: string;
  list?: boolean;
  pause?: string;
  resume?: string;
  cancel?: string;
  report?: string;
  badLines?: string;
  results?: string;
  output?: string;
  reason?: string;
  json?: boolean;
}
