import { expect, test } from 'vitest';
import {
  checkOrganisationCode,
  findPrefectureName,
  isPrefectureCode,
  nation,
  prefectureOf,
} from '../../../domain/organisations.ts';

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
  expect(findPrefectureName(prefecture)).toEqual({ ja, en });
  expect([isPrefectureCode(prefecture), isPrefectureCode(municipality)]).toEqual([true, false]);
});

test('there are 47 prefectures, and a code of none has no name', () => {
  const codes = Array.from({ length: 100 }, (_, number) => prefectureOf(`${String(number).padStart(2, '0')}0000`));
  expect(codes.filter((code) => findPrefectureName(code) !== undefined)).toHaveLength(47);
  expect(findPrefectureName(prefectureOf('990019'))).toBeUndefined();
  expect(findPrefectureName('130002')).toBeUndefined();
});

test('an organisation is the nation or has a code with its check digit', () => {
  expect(checkOrganisationCode(nation)).toEqual({ valid: true, value: 'nation' });
  expect(checkOrganisationCode('130001')).toEqual({ valid: true, value: '130001' });
  expect(checkOrganisationCode('130002')).toEqual({ valid: false, rule: 'CHECK_DIGIT' });
  expect(checkOrganisationCode('Tokyo')).toEqual({ valid: false, rule: 'NOT_6_DIGITS' });
});
