import type { SendOptions } from './send.ts';

/** All options of `fugo load`: how a file is to be loaded, and the questions about a load. */
export interface LoadOptions extends SendOptions {
  watch?: boolean;
  template?: boolean;
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
