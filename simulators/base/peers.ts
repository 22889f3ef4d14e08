import type { z } from 'zod';
import type { ParticipantName } from '../../domain/participants.ts';
import { LineResults, type LineResult } from '../../contracts/participants/common.ts';
import { Passage } from '../../contracts/participants/control.ts';
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
  /** Whether the server takes lines of the municipality now. It is asked at most once a second. */
  isOpenFor: (peer: ParticipantName, municipality: string) => Promise<boolean>;
  /** The answer of a peer by its contract; undefined if it gives no answer or another one. */
  find: <S extends z.ZodType>(peer: ParticipantName, path: string, schema: S) => Promise<z.output<S> | undefined>;
  /** The same for a question with a body. */
  ask: <S extends z.ZodType>(
    peer: ParticipantName,
    path: string,
    body: unknown,
    schema: S,
  ) => Promise<z.output<S> | undefined>;
};

const answerLimitMs = 30_000;
const questionLimitMs = 2_000;
/** Milliseconds for which the answer about a passage is believed. */
const passageAgeMs = 1_000;

export function createPeerClient(peers: Peers, faults: FaultSwitch): PeerClient {
  const passages = new Map<string, { open: Promise<boolean>; at: number }>();

  function getUrl(peer: ParticipantName, path: string): string {
    const base = peers[peer];
    if (base === undefined) throw new PeerAway('NO_ADDRESS');
    return base.replace(/\/$/, '') + path;
  }
  async function find<S extends z.ZodType>(
    peer: ParticipantName,
    path: string,
    schema: S,
  ): Promise<z.output<S> | undefined> {
    try {
      const response = await fetch(getUrl(peer, path), { signal: AbortSignal.timeout(questionLimitMs) });
      const parsed = schema.safeParse(await response.json());
      return response.ok && parsed.success ? parsed.data : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    async sendLines(peer, path, body) {
      const url = getUrl(peer, path);
      if (faults.hits('duplicate')) await post(url, body, LineResults);
      const { results } = await post(url, body, LineResults);
      return new Map(results.map((result) => [result.lineId, result]));
    },
    isOpenFor(peer, municipality) {
      const key = `${peer}/${municipality}`;
      const known = passages.get(key);
      if (known && Date.now() - known.at < passageAgeMs) return known.open;
      const open = find(peer, `/passage?municipality=${municipality}`, Passage).then((answer) => answer !== undefined);
      passages.set(key, { open, at: Date.now() });
      return open;
    },
    find,
    ask: (peer, path, body, schema) =>
      Promise.resolve()
        .then(() => post(getUrl(peer, path), body, schema, questionLimitMs))
        .catch(() => undefined),
  };
}

async function post<S extends z.ZodType>(
  url: string,
  body: unknown,
  schema: S,
  limitMs = answerLimitMs,
): Promise<z.infer<S>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(limitMs),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new PeerAway(`HTTP_${response.status}`, response.headers.get('retry-after'));
  }
  const parsed = schema.safeParse(await response.json());
  if (!parsed.success) throw new PeerAway('UNEXPECTED_ANSWER');
  return parsed.data;
}
