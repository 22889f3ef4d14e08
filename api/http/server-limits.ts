/** Limits of Node's server, the same for every request; body-patience.ts has those that differ by route. */

export const serverOptions = {
  /** Until all headers have arrived. */
  headersTimeout: 15_000,
  /** Until the whole request has arrived: enough for the largest load file over a slow line. */
  requestTimeout: 6 * 60 * 60_000,
  /** How often Node checks both limits. */
  connectionsCheckingInterval: 5_000,
};

/** A connection that carries nothing for this long is closed: its caller has stopped reading a long answer. */
export const silenceMs = 10 * 60_000;
