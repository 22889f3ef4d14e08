/** What the search stores beside a text. */
import { sql, type SQL } from 'drizzle-orm';
import { foldedForms, lexemesOf } from '../../domain/inquiries/search.ts';
import { asJson } from '../database/rows.ts';
import { findMeanings, indexVersion } from './meanings.ts';

export interface IndexedText {
  folded: string;
  grams: string[];
  version: string;
}

/** Of what nobody looks for. */
export const noIndex = (): IndexedText => ({ folded: '', grams: [], version: indexVersion() });

/** Of several texts none goes on into the next. */
export function indexText(texts: readonly string[]): IndexedText {
  return {
    folded: texts.flatMap(foldedForms).join('\n'),
    grams: [...new Set(texts.flatMap((text) => lexemesOf(text, findMeanings)))],
    version: indexVersion(),
  };
}

export const textArray = (texts: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${asJson(texts)}))`;
