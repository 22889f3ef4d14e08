/** How long a backbone waits for the number: POST of a transfer to its answer, through the API with OAuth. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TransferAnswer, type TransferInput } from '../../contracts/transfer.ts';
import { bodyOf } from '../common/registering.ts';
import { latencyOf } from '../common/statistics.ts';
import type { AnswerFigures } from './result.ts';
import { municipalityOf, type DailyStack } from './stack.ts';

const perSecond = 20;

interface Sent {
  ms: number;
  pending: boolean;
}

export async function sendTransfer({ backbone }: DailyStack, transfer: TransferInput): Promise<'numbered' | 'pending'> {
  const path = `/v1/municipalities/${municipalityOf.residents}/transfers`;
  const { result } = bodyOf(await backbone.call({ method: 'POST', path, body: transfer, answer: TransferAnswer }));
  if (result === 'numbered' || result === 'pending') return result;
  throw new Error(`A new resident's transfer was answered ${result}.`);
}

/** The next one when the last is answered; the steps of those before go on meanwhile. */
export async function sendOneAtATime(stack: DailyStack, transfers: readonly TransferInput[]): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const transfer of transfers) {
    const began = performance.now();
    const pending = (await sendTransfer(stack, transfer)) === 'pending';
    sent.push({ ms: performance.now() - began, pending });
  }
  return sent;
}

/** At fixed moments, answered or not; counted from the moment it was due, so that a stall is seen by all it holds up. */
export async function sendAtRate(stack: DailyStack, transfers: readonly TransferInput[]): Promise<Sent[]> {
  const began = performance.now();
  return Promise.all(
    transfers.map(async (transfer, index): Promise<Sent> => {
      const due = began + (index * 1_000) / perSecond;
      await sleep(Math.max(0, due - performance.now()));
      const pending = (await sendTransfer(stack, transfer)) === 'pending';
      return { ms: performance.now() - due, pending };
    }),
  );
}

/** A pending answer is one without the number, so it counts with all it took and is told beside: it took longer. */
export function answerFiguresOf(idleBefore: number, oneAtATime: Sent[], atRate: Sent[]): AnswerFigures {
  const times = (all: Sent[]): number[] => all.map(({ ms }) => ms);
  return {
    idleBefore,
    oneAtATime: latencyOf(times(oneAtATime)),
    atTwentyASecond: latencyOf(times(atRate)),
    pending: {
      oneAtATime: oneAtATime.filter(({ pending }) => pending).length,
      atTwentyASecond: atRate.filter(({ pending }) => pending).length,
    },
  };
}
