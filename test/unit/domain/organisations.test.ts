import { expect, test } from 'vitest';
import {
  checkOrganisationCode,
  nation,
  parentOf,
  prefectureOf,
  standsBelow,
  tierOf,
} from '../../../domain/organisations.ts';
import { describePrefecture } from '../../../domain/prefectures.ts';

/** As the ministry publishes them. */
const published = [
  ['011002', '010006', '北海道', 'Hokkaido'],
  ['042021', '040002', '宮城県', 'Miyagi'],
  ['131016', '130001', '東京都', 'Tokyo'],
  ['231002', '230006', '愛知県', 'Aichi'],
  ['271004', '270008', '大阪府', 'Osaka'],
  ['292010', '290009', '奈良県', 'Nara'],
  ['401307', '400009', '福岡県', 'Fukuoka'],
  ['472018', '470007', '沖縄県', 'Okinawa'],
] as const;

test.each(published)('%s belongs to %s %s', (municipality, prefecture, ja, en) => {
  expect(prefectureOf(municipality)).toBe(prefecture);
  expect(prefectureOf(prefecture)).toBe(prefecture);
  expect(describePrefecture(municipality)).toEqual({ organisation: prefecture, name: ja, nameEn: en });
  expect([nation, prefecture, municipality].map(tierOf)).toEqual(['nation', 'prefecture', 'municipality']);
  expect([nation, prefecture, municipality].map(parentOf)).toEqual([null, nation, prefecture]);
  expect(standsBelow(municipality, nation)).toBe(true);
  expect(standsBelow(prefecture, municipality)).toBe(false);
});

test('there are 47 prefectures and those of the sample, and another is called by its code', () => {
  const all = Array.from({ length: 100 }, (_, number) => describePrefecture(`${String(number).padStart(2, '0')}0000`));
  expect(all.filter(({ organisation, name }) => name !== organisation)).toHaveLength(49);
});

test('an organisation is the nation or has a code with its check digit', () => {
  expect(checkOrganisationCode(nation)).toEqual({ valid: true, value: 'nation' });
  expect(checkOrganisationCode('130001')).toEqual({ valid: true, value: '130001' });
  expect(checkOrganisationCode('130002')).toEqual({ valid: false, rule: 'CHECK_DIGIT' });
  expect(checkOrganisationCode('Tokyo')).toEqual({ valid: false, rule: 'NOT_6_DIGITS' });
});
