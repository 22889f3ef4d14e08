/** What the search knows of words: those of the same meaning, and what a dictionary says. */
import type { TextReader } from '../../domain/inquiries/search.ts';
import { findMeanings } from './meanings.ts';
import { readWords } from './words.ts';

export const reader: TextReader = { findMeanings, readWords };

/**
 * Bigrams alone, to compare with.
 *
 * @public Used by the bench and the tests.
 */
export const plainReader: TextReader = { findMeanings: () => [], readWords: () => [] };
