import type { z } from 'zod';
import type { ParticipantName } from '../../domain/participants.ts';
import { Health, LineResults, type LineResult } from '../../contracts/participants/common.ts';
import type { Peers } from './settings.ts';
import type { FaultSwitch } from './fault-switch.ts';

/** The other side did not take the request: it is away or closed, or its answer does not follow the contract. */
export class PeerAway extends Error {
  override name = 'PeerAway';
  readonly code: string;
  readonly retryAfter: string | null;
  constructor(code: string, retryAfter: string | null = null) {
    super(`The peer did not take the request (${code}).`);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export type PeerClient = {
  /** Sends lines and returns the result of each by its id. With the fault `duplicate` it sends them twice. */
  sendLines: (
    peer: ParticipantName,
    path: string,
    body: { requestId: string; lines: readonly unknown[] },
  ) => Promise<Map<string, LineResult>>;
  isUp: (peer: ParticipantName) => Promise<boolean>;
};

const answerLimitMs = 30_000;
const healthLimitMs = 2_000;
/** Milliseconds for which a health answer is believed. */
const healthAgeMs = 1_000;

export function createPeerClient(peers: Peers, faults: FaultSwitch): PeerClient {
  const health = new Map<ParticipantName, { up: boolean; at: number }>();

  function getUrl(peer: ParticipantName, path: string): string {
    const base = peers[peer];
    if (base === undefined) throw new PeerAway('NO_ADDRESS');
    return base.replace(/\/$/, '') + path;
  }
  return {
    async sendLines(peer, path, body) {
      const url = getUrl(peer, path);
      if (faults.hits('duplicate')) await post(url, body, LineResults);
      const { results } = await post(url, body, LineResults);
      return new Map(results.map((result) => [result.lineId, result]));
    },
    async isUp(peer) {
      const known = health.get(peer);
      if (known && Date.now() - known.at < healthAgeMs) return known.up;
      let up = false;
      try {
        const response = await fetch(getUrl(peer, '/health'), { signal: AbortSignal.timeout(healthLimitMs) });
        up = Health.safeParse(await response.json()).success && response.ok;
      } catch {
        // No answer means not up.
      }
      health.set(peer, { up, at: Date.now() });
      return up;
    },
  };
}

async function post<S extends z.ZodType>(url: string, body: unknown, schema: S): Promise<z.infer<S>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerLimitMs),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new PeerAway(`HTTP_${response.status}`, response.headers.get('retry-after'));
  }
  const parsed = schema.safeParse(await response.json());
  if (!parsed.success) throw new PeerAway('UNEXPECTED_ANSWER');
  return parsed.data;
}
