/** What the sample delivers at first is what its servers can use. */
import { expect, test } from 'vitest';
import { describeSampleFiles } from '../../../cli/demo/delivered-files.ts';
import { CodeTable, isUsable, VariantTable } from '../../../contracts/delivered-files.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { checkMunicipalityCode } from '../../../domain/values/municipality-code.ts';
import { foldVariants } from '../../../domain/values/character-variants.ts';

const files = describeSampleFiles(commonNationalCalendar, '2026-12-01T00:00:00.000Z');
const contentOf = (name: string): unknown => JSON.parse(files.find((file) => file.name === name)?.content ?? '');

test('each file is one of its kind', () => {
  for (const { name, kind, content } of files) {
    expect({ name, usable: isUsable(kind, new TextEncoder().encode(content)) }).toEqual({ name, usable: true });
  }
});

test('the codes are those of all prefectures and municipalities, each with its days and a right check digit', () => {
  const { codes } = CodeTable.parse(contentOf('municipality-codes'));
  const valid = codes.filter(({ to }) => to === null);
  // 47 and 1,741, and the sample's two of each.
  expect(valid).toHaveLength(47 + 1_741 + 4);
  expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
  expect(codes.filter(({ code }) => !checkMunicipalityCode(code).valid)).toEqual([]);
  expect(valid.find(({ code }) => code === '131016')?.name).toBe('東京都千代田区');
});

test('a code that ended leads to the one that took its place on the next day', () => {
  const { codes } = CodeTable.parse(contentOf('municipality-codes'));
  const ended = codes.filter(({ to }) => to !== null);
  expect(ended.length).toBeGreaterThan(5);
  for (const { to, succeededBy } of ended) {
    const next = codes.find(({ code }) => code === succeededBy);
    expect(Date.parse(next?.from ?? '') - Date.parse(to ?? '')).toBe(86_400_000);
  }
});

test('the variants are those by which names are found', () => {
  const { variants } = VariantTable.parse(contentOf('character-variants'));
  expect(variants).toContainEqual({ character: '髙', standard: foldVariants('高') });
  expect(variants.length).toBeGreaterThan(5_000);
});
