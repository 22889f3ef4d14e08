/** What the workflow `takeDroppedFiles`, its activities and the sweep share: files put into a folder become loads. */

/** One workflow at a time for each municipality, so that no file is taken twice. */
export const takeDroppedFilesIdFor = (municipality: string): string => `drop-folder/${municipality}`;

export type TakeDroppedFiles = (input: { municipality: string }) => Promise<DropFolderOutcome>;
export interface DropFolderOutcome {
  taken: number;
  refused: number;
}

export interface DropFolderActivities {
  /** A quick look. `ready` counts the files that have not changed since the last look or were left half taken. */
  lookIntoDropFolder: (input: { municipality: string }) => Promise<{ ready: number }>;
  takeDroppedFiles: (input: { municipality: string }) => Promise<DropFolderOutcome>;
}
