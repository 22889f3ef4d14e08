/** Files that are put into a folder are loaded: what the workflow `takeDroppedFiles`, its activities and the sweep share. */

/** One at a time for each municipality, so that no file is taken twice. */
export const takeDroppedFilesIdFor = (municipality: string): string => `drop-folder/${municipality}`;

export type TakeDroppedFiles = (input: { municipality: string }) => Promise<DropFolderOutcome>;
export interface DropFolderOutcome {
  taken: number;
  refused: number;
}

export interface DropFolderActivities {
  /** A quick look. `ready`: files that have not changed since the look before, or were left half taken. */
  lookIntoDropFolder: (input: { municipality: string }) => Promise<{ ready: number }>;
  takeDroppedFiles: (input: { municipality: string }) => Promise<DropFolderOutcome>;
}
