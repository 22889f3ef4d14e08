/** The limits of Node's server, which are the same for every request; those by route are in body-patience.ts. */

export const serverOptions = {
  /** For all of a request's header. */
  headersTimeout: 15_000,
  /** For all of a request: the largest file for a load over a slow line. */
  requestTimeout: 6 * 60 * 60_000,
  /** How often the two are looked after. */
  connectionsCheckingInterval: 5_000,
};

/** A connection over which nothing goes for so long is closed: its caller reads nothing of a long answer any more. */
export const silenceMs = 10 * 60_000;
