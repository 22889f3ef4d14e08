/** Names of residents and streets that do not exist; none was taken from a register. */
export type NamePair = readonly [name: string, kana: string];

/** Rare forms on purpose: 髙 and 﨑 are missing in Shift_JIS, 𠮷 takes two UTF-16 units, U+E0100 chooses a glyph. */
export const familyNames: readonly [NamePair, ...NamePair[]] = [
  ['符号', 'フゴウ'],
  ['見本', 'ミホン'],
  ['髙橋', 'タカハシ'],
  ['山﨑', 'ヤマザキ'],
  ['𠮷田', 'ヨシダ'],
  ['渡邉', 'ワタナベ'],
  ['齋藤', 'サイトウ'],
  ['葛\u{e0100}城', 'カツラギ'],
  ['辻\u{e0100}', 'ツジ'],
  ['濵口', 'ハマグチ'],
  ['架空', 'カクウ'],
  ['例題', 'レイダイ'],
  ['試行', 'シコウ'],
  ['栁沢', 'ヤナギサワ'],
  ['德永', 'トクナガ'],
  ['試山', 'タメシヤマ'],
];
export const maleNames: readonly [NamePair, ...NamePair[]] = [
  ['太郎', 'タロウ'],
  ['健', 'ケン'],
  ['祐樹', 'ユウキ'],
  ['翔', 'ショウ'],
  ['龍之介', 'リュウノスケ'],
  ['悠真', 'ユウマ'],
];
export const femaleNames: readonly [NamePair, ...NamePair[]] = [
  ['花子', 'ハナコ'],
  ['美咲', 'ミサキ'],
  ['惠', 'メグミ'],
  ['さくら', 'サクラ'],
  ['結衣', 'ユイ'],
  ['眞由美', 'マユミ'],
];
export const streets = ['中央', '本町', '旭ヶ丘', '緑が丘', '大字符号字見本', '一番町'] as const;
