/** How long request bodies may take, by who sends them and how long they are; enforced in body-patience.ts. */

export interface BodyPatience {
  /** For a caller without a credential yet: a sign-in, or a request for a token. */
  strangersMs: number;
  /** For every other body that is not long. */
  ordinaryMs: number;
  /** For a long body: in each period, this many bytes of it or of its answer must have passed the connection. */
  progress: { everyMs: number; leastBytes: number };
}

export const defaultBodyPatience: BodyPatience = {
  strangersMs: 15_000,
  ordinaryMs: 30_000,
  progress: { everyMs: 60_000, leastBytes: 1024 },
};

/** Lets the rest of this request's body take long, as long as it keeps coming; for routes that require a right. */
export interface BodyWatch {
  allowLong: () => void;
}
