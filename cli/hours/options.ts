/** What `fugo hours` and its subcommands are told on the command line. */
export interface HoursOptions {
  municipality?: string;
  /** Any tier; a municipality may be named either way. */
  organisation?: string;
  clientFile?: string;
  from?: string;
  to?: string;
  json?: boolean;
}
