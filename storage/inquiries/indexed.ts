/** What the search stores beside a text. */
import { sql, type SQL } from 'drizzle-orm';
import { foldedForms, lexemesOf, titleLexemesOf } from '../../domain/inquiries/search.ts';
import { asJson } from '../database/rows.ts';
import { indexVersion } from './meanings.ts';
import { reader } from './reader.ts';

export interface IndexedText {
  folded: string;
  grams: string[];
  version: string;
}

/** Of what nobody looks for. */
export const noIndex = (): IndexedText => ({ folded: '', grams: [], version: indexVersion() });

/** Of several texts none goes on into the next, and the first is the title. */
export function indexText(texts: readonly string[]): IndexedText {
  const [title] = texts.length > 1 ? texts : [];
  const lexemes = new Set(texts.flatMap((text) => lexemesOf(text, reader)));
  if (title !== undefined) for (const lexeme of titleLexemesOf(title, reader)) lexemes.add(lexeme);
  return { folded: texts.flatMap(foldedForms).join('\n'), grams: [...lexemes], version: indexVersion() };
}

export const textArray = (texts: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${asJson(texts)}))`;
