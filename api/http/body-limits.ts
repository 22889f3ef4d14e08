/** How long bodies may take, by who sends them and how long they may be; body-patience.ts sees to it. */

export interface BodyPatience {
  /** Of who has shown no credential yet: a sign-in, or a request for a token. */
  strangersMs: number;
  /** Of every other body that is not long. */
  ordinaryMs: number;
  /** Of a long one: in each such time so many bytes, of the body or of its answer, must have gone over the line. */
  progress: { everyMs: number; leastBytes: number };
}

export const defaultBodyPatience: BodyPatience = {
  strangersMs: 15_000,
  ordinaryMs: 30_000,
  progress: { everyMs: 60_000, leastBytes: 1024 },
};

/** The rest of this request's body may take long, as long as it comes on; for routes behind a right. */
export interface BodyWatch {
  allowLong: () => void;
}
