/** What the national body of the sample delivers at first: its calendar, codes of municipalities, character variants, jobs. */
import type { CodeTable, DeliveredCalendar, VariantTable } from '../../contracts/delivered-files.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import type { NationalCalendar } from '../../domain/calendar/parts.ts';
import type { ReleaseKind } from '../../domain/deliveries/names.ts';
import { describePrefecture } from '../../domain/prefectures.ts';
import { foldVariants, pairsOf, variantTables } from '../../domain/values/character-variants.ts';
import { endedCodes, firstCodesOn, listCodes, listedOn } from './municipality-codes.ts';
import { sampleMunicipalities } from './municipalities.ts';

interface SampleFile {
  name: string;
  kind: ReleaseKind;
  content: string;
}

export function describeSampleFiles(calendar: NationalCalendar, issuedAt: string): SampleFile[] {
  return [
    { name: 'national-calendar', kind: 'calendar', content: JSON.stringify(calendarOf(calendar, issuedAt)) },
    { name: 'municipality-codes', kind: 'code-table', content: JSON.stringify(codeTableOf(issuedAt)) },
    { name: 'character-variants', kind: 'variant-table', content: JSON.stringify(variantTableOf(issuedAt)) },
    { name: 'server-jobs', kind: 'program', content: jobProgram },
  ];
}

/** 件数照合: a job that the servers get with their first program; how one is written stands in docs/participants.md. */
const jobProgram = `export const jobs = {
  tally: (figures) => ({ kinds: Object.keys(figures).length, all: Object.values(figures).reduce((a, b) => a + b, 0) }),
};
`;

function calendarOf(
  { enforced, opens, closes, closingMarginMinutes, overrides }: NationalCalendar,
  issuedAt: string,
): DeliveredCalendar {
  const days = overrides.map(({ date, kind, reason }) => ({ date, kind, reason }));
  return { kind: 'calendar', issuedAt, hours: { enforced, opens, closes, closingMarginMinutes, overrides: days } };
}

/** The list of the ministry, what had ended before it, and the sample's own, which exist nowhere else. */
function codeTableOf(issuedAt: string): CodeTable {
  const begun = new Map(endedCodes.map(({ succeededBy, to }) => [succeededBy, addDays(to, 1)]));
  const sample = sampleMunicipalities.flatMap(({ municipality, name }) => {
    const prefecture = describePrefecture(municipality);
    return [
      { code: prefecture.organisation, name: prefecture.name },
      { code: municipality, name: `${prefecture.name}${name}` },
    ];
  });
  const codes = [
    ...[...listCodes(), ...sample].map((each) => ({
      ...each,
      from: begun.get(each.code) ?? listedOn,
      to: null,
      succeededBy: null,
    })),
    ...endedCodes.map(({ code, name, to, succeededBy }) => ({ code, name, from: firstCodesOn, to, succeededBy })),
  ];
  return { kind: 'code-table', issuedAt, codes: codes.toSorted((a, b) => (a.code < b.code ? -1 : 1)) };
}

function variantTableOf(issuedAt: string): VariantTable {
  const characters = new Set(Object.values(variantTables).flatMap((table) => pairsOf(table).flat()));
  const variants = [...characters]
    .map((character) => ({ character, standard: foldVariants(character) }))
    .filter(({ character, standard }) => character !== standard);
  return { kind: 'variant-table', issuedAt, variants };
}
