/** How far a long piece of work is. `total` is undefined where it is not known beforehand. */
export interface Progress {
  step: 'copying' | 'counting' | 'archiving' | 'checking' | 'laying-out' | 'replaying' | 'examining' | 'recomputing';
  /** Bytes when copying, checking and laying out, otherwise things. */
  done: number;
  total: number | undefined;
}

export type OnProgress = (progress: Progress) => void;
