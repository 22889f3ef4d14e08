/** What past inquiries teach: an answer is found by the words of those who were answered with it, too. */
import { weightOf, weights, type Corpus, type Wanted } from './search.ts';

/** Of each answer the latest so many questions are known. */
export const mostQuestions = 20;

/** Of fewer texts than these it is not known yet which words stand in any of them. */
const fewTexts = 100;

/** A word that is rare in answers and stands in every inquiry, such as 困っています, says little about what is meant. */
export function withInquiries(answers: Corpus, inquiries: Corpus): Corpus {
  const damped = inquiries.texts / (inquiries.texts + fewTexts);
  return {
    ...answers,
    frequency: (lexeme) => Math.max(answers.frequency(lexeme), inquiries.frequency(lexeme) * damped),
  };
}

/** Of an answer: how many of its known questions have each lexeme, and how many there are. */
export interface Learned {
  questions: number;
  having: ReadonlyMap<string, number>;
}

/**
 * What is added to the score of an answer: words count that it lacks itself, less than its own, and the less the smaller
 * the part of its questions is that has them; so an answer to a hundred questions is not found by everything.
 */
export function learnedScoreOf(
  { questions, having }: Learned,
  own: ReadonlySet<string>,
  wanted: readonly Wanted[],
  corpus: Corpus,
): number {
  let score = 0;
  for (const each of wanted) {
    const count = having.get(each.lexeme) ?? 0;
    if (count === 0 || own.has(each.lexeme)) continue;
    score += weightOf(each, corpus) * Math.sqrt(Math.min(1, count / Math.max(1, questions)));
  }
  return score * weights.learned;
}
