import type { Message } from '../terminal/message.ts';

/** Words of `fugo generate`: fictitious residents in a file. */
export const generateMessages = {
  'command.generate': { ja: '架空のデータのファイルを作る', en: 'make files of fictitious data' },
  'command.generate.residents': {
    ja: '初期データ一括登録用に、架空の住民のファイルを作る。実在の人はいない。同じ種と同じ指定からは同じファイルができる',
    en: 'make a file of fictitious residents for an initial load; none of them exists. The same seed and options give the same file',
  },
  'option.generate.output': { ja: '書き込むファイル(既定は標準出力)', en: 'file to write (default: standard output)' },
  'option.generate.format': { ja: '形式', en: 'form of the lines' },
  'option.generate.encoding': {
    ja: '文字コード。cp932にない文字の氏名は出てこない',
    en: 'encoding; names that cp932 cannot hold do not occur in it',
  },
  'option.generate.numberSystems': {
    ja: '番号体系(コンマ区切り。既定はすべて)。01には全員、02、03、04にはその一部がいる',
    en: 'number systems, with commas (default: all): everybody is in 01, a part of them in 02, 03 and 04',
  },
  'option.generate.defects': { ja: '誤りのある行の割合(0〜1)', en: 'share of lines with a defect (0 to 1)' },
  'option.generate.defectsReport': {
    ja: '誤りのある行の番号と種類を書き込むファイル(NDJSON)',
    en: 'file for the number and kind of each line with a defect (NDJSON)',
  },
  'option.generate.imported': {
    ja: '団体内統合宛名番号をすでに持つ住民の割合(0〜1)',
    en: 'share of residents who have an integrated address number already (0 to 1)',
  },
  'option.generate.town': {
    ja: '架空の自治体の名前(既定は見本の符号市)',
    en: 'name of the fictitious town (default: Fugo City of the sample)',
  },
  'option.generate.backbones': {
    ja: 'この市区町村の基幹系システム(模擬)にも、同じ住民とその業務情報(世帯、所得、国保、福祉)を持たせる。fugoの起動が必要',
    en: 'also let the simulated backbones of this municipality know the residents, with their business information; fugo must be running',
  },
  'generate.notInEncoding': {
    ja: 'この文字コードにない文字が含まれています。',
    en: 'It contains a character that the encoding does not have.',
  },
  'generate.progress': { ja: '{lines}行(毎秒{perSecond}行)', en: '{lines} lines, {perSecond} a second' },
  'generate.fictitious': {
    ja: '架空の住民のファイルです。実在の人とは関係ありません。',
    en: 'A file of fictitious residents: none of them exists.',
  },
  'generate.households': { ja: '世帯', en: 'households' },
  'generate.lines': { ja: '行', en: 'lines' },
  'generate.defects': { ja: '誤りのある行', en: 'lines with a defect' },
  'generate.seed': { ja: '乱数の種', en: 'seed' },
  'generate.bytes': { ja: 'バイト', en: 'bytes' },
  'generate.time': { ja: '{elapsed}(毎秒{perSecond}行)', en: '{elapsed} ({perSecond} lines a second)' },
} as const satisfies Record<string, Message>;
