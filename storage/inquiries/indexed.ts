/** What the search stores beside a text. */
import { sql, type SQL } from 'drizzle-orm';
import { foldedForms, lexemesOf } from '../../domain/inquiries/search.ts';
import { asJson } from '../database/rows.ts';
import { findMeanings } from './meanings.ts';

export interface IndexedText {
  folded: string;
  grams: string[];
}

export const noIndex: IndexedText = { folded: '', grams: [] };

/** Of several texts none goes on into the next. */
export function indexText(texts: readonly string[]): IndexedText {
  return {
    folded: texts.flatMap(foldedForms).join('\n'),
    grams: [...new Set(texts.flatMap((text) => lexemesOf(text, findMeanings)))],
  };
}

export const textArray = (texts: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${asJson(texts)}))`;
