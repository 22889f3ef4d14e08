import { readText, withoutUndefined, type Search } from '../components/search-values.ts';

/** The organisation from whose pages the reader comes. */
export function readNewsPlace(search: Search): { at?: string } {
  return withoutUndefined({ at: readText(search['at']) });
}
