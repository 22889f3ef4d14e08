/** What `fugo hours` and its subcommands are told on the command line. */
export interface HoursOptions {
  municipality?: string;
  clientFile?: string;
  from?: string;
  to?: string;
  json?: boolean;
}
