import { foldAddress } from './values/address-folding.ts';
import { partlyKnownKey } from './values/japanese-date.ts';
import { foldName } from './values/name-folding.ts';

/**
 * The keys by which a resident is searched, stored beside the address information (table 33). The judge uses none of
 * them: it folds what it compares when it compares (domain/judgement).
 *
 * Whoever changes what a key is counts the version up: rows of earlier versions are made anew in the background
 * (storage/residents/remake-keys.ts), and until then found by their earlier keys (domain/values/earlier-keys.ts).
 */
export const keyVersion = 2;

export interface SearchKeys {
  nameKey: string;
  /** Of the reading, or of the name without one. */
  nameKanaKey: string;
  /** The name's own, where it has kana and its reading says something else (山田ゑみ, read ヤマダエミ); else null. */
  kanaNameKey: string | null;
  addressKey: string;
  /** Of a partly known birth date; null for a whole one. */
  birthDateKey: string | null;
  keyVersion: number;
}

export function searchKeysOf({
  name,
  nameKana,
  address,
  birthDateText,
  birthDate,
}: {
  name: string;
  nameKana: string | null;
  address: string;
  birthDateText: string;
  birthDate: string | null;
}): SearchKeys {
  const nameKey = foldName(name);
  const nameKanaKey = nameKana === null ? nameKey : foldName(nameKana);
  return {
    nameKey,
    nameKanaKey,
    kanaNameKey: nameKey !== nameKanaKey && hasKana.test(nameKey) ? nameKey : null,
    addressKey: foldAddress(address),
    birthDateKey: birthDate === null ? partlyKnownKey(birthDateText) : null,
    keyVersion,
  };
}
const hasKana = /[ァ-ヺ]/u;
