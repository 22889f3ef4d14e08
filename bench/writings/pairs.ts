/**
 * Pairs of writings that mean one name, reading, address or date, and pairs that do not. Made from the public tables
 * (domain/values/character-tables.ts) and by hand; nobody real is meant. `unseen` pairs were written down after the rules
 * of the keys were, and no rule was changed for them.
 */
import { addDays, partsOf } from '../../domain/calendar/civil-date.ts';
import * as tables from '../../domain/values/character-tables.ts';
import { pairsOf } from '../../domain/values/character-variants.ts';
import { formatJapaneseDate } from '../../domain/values/japanese-date.ts';

export type Value = 'name' | 'reading' | 'address' | 'date';
export interface Pair {
  kind: string;
  value: Value;
  one: string;
  other: string;
  agree: boolean;
  unseen: boolean;
}
type Writing = readonly [one: string, other: string];

const pairs: Pair[] = [];

/** Pairs of one kind, as `one/other`. */
function put(
  kind: string,
  value: Value,
  agree: boolean,
  seen: readonly Writing[],
  unseen: readonly Writing[] = [],
): void {
  for (const [one, other] of seen) pairs.push({ kind, value, one, other, agree, unseen: false });
  for (const [one, other] of unseen) pairs.push({ kind, value, one, other, agree, unseen: true });
}
const written = (text: string): Writing[] =>
  text
    .trim()
    .split(/\n\s*/u)
    .map((line): Writing => {
      const [one = '', other = ''] = line.split('｜');
      return [one, other];
    });
const every = <T>(list: readonly T[], step: number): T[] => list.filter((_, at) => at % step === 0);
const inNames = (table: string, step = 1): Writing[] =>
  every(pairsOf(table), step).map(([variant, standard]) => [`${variant}野　太郎`, `${standard}野　太郎`]);

put('old forms', 'name', true, inNames(tables.oldForms));
put('forms of registers and JIS', 'name', true, [
  ...inNames(tables.nameForms, 4),
  // 遙 is in both.
  ...inNames(tables.jisForms, 2).filter(([one]) => !one.startsWith('遙')),
  ...inNames(tables.sameCharacters, 5),
  ...inNames(tables.wrongCharacters, 13),
  ...inNames(tables.registerCharacters, 119),
]);
put('radicals', 'name', true, inNames(tables.radicals, 6));
put(
  'family names',
  'name',
  true,
  written(`髙橋｜高橋
    山﨑｜山崎
    𠮷田｜吉田
    渡邊｜渡辺
    渡邉｜渡辺
    齋藤｜斉藤
    廣瀨｜広瀬
    濵田｜浜田
    𣘺本｜橋本
    杦本｜杉本
    桒原｜桑原`),
  written(`櫻井｜桜井
    嶋田｜島田
    嶌田｜島田
    舘野｜館野
    栁田｜柳田
    藪田｜薮田
    籠島｜篭島
    鷲見｜鷲見
    德永｜徳永
    黑川｜黒川
    髙栁｜高柳
    埜口｜野口
    冨樫｜富樫
    淺野｜浅野
    澤田｜沢田
    瀧川｜滝川
    邨上｜村上
    槗爪｜橋爪
    舩越｜船越
    曻｜昇
    眞鍋｜真鍋
    靑木｜青木
    增田｜増田
    國分｜国分
    圡屋｜土屋
    𡈽屋｜土屋
    鄕田｜郷田
    鈴木　惠｜鈴木　恵
    佐々木｜佐佐木
    奈々子｜奈奈子`),
);
put(
  'kana',
  'reading',
  true,
  written(`スズキ　キヨウコ｜すずききょうこ
    みすゞ｜みすず
    ヰ｜イ
    オーノ｜オオノ
    ハツトリ｜ハットリ
    ハナヱ｜ハナエ
    ヲサム｜オサム
    チヅコ｜チズコ
    コーイチ｜コウイチ
    ケーコ｜ケイコ`),
  written(`シヨウジ　リヨウヘイ｜しょうじ　りょうへい
    ジユンコ｜ジュンコ
    イツペイ｜イッペイ
    いすゞ｜イスズ
    さゝき｜ササキ
    スヾキ｜スズキ
    みちゑ｜ミチエ
    ゐのうへ｜イノウヘ
    カヲル｜カオル
    シヅオ｜シズオ
    ミツヅカ｜ミツズカ
    オータ｜オオタ
    オータニ｜オオタニ
    トーゴー｜トウゴウ
    ユーイチロー｜ユウイチロウ
    セーコ｜セイコ
    ケーイチロー｜ケイイチロウ
    ショータ｜ショウタ
    ヨーヘイ｜ヨウヘイ
    ﾔﾏﾀﾞ ﾀﾛｳ｜やまだたろう
    ｷｮｳｺ｜きようこ
    カ\u3099マ｜ガマ
    エ\u200bミ｜エミ
    \ufeffハナコ｜ハナコ
    タロウ\u00a0ヤマダ｜タロウヤマダ`),
);
put(
  'foreign names',
  'name',
  true,
  written(`O’BRIEN｜O'BRIEN
    ANNE-MARIE｜ANNE MARIE
    スミス＝ジョージ｜スミス・ジョージ
    NGUYỄN｜NGUYEN
    WOOD, JOHN｜WOOD JOHN
    O´NEIL｜ONEIL`),
  written(`D‘ANGELO｜D'ANGELO
    JEAN‐PAUL｜JEAN PAUL
    MÜLLER｜MULLER
    FRANÇOIS｜FRANCOIS
    LÊ THỊ HOA｜LE THI HOA
    TRẦN VĂN ĐỨC｜TRAN VAN DUC
    GARCÍA LÓPEZ｜Garcia Lopez
    ＳＭＩＴＨ　ＪＯＨＮ｜Smith John
    JOSÉ｜JOSE\u0301
    SØRENSEN｜Sorensen
    ŁUKASZ｜LUKASZ
    マリア・クララ｜マリア　クララ
    マリー゠アンヌ｜マリー・アンヌ
    AL-HASSAN｜AL HASSAN
    SMITH, J.｜SMITH J
    DE LA CRUZ｜DELACRUZ`),
);
put(
  'addresses',
  'address',
  true,
  written(`2丁1-26｜2-1-26
    二丁｜2丁
    つつじヶ丘1｜つつじが丘1
    緑ヵ丘1｜緑ケ丘1
    本町千二百三十四番地｜本町1234番地
    四ツ谷1｜四ッ谷1
    堀之内1｜堀の内1
    三条西入｜三条西入ル
    四条上る｜四条上がる
    1-2光ビル3階｜1-2光ビル3F
    〒100-0001 千代田1｜千代田1
    2─1─26｜2-1-26`),
  written(`本町三丁目4番5号｜本町3-4-5
    本町３丁目４番地の５｜本町3-4-5
    本町三丁目四番五号｜本町3丁目4-5
    本町十二丁目三番｜本町12-3
    霞が関二丁目1番2号｜霞ヶ関2-1-2
    市ヶ谷本村町5-1｜市ケ谷本村町5番1号
    自由が丘1-2｜自由ヶ丘1丁目2番
    ひばりヶ丘3-1｜ひばりが丘3丁目1
    雪が谷1｜雪ケ谷1
    大字上野字原12番地3｜上野原12-3
    北三条西四丁目｜北3条西4丁目
    南二十二条西十丁目3番｜南22条西10丁目3
    東二線北五号12番地｜東2線北5号12
    第十地割12番地｜第10地割12
    三ツ境5｜三ッ境5
    丸の内2-1｜丸之内2-1
    一ノ宮町3｜一之宮町3
    御池通烏丸東入｜御池通烏丸東入ル
    烏丸通六角下る｜烏丸通六角下ル
    本町1番2号 301号室｜本町1-2-301
    本町1-2 コーポ光201｜本町1丁目2コーポ光201
    本町1-2 第三光荘｜本町1-2第3光荘
    本町1-2光ビル１０Ｆ｜本町1-2光ビル10階
    〒5300001 梅田1-1｜梅田1-1
    本町1−2−3｜本町１―２―３
    本町1番地2号｜本町1-2
    壱番館1｜一番館1
    本町弐丁目1｜本町2丁目1
    渡邊町1-1｜渡辺町1-1
    竜ヶ崎市1｜龍ケ崎市1`),
);

/** A day in the writings of systems and people. */
function writingsOf(date: string): string[] {
  const [year, month, day] = partsOf(date);
  const japanese = formatJapaneseDate(date);
  const [, era = '', eraYear = ''] = /^(..)(元|[0-9]+)年/u.exec(japanese) ?? [];
  const letter = { 明治: 'M', 大正: 'T', 昭和: 'S', 平成: 'H', 令和: 'R' }[era] ?? '';
  const yearInEra = eraYear === '元' ? '1' : eraYear;
  return [
    japanese,
    date.replaceAll('-', ''),
    date.replaceAll('-', '−'),
    `${String(year)}/${String(month)}/${String(day)} 0:00`,
    `${String(year)}/${date.slice(5, 7)}/${date.slice(8)} 0:00:00`,
    `${era.slice(0, 1)}${eraYear}.${String(month)}.${String(day)}`,
    `${letter}${yearInEra}年${String(month)}月${String(day)}日`,
    `${letter}.${yearInEra}.${String(month)}.${String(day)}`,
    `${japanese}生`,
  ];
}
const days = Array.from({ length: 12 }, (_, at) => addDays('1920-03-07', at * 3_201));
put(
  'dates',
  'date',
  true,
  days.flatMap((date) => writingsOf(date).map((text): Writing => [date, text])),
  written(`昭和弐拾年壱月壱日｜1945-01-01
    昭和二○年一月一日｜1945-01-01
    1990年4月1日(日)｜1990-04-01
    昭和15年頃｜昭和15年月日不詳
    昭和１５年月日不詳｜S15.00.00
    S15.00.00｜19400000
    大正10年5月日不詳｜T10.05.00
    平成三年参月日不詳｜19910300`),
);

// Who is not the same.
const families =
  '伊藤伊東 阿部安部 太田大田 河合川合 川島河島 佐伯佐江 石井石居 上野植野 岡本丘本 加藤嘉藤 菊地菊池 小野尾野 近藤今藤 酒井坂井 ' +
  '清水志水 杉山椙山 関根瀬根 高橋高梁 田中多中 千葉千羽 土井土居 永井長井 中島中嶌 西田仁科 野村埜邑 林拝志 原田腹田 平井平居 ' +
  '福井福居 藤井藤居 細川細河 松井松居 三浦三裏 森田盛田 安田保田 山口山内 吉井好井 和田輪田 渡部渡辺 青木青樹 秋田穐多 浅井朝井 ' +
  '新井荒井 有馬有間 五十嵐五十里 池田生田 市川市河 稲田伊奈 今井今居 岩井岩居 内田打田 江川江河 遠藤円藤 大木大城 奥田億田';
const given =
  '恵子啓子 裕子祐子 由美由実 正雄正男 和夫和雄 一郎市郎 健一賢一 浩宏 博弘 誠真 明章 修治 進晋 隆孝 勝克 実稔 茂繁 清潔 勇功 豊裕 ' +
  '美穂美帆 陽子洋子 久美久実 順子純子 京子恭子 幸子祥子 文子史子 直美尚美 真由美真弓 智子知子 愛藍 葵蒼 翔祥 蓮廉 樹季 海界 光晃 ' +
  '花華 桜咲良 葉波 楓風 凪薙 律立 司士 聡敏 昭彰 洋陽';
const halves = (text: string): Writing[] =>
  text.split(' ').map((names): Writing => {
    const half = names.length / 2;
    return [names.slice(0, half), names.slice(half)];
  });
const families2 = halves(families).filter(([one, other]) => one !== '中島' && one !== '野村' && one !== other);
put('same reading, other characters', 'name', false, every(families2, 2), [
  ...families2.filter((_, at) => at % 2 === 1),
  ...halves(given),
]);
const alike =
  '末未 己已 已巳 己巳 崎埼 土士 大太 犬大 白自 目日 千干 干于 天夫 夫失 矢失 午牛 木本 本米 王玉 玉主 人入 入八 刀力 力カ 二ニ 八ハ ' +
  '工エ ロ口 夕タ 卜ト 輸輪 綱網 鳥烏 氷永 永水 治冶 陣陳 萩荻 壁璧 微徴 遺遣 侯候 官宮 貸賃 師帥 待侍 佳住 住往 材村 析折 祐裕 ' +
  '暮幕 墓基 栽裁 緑縁 録緑 雪雷 季李 杏香 柿柿 刈苅 升舛 檀壇 惰情 晴睛 眠眼';
put(
  'characters that look alike',
  'name',
  false,
  halves(alike)
    .filter(([one, other]) => one !== other)
    .map(([one, other]): Writing => [`${one}原`, `${other}原`]),
);
put(
  'other readings',
  'reading',
  false,
  written(`オノ｜オオノ
    ユキ｜ユウキ
    ヨコ｜ヨウコ`),
  written(`ハト｜バト
    タナカ｜タカナ
    コウダ｜コダ
    トモコ｜トモカ
    キヨシ｜キヨミ
    サトシ｜サトル
    ミキ｜ミユキ
    ケンイチ｜ケンジ
    シンジ｜シンイチ
    ユミ｜ユウミ
    オオタ｜オタ
    カオリ｜カオル
    ヒサシ｜ヒサコ
    タケシ｜タケル
    マリ｜マリエ
    ハルコ｜ハルカ
    セイジ｜セイイチ
    リョウ｜リョウコ
    ナオキ｜ナオミ
    アキラ｜アキコ`),
);
put(
  'other foreign names',
  'name',
  false,
  [],
  written(`JOHN SMITH｜JOAN SMITH
    NGUYEN VAN ANH｜NGUYEN VAN ANN
    MARIA｜MARIE
    LEE｜LI
    ANNA｜ANNE
    スミス・ジョン｜スミス・ジャン
    KIM MINJI｜KIM MINJU
    GARCIA｜GRACIA
    PARK｜PACK
    マリア｜マリナ`),
);
put(
  'neighbouring addresses',
  'address',
  false,
  Array.from({ length: 60 }, (_, at): Writing => [
    `本町${String(at % 7)}丁目${String(at + 1)}番${String((at % 5) + 1)}号`,
    `本町${String(at % 7)}丁目${String(at + 2)}番${String((at % 5) + 1)}号`,
  ]),
  written(`本町1-23｜本町12-3
    本町1-2-3｜本町1-23
    一番町3｜二番町3
    一番町3-17｜1-3-17
    東町1｜西町1
    北1条西2｜北2条西1
    本町1-2 101｜本町1-2101
    第1光荘1｜第2光荘1
    光荘101｜光荘102
    大字上1｜大字下1
    三条1｜四条1
    八丁堀2｜堀8-2
    光ビル3F｜光ビル3
    緑ケ丘1｜緑町1
    本町100｜本町1000
    二の坂1｜三の坂1
    千代田1｜八千代1
    上る1｜下る1`),
);
put(
  'neighbouring dates',
  'date',
  false,
  days.flatMap((date): Writing[] => [
    [date, formatJapaneseDate(addDays(date, 1))],
    [date, formatJapaneseDate(addDays(date, 365))],
    [date, addDays(date, -31).replaceAll('-', '')],
    [date, `${String(partsOf(date)[0])}0000`],
    [`${String(partsOf(date)[0])}0000`, `${String(partsOf(date)[0] + 1)}0000`],
    [`${String(partsOf(date)[0])}0100`, `${String(partsOf(date)[0])}0200`],
  ]),
  written(`昭和64年月日不詳｜平成元年月日不詳
    昭和15年月日不詳｜昭和15年1月日不詳
    昭和15年1月上旬頃｜昭和15年1月下旬頃
    昭和15年月日不詳｜昭和16年月日不詳`),
);

/** Any two of the common characters of JIS X 0208 that are not the same. */
const common = Array.from({ length: 160 }, (_, at): Writing => {
  const decoder = new TextDecoder('shift_jis');
  const character = (place: number): string => decoder.decode(Uint8Array.of(0x89 + (place % 14), 0x40 + (place % 60)));
  return [`${character(at * 37)}田`, `${character(at * 37 + 11)}田`];
}).filter(([one, other]) => one !== other && !`${one}${other}`.includes('\ufffd'));
put('any two characters', 'name', false, common);

export const writingPairs: readonly Pair[] = pairs;
