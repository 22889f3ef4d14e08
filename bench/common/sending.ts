/** Transfers as a backbone sends them, through the API with OAuth, and how long each waited for its answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/client/api-client.ts';
import { TransferAnswer, type TransferInput } from '../../contracts/transfer.ts';
import { below } from '../../contracts/http.ts';
import { bodyOf } from './registering.ts';
import { latencyOf } from './statistics.ts';

export interface Sent {
  ms: number;
  pending: boolean;
}

/** Sends one and waits for the answer. */
export type Send = (transfer: TransferInput) => Promise<'numbered' | 'pending'>;

export function senderOf(backbone: ApiClient, municipality: string): Send {
  const path = below(municipality, 'transfers');
  return async (transfer) => {
    const { result } = bodyOf(await backbone.call({ method: 'POST', path, body: transfer, answer: TransferAnswer }));
    if (result === 'numbered' || result === 'pending') return result;
    throw new Error(`A new resident's transfer was answered ${result}.`);
  };
}

/** The next one when the last is answered; the steps of those before go on meanwhile. */
export async function sendOneAtATime(send: Send, transfers: readonly TransferInput[]): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const transfer of transfers) {
    const began = performance.now();
    const pending = (await send(transfer)) === 'pending';
    sent.push({ ms: performance.now() - began, pending });
  }
  return sent;
}

/** All of them by so many connections. */
export async function sendAll(send: Send, transfers: readonly TransferInput[], connections: number): Promise<void> {
  const queue = transfers.values();
  const sendSome = async (): Promise<void> => {
    for (const transfer of queue) await send(transfer);
  };
  await Promise.all(Array.from({ length: connections }, sendSome));
}

/**
 * At fixed moments, answered or not, until there are no more or the signal comes; counted from the moment each was due,
 * so that a stall is seen by all it holds up.
 */
export async function sendAtRate(
  send: Send,
  transfers: Iterable<TransferInput>,
  { perSecond, signal }: { perSecond: number; signal?: AbortSignal },
): Promise<Sent[]> {
  const began = performance.now();
  const sent: Promise<Sent>[] = [];
  for (const transfer of transfers) {
    const due = began + (sent.length * 1_000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    if (signal?.aborted) break;
    sent.push(send(transfer).then((result) => ({ ms: performance.now() - due, pending: result === 'pending' })));
    // Awaited below; a failure must not count as unhandled until then.
    sent.at(-1)?.catch(() => undefined);
  }
  return Promise.all(sent);
}

/** In milliseconds; but `count` and `pending` of answers. */
export const AnswerTimes = z.object({
  count: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  most: z.number(),
  /** Answered 202 without the number, because the engine took longer than the API waits. */
  pending: z.number(),
});
export type AnswerTimes = z.infer<typeof AnswerTimes>;

/** A pending answer counts with all it took and is told beside: it took longer. */
export const answerTimesOf = (sent: readonly Sent[]): AnswerTimes => ({
  ...latencyOf(sent.map(({ ms }) => ms)),
  pending: sent.filter(({ pending }) => pending).length,
});
