/** Thousands of new residents at once, as lines of one body or each by itself, with some at the counter meanwhile. */
import { ndjsonMediaType, TransferLineResult } from '../../../contracts/api/transfer-lines.ts';
import type { TransferInput } from '../../../contracts/transfer.ts';
import { below } from '../../../contracts/http.ts';
import { bodyOf } from '../../common/registering.ts';
import { say } from '../../common/say.ts';
import { answerTimesOf, sendAll, type Send } from '../../common/sending.ts';
import { municipality, type LoadStack } from '../stack.ts';
import type { Sent } from './figures.ts';
import { untilRouted } from './routed.ts';
import { besideCounter, closeTown, manyOf, openTown, type Town } from './town.ts';

const connections = 16;

type Way = (town: Town, transfers: readonly TransferInput[]) => Promise<{ withoutNumber: number }>;
const ways: Record<Sent['kind'], Way> = { ndjson: sendLines, posts: sendPosts };

export async function measureSent(
  stack: LoadStack,
  { kind, residents, round }: { kind: Sent['kind']; residents: number; round: number },
): Promise<Sent> {
  const town = await openTown(stack, round);
  const transfers = manyOf(town.newTransfer, residents);
  say(`${residents} residents at once: ${kind}`);
  const { result, counter } = await besideCounter(town, async () => {
    const sentAt = Date.now();
    const { withoutNumber } = await ways[kind](town, transfers);
    const answeredAt = Date.now();
    const routedAt = await untilRouted(stack, transfers);
    const seconds = { answered: (answeredAt - sentAt) / 1_000, routed: (routedAt - sentAt) / 1_000 };
    return { withoutNumber, seconds };
  });
  const { duplicates } = await closeTown(town, residents + counter.length);
  const perSecond = residents / result.seconds.routed;
  return { kind, residents, ...result, perSecond, counter: answerTimesOf(counter), duplicates };
}

async function sendPosts(
  { send }: Pick<Town, 'send'>,
  transfers: readonly TransferInput[],
): Promise<{ withoutNumber: number }> {
  let withoutNumber = 0;
  const counted: Send = async (transfer) => {
    const result = await send(transfer);
    if (result === 'pending') withoutNumber += 1;
    return result;
  };
  await sendAll(counted, transfers, connections);
  return { withoutNumber };
}

const patienceMs = 10 * 60_000;

/** Answers when the last line was answered, with how many were answered without a number. */
export async function sendLines(
  { backbone }: Pick<Town, 'backbone'>,
  transfers: readonly TransferInput[],
): Promise<{ withoutNumber: number }> {
  const content = transfers.map((transfer) => `${JSON.stringify(transfer)}\n`).join('');
  const answer = bodyOf(
    await backbone.callText({
      method: 'POST',
      path: below(municipality, 'transfers'),
      text: { content, mediaType: ndjsonMediaType },
      timeoutMs: patienceMs,
    }),
  );
  const results = answer
    .trimEnd()
    .split('\n')
    .map((line) => TransferLineResult.parse(JSON.parse(line)));
  if (results.length !== transfers.length) {
    throw new Error(`The result is void: ${results.length} answers to ${transfers.length} lines.`);
  }
  const strange = results.find(({ result }) => result !== 'numbered' && result !== 'pending');
  if (strange) throw new Error(`A new resident's line was answered ${strange.result ?? strange.problem?.code ?? ''}.`);
  return { withoutNumber: results.filter(({ result }) => result === 'pending').length };
}
