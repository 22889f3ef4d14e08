import { familyNames, femaleNames, maleNames, type NamePair } from './name-lists.ts';
import type { Random } from './random.ts';

/** Names of fictitious residents: most are joined from two parts, some come from the lists with rare characters. */
export interface Names {
  family: NameSource;
  male: NameSource;
  female: NameSource;
}
type NameSource = (random: Random) => NamePair;
type NameList = readonly [NamePair, ...NamePair[]];

const listedShare = 0.12;

type Parts = readonly [NamePair[], NamePair[]];
const familyParts: Parts = [
  parsePairs(
    '山ヤマ 川カワ 森モリ 村ムラ 松マツ 杉スギ 竹タケ 石イシ 大オオ 小コ 西ニシ 北キタ 上ウエ 中ナカ 藤フジ 池イケ',
  ),
  parsePairs('田タ 川カワ 村ムラ 山ヤマ 本モト 井イ 野ノ 原ハラ 島シマ 沢サワ 岡オカ 谷タニ 崎サキ 橋ハシ 内ウチ 尾オ'),
];
const maleParts: Parts = [
  parsePairs('健ケン 祐ユウ 翔ショウ 直ナオ 和カズ 浩ヒロ 正マサ 拓タク 信ノブ 隆タカ 義ヨシ 秀ヒデ'),
  parsePairs('太タ 司シ 介スケ 平ヘイ 也ヤ 人ト 樹キ 之ユキ 男オ 吾ゴ'),
];
const femaleParts: Parts = [
  parsePairs('美ミ 由ユ 恵エ 真マ 千チ 沙サ 亜ア 奈ナ 里リ 友トモ 絵エ 早サ'),
  parsePairs('子コ 香カ 奈ナ 代ヨ 音ネ 里リ 緒オ 希キ 菜ナ 江エ'),
];

/** `canHold` tells whether the file's encoding can hold a name; other names do not occur. */
export function createNames(canHold: (name: string) => boolean): Names {
  const sourceOf = (listed: readonly NamePair[], [firsts, seconds]: Parts): NameSource => {
    const some = selectFitting(listed, canHold);
    const more = selectFitting(joinParts(firsts, seconds), canHold);
    return (random) => random.pick(random.chance(listedShare) ? some : more);
  };
  return {
    family: sourceOf(familyNames, familyParts),
    male: sourceOf(maleNames, maleParts),
    female: sourceOf(femaleNames, femaleParts),
  };
}

function selectFitting(names: readonly NamePair[], canHold: (name: string) => boolean): NameList {
  const [first, ...rest] = names.filter(([name]) => canHold(name));
  if (!first) throw new RangeError('no name can be written in this encoding');
  return [first, ...rest];
}

/** Joins every first part with every second part that differs from it. */
function joinParts(firsts: readonly NamePair[], seconds: readonly NamePair[]): NamePair[] {
  return firsts.flatMap(([first, firstKana]) =>
    seconds
      .filter(([second]) => second !== first)
      .map(([second, secondKana]): NamePair => [first + second, firstKana + secondKana]),
  );
}

/** Splits `山ヤマ 川カワ` into pairs of name and reading. */
function parsePairs(text: string): NamePair[] {
  return [...text.matchAll(/(?<name>\p{Script=Han}+)(?<kana>\p{Script=Katakana}+)/gu)].map(({ groups }): NamePair => [
    groups?.['name'] ?? '',
    groups?.['kana'] ?? '',
  ]);
}
