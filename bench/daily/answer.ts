/** How long a backbone waits for the number: POST of a transfer to its answer. */
import { answerTimesOf, type Sent } from '../common/sending.ts';
import type { AnswerFigures } from './result.ts';

export const answersPerSecond = 20;

export function answerFiguresOf(idleBefore: number, oneAtATime: Sent[], atRate: Sent[]): AnswerFigures {
  const { pending: first, ...alone } = answerTimesOf(oneAtATime);
  const { pending: second, ...together } = answerTimesOf(atRate);
  return {
    idleBefore,
    oneAtATime: alone,
    atTwentyASecond: together,
    pending: { oneAtATime: first, atTwentyASecond: second },
  };
}
