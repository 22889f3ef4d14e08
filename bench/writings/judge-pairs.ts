import { isSameBirthDate } from '../../domain/judgement.ts';
import { foldAddress } from '../../domain/values/address-folding.ts';
import { checkDate } from '../../domain/values/japanese-date.ts';
import { foldName, foldNameStrictly } from '../../domain/values/name-folding.ts';
import { writingPairs, type Pair } from './pairs.ts';

export interface KindFigures {
  kind: string;
  agree: boolean;
  pairs: number;
  unseen: number;
  /** Pairs that should agree and do not, or should not and do, as the search sees them. */
  wrong: Pair[];
  unseenWrong: number;
  /** The same for the judge; null where it compares no such value. */
  judgedWrong: number | null;
}

/** Whether the search finds either writing by the other. */
function isFound({ value, one, other }: Pair): boolean {
  if (value === 'address') return foldAddress(one) === foldAddress(other);
  return value === 'date' ? isSameDate(one, other) : foldName(one) === foldName(other);
}

function isSameDate(one: string, other: string): boolean {
  const [first, second] = [checkDate(one), checkDate(other)];
  if (!first.valid || !second.valid) return false;
  return isSameBirthDate(
    { birthDateText: one, birthDate: first.value.date },
    { birthDateText: other, birthDate: second.value.date },
  );
}

/** Names and dates are judged; the judge knows neither readings nor addresses. */
function isJudgedSame({ value, one, other }: Pair): boolean {
  return value === 'date' ? isSameDate(one, other) : foldNameStrictly(one) === foldNameStrictly(other);
}

export function judgePairs(): KindFigures[] {
  const kinds = new Map<string, Pair[]>();
  for (const pair of writingPairs) kinds.set(pair.kind, [...(kinds.get(pair.kind) ?? []), pair]);
  return [...kinds].map(([kind, pairs]) => {
    const agree = pairs[0]?.agree ?? false;
    const wrong = pairs.filter((pair) => isFound(pair) !== agree);
    const isJudged = pairs.every(({ value }) => value === 'name' || value === 'date');
    return {
      kind,
      agree,
      pairs: pairs.length,
      unseen: pairs.filter(({ unseen }) => unseen).length,
      wrong,
      unseenWrong: wrong.filter(({ unseen }) => unseen).length,
      judgedWrong: isJudged ? pairs.filter((pair) => isJudgedSame(pair) !== agree).length : null,
    };
  });
}
