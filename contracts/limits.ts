/** Time limits in seconds. They are settings, so that a demonstration need not wait for hours. */
export interface Limits {
  /** How long a participant may be silent, in open time, before the request goes to the error list. */
  transientSeconds: number;
  /** How long the request file may take; the activity reads from the row since when it is waited for. */
  fileSeconds: number;
  /** First and longest pause between two questions for the file. */
  filePollSeconds: { first: number; longest: number };
}
export const defaultLimits: Limits = {
  transientSeconds: 2 * 60 * 60,
  fileSeconds: 24 * 60 * 60,
  filePollSeconds: { first: 2, longest: 5 * 60 },
};
