import {
  jisForms,
  nameForms,
  oldForms,
  radicals,
  registerCharacters,
  sameCharacters,
  shortForms,
  unifiedCharacters,
  vulgarCharacters,
  wrongCharacters,
} from './character-tables.ts';

/**
 * What no public table has, and residents and clerks write all the same: gaiji of family names, and 斉 for 斎, which the
 * 常用漢字表 holds apart but people do not.
 */
export const handForms = '碕崎熈熙籔薮斎斉隝島剱剣釼剣冝宜勗勖';

/**
 * Sources in order of their weight: the public tables of {@link ./character-tables.ts} and the list made by hand. Each
 * holds variant and standard in turn.
 */
export const variantTables = {
  oldForms,
  nameForms,
  shortForms,
  jisForms,
  handForms,
  sameCharacters,
  vulgarCharacters,
  wrongCharacters,
  registerCharacters,
  unifiedCharacters,
} as const;

/** Gives the characters that stand for one another in names and places one character each: for search and match only. */
export function foldVariants(text: string): string {
  keyOf ??= makeKeys();
  let folded = '';
  for (const character of text) folded += keyOf.get(character) ?? character;
  return folded;
}

let keyOf: ReadonlyMap<string, string> | undefined;

/** The pairs of a table; a radical's key is that of its ideograph. */
export function pairsOf(table: string): [variant: string, standard: string][] {
  const characters = Array.from(table);
  return characters.flatMap((variant, at): [string, string][] =>
    at % 2 === 0 ? [[variant, characters[at + 1] ?? variant]] : [],
  );
}

/** Made once, when the first name is folded: some 7,000 pairs. */
function makeKeys(): ReadonlyMap<string, string> {
  const standardOf = new Map<string, string>();
  const rootOf = (character: string): string => {
    let root = character;
    for (let next = standardOf.get(root); next !== undefined; next = standardOf.get(root)) root = next;
    return root;
  };
  for (const table of Object.values(variantTables)) {
    for (const [variant, standard] of pairsOf(table)) {
      const [from, to] = [rootOf(variant), rootOf(standard)];
      if (from !== to) standardOf.set(from, to);
    }
  }
  const keys = new Map([...standardOf.keys()].map((variant) => [variant, rootOf(variant)]));
  for (const [radical, ideograph] of pairsOf(radicals)) keys.set(radical, rootOf(ideograph.normalize('NFKC')));
  return keys;
}
