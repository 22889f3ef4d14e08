/** What past questions add to the score of an answer. */
import { assert, integer, property } from '../../support/fast-check.ts';
import { expect, test } from 'vitest';
import { learnedScoreOf, withInquiries } from '../../../domain/inquiries/learned.ts';
import { scoreOf, type Corpus, type Wanted } from '../../../domain/inquiries/search.ts';

const corpusOf = (texts: number, counts: Record<string, number> = {}): Corpus => ({
  texts,
  averageLexemes: 10,
  frequency: (lexeme) => (counts[lexeme] ?? 0.5) / texts,
});
const corpus = corpusOf(300);
const wanted: Wanted[] = [{ lexeme: '回線', kind: 'gram', share: 1 }];
const scoreWith = (count: number, questions: number, own: string[] = []): number =>
  learnedScoreOf({ questions, having: new Map([['回線', count]]) }, new Set(own), wanted, corpus);

test('a word of a question counts less than the same word of the answer, and nothing beside it', () => {
  const own = scoreOf({ lexemes: 10, has: new Set(['回線']), titleHas: new Set() }, wanted, corpus);
  expect(scoreWith(1, 1)).toBeGreaterThan(0);
  expect(scoreWith(1, 1)).toBeLessThan(own);
  expect(scoreWith(1, 1, ['回線'])).toBe(0);
});

test('it counts the more, the larger the part of the questions is that have it, and never more than in all', () => {
  assert(
    property(integer({ min: 0, max: 30 }), integer({ min: 0, max: 30 }), (count, questions) => {
      expect(scoreWith(count + 1, questions)).toBeGreaterThanOrEqual(scoreWith(count, questions));
      expect(scoreWith(count, questions + 1)).toBeLessThanOrEqual(scoreWith(count, questions));
      expect(scoreWith(count, questions)).toBeLessThanOrEqual(scoreWith(1, 1));
    }),
  );
});

test('what every inquiry says, and no answer, says little; of few inquiries nobody knows yet', () => {
  const frequencyAmong = (inquiries: number): number =>
    withInquiries(corpus, corpusOf(inquiries, { 困っ: inquiries })).frequency('困っ');
  expect(frequencyAmong(10_000)).toBeGreaterThan(0.9);
  expect(frequencyAmong(1)).toBeLessThan(0.02);
  expect(withInquiries(corpus, corpusOf(10_000)).frequency('回線')).toBe(corpus.frequency('回線'));
});
