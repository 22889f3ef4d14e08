/** How long a backbone waits for the number: POST of a transfer to its answer. */
import type { TransferInput } from '../../contracts/transfer.ts';
import { getIdle } from '../common/idle.ts';
import type { NewTransfer } from '../common/people.ts';
import { say } from '../common/say.ts';
import { answerTimesOf, sendAtRate, senderOf, sendOneAtATime, type Send, type Sent } from '../common/sending.ts';
import { whileStopped } from '../common/stopping.ts';
import { answerTitles, type AnswerFigures, type AnswerPart } from './result.ts';
import { countResidents, untilRequested } from './rounds.ts';
import { municipalityOf, type DailyStack } from './stack.ts';

interface Way {
  part: AnswerPart;
  /** Answers of the default run. */
  answers: number;
  send: (stack: DailyStack, send: Send, transfers: readonly TransferInput[]) => Promise<Sent[]>;
}

/** One after the other: each begins when everybody of the one before is 依頼済. */
const ways: readonly Way[] = [
  {
    part: 'oneAtATime',
    answers: 200,
    send: (_stack, send, transfers) => sendOneAtATime(send, transfers),
  },
  {
    part: 'atTwentyASecond',
    answers: 600,
    send: (_stack, send, transfers) => sendAtRate(send, transfers, { perSecond: 20 }),
  },
  {
    part: 'atFiftyASecond',
    answers: 3_000,
    send: (_stack, send, transfers) => sendAtRate(send, transfers, { perSecond: 50 }),
  },
  {
    part: 'whileStopped',
    answers: 600,
    send: (stack, send, transfers) =>
      whileStopped(stack, 'temporal', () => sendAtRate(send, transfers, { perSecond: 20 })),
  },
];

/** `share`: of the answers of a default run. */
export async function measureAnswers(
  stack: DailyStack,
  { share, force, newTransfer }: { share: number; force: boolean; newTransfer: NewTransfer },
): Promise<AnswerFigures> {
  const municipality = municipalityOf.residents;
  const send = senderOf(stack.backbone, municipality);
  const figures: AnswerFigures = { idleBefore: 100, pending: {} };
  for (const way of ways) {
    figures.idleBefore = Math.min(figures.idleBefore, await getIdle({ force }));
    say(`answer: ${answerTitles[way.part]}`);
    const transfers = Array.from({ length: Math.ceil(way.answers * share) }, newTransfer);
    const { pending, ...times } = answerTimesOf(await way.send(stack, send, transfers));
    figures[way.part] = times;
    figures.pending[way.part] = pending;
    await untilRequested(stack, municipality, (await countResidents(stack, municipality)).all);
  }
  return figures;
}
