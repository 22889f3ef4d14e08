import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { foldAddress } from '../../../domain/values/address-folding.ts';
import * as tables from '../../../domain/values/character-tables.ts';
import { foldVariants, pairsOf, variantTables } from '../../../domain/values/character-variants.ts';
import {
  checkName,
  countCodePoints,
  foldName,
  foldNameStrictly,
  nameTerms,
} from '../../../domain/values/name-folding.ts';

const katsu = '葛\u{e0100}';

describe('two spellings of one name have one key', () => {
  test.each([
    ['山田　太郎', '山田太郎'],
    ['ﾔﾏﾀﾞ ﾀﾛｳ', 'やまだたろう'],
    ['髙橋', '高橋'],
    ['山﨑', '山崎'],
    ['𠮷田', '吉田'],
    ['渡邊', '渡邉'],
    ['渡邊', '渡辺'],
    ['齋藤', '斉藤'],
    ['齊藤', '斎藤'],
    [`${katsu}城`, '葛城'],
    ['神\ufe00田', '神田'],
    ['\ufa19田', '神田'],
    ['Ｓｍｉｔｈ　Ｊｏｈｎ', 'SMITH JOHN'],
    ['ジョン・スミス', 'じょんすみす'],
    ['佐々木', '佐佐木'],
    ['リーｰ', 'リーー'],
    ['が', 'か\u3099'],
    ['廣瀨薰', '広瀬薫'],
    ['惠', '恵'],
    ['寬', '寛'],
    ['顯', '顕'],
    ['莊', '荘'],
    ['渕', '淵'],
    ['諫', '諌'],
    ['檮', '梼'],
    ['驒', '騨'],
    ['杦', '杉'],
    ['𣘺', '橋'],
    ['槗本', '橋本'],
    ['濵田', '浜田'],
    ['⻑野', '長野'],
    ['⻄村', '西村'],
    ['みすゞ', 'みすず'],
    ['いすゞ', 'イスズ'],
    ['つゝみ', 'つつみ'],
    ['O’BRIEN', "O'BRIEN"],
    ['ANNE-MARIE', 'ANNE MARIE'],
    ['スミス＝ジョージ', 'スミス・ジョージ'],
    ['NGUYỄN', 'nguyen'],
    ['ĐẶNG', 'DANG'],
    ['SØREN', 'Soren'],
    ['WOOD, JOHN', 'WOOD JOHN'],
    ['エ\u200bミ', 'エミ'],
    ['\ufeffエミ', 'エミ'],
    ['仁科〜波', '仁科～波'],
  ])('%s and %s', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
    expect(foldNameStrictly(one)).toBe(foldNameStrictly(other));
  });
});

describe('two names have two keys', () => {
  test.each([
    ['山田', '山口'],
    ['ハト', 'バト'],
    ['太郎', '大郎'],
    ['末吉', '未吉'],
    ['己斐', '巳斐'],
    ['己', '已'],
    ['山崎', '山埼'],
    ['土屋', '士屋'],
    ['オノ', 'オオノ'],
    ['ユキ', 'ユウキ'],
    ['ヨウコ', 'ヨコ'],
    ['刈谷', '苅谷'],
    ['伊藤', '伊東'],
    ['阿部', '安部'],
    ['弐', '二'],
    ['仁科波', '仁科〜波'],
    ['JOHN', 'JOAN'],
  ])('%s and %s', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
    expect(foldNameStrictly(one)).not.toBe(foldNameStrictly(other));
  });
});

describe('what clerks hear or old systems write is found, and kept apart by the judge', () => {
  test.each([
    ['スズキ　キヨウコ', 'すずききょうこ'],
    ['ハツトリ', 'はっとり'],
    ['ヰ', 'イ'],
    ['ハナヱ', 'はなえ'],
    ['ヲサム', 'オサム'],
    ['チヅコ', 'チズコ'],
    ['オーノ', 'オオノ'],
    ['コーイチ', 'コウイチ'],
    ['ケーコ', 'ケイコ'],
    ['ユーコ', 'ゆうこ'],
    ['ﾕ-ｺ', 'ユーコ'],
    ['龍ヶ崎', '龍ケ崎'],
  ])('%s and %s', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
    if (one !== 'ﾕ-ｺ') expect(foldNameStrictly(one)).not.toBe(foldNameStrictly(other));
  });
});

describe('a search within names looks for what the key of a whole name makes of its words', () => {
  test.each([
    ['いさむ', 'アベ　イサム'],
    ['うめこ', 'サトウ　ウメコ'],
    ['うえの', 'アベノ　ウエノ'],
    ['いちろー', 'イノウエ イチロウ'],
    ['エミ', '山田ゑみ'],
  ])('%s is in %s', (term, name) => {
    expect(nameTerms(term, 'part').some((key) => foldName(name).includes(key))).toBe(true);
  });

  test.each([
    ['JOHN PAUL WOOD', 'WOOD JOHN PAUL'],
    ['Wood, John Paul', 'WOOD JOHN PAUL'],
    ['ジョン・スミス', 'スミス・ジョン'],
    ['アンヌ-マリー', 'アンヌ＝マリー'],
    ['MARIA DA SILVA COSTA', 'COSTA MARIA DA SILVA'],
  ])('%s finds %s', (term, name) => {
    expect(nameTerms(term, 'start')).toContain(foldName(name));
  });

  test('but kanji keep their order, and a name is looked for in its own first', () => {
    expect(nameTerms('山田 太郎', 'start')).toEqual(['山田太郎']);
    expect(nameTerms('JOHN WOOD', 'start')).toEqual(['johnwood', 'woodjohn']);
  });
});

describe('the variants', () => {
  test('of the whole 常用漢字表 fold: each of its 364 old forms, 62 of them by NFKC', () => {
    expect(pairsOf(tables.oldForms)).toHaveLength(302);
    for (const [old, present] of pairsOf(tables.oldForms)) expect(foldName(old)).toBe(foldName(present));
    for (const old of '逸謁禍悔海慨喝褐漢祈既器響勤謹穀殺祉視社者煮臭祝暑署諸祥神節祖僧層憎贈嘆著懲塚都突難梅繁晩卑碑賓頻敏侮福塀勉免墨欄隆虜類練朗廊') {
      expect(foldName(old)).not.toMatch(/[\uf900-\ufaff]/u);
    }
  });

  test('of all tables fold to one character, which is no variant itself', () => {
    for (const [name, table] of Object.entries(variantTables)) {
      for (const [variant, standard] of pairsOf(table)) {
        expect(`${name} ${foldVariants(variant)}`).toBe(`${name} ${foldVariants(standard)}`);
        expect(foldVariants(foldVariants(variant))).toBe(foldVariants(variant));
      }
    }
  });

  test('join of the 2,965 common characters of JIS X 0208 only these, which people write for one another', () => {
    const decoder = new TextDecoder('shift_jis');
    const common = Array.from({ length: 0x9873 - 0x889f }, (_, at) => 0x889f + at)
      .map((code) => decoder.decode(Uint8Array.of(code >> 8, code & 0xff)))
      .filter((text) => text.length === 1 && text !== '\ufffd');
    expect(common).toHaveLength(2965);
    const joined = new Map<string, string>();
    for (const character of common)
      joined.set(foldName(character), (joined.get(foldName(character)) ?? '') + character);
    expect([...joined.values()].filter((characters) => characters.length > 1).join(' ')).toBe(
      '穐秋 穎頴 園薗 栢柏 館舘 駆駈 斎斉 崎碕 曾曽 柁舵 滝瀧 島嶋 灯燈 禰祢 埜野 杯盃 梅楳 富冨 舗鋪 峰峯 湧涌 竜龍 亙亘',
    );
  });

  test('of radicals are the whole file of Unicode', () => {
    expect(pairsOf(tables.radicals)).toHaveLength(348);
    for (const [radical, ideograph] of pairsOf(tables.radicals)) expect(foldName(radical)).toBe(foldName(ideograph));
  });
});

describe('the keys', () => {
  test('of a key are the key itself', () => {
    const characters = fc.constantFrom(
      ...Array.from('髙﨑𠮷邊齋々ゝゞヾヶがｶﾞおウいェ・ 　-ー1１二十丁目番地号室のノ字本町Ａａễ'),
      katsu,
    );
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (parts) => {
        for (const fold of [foldName, foldNameStrictly]) {
          const name = fold(parts.join(''));
          expect(fold(name)).toBe(name);
        }
      }),
      {
        numRuns: 500,
        // What stood between a kana and its voiced mark goes, and the two become one character.
        examples: [[['ｶ', '　', 'ﾞ']], [['か', '\u200b', '\u3099']], [['カ', '々', '\u3099']], [['が', 'ﾞ', 'ゝ']]],
      },
    );
  });

  test('are the same whatever else stands in the text: an unusual character takes a longer way to them', () => {
    const usual = fc.constantFrom(...Array.from('髙﨑邊齋々ヶがｶー 　-・1１二十丁目番地号室の字本町Ａa\ue000'));
    const unusual = 'é';
    fc.assert(
      fc.property(fc.array(usual, { maxLength: 12 }), (characters) => {
        const text = characters.join('');
        // A name of signs only is its own key.
        if (/[^ 　・ーｰ-]/u.test(text)) expect(foldName(text) + foldName(unusual)).toBe(foldName(text + unusual));
        expect(foldName(unusual) + foldAddress(text)).toBe(foldAddress(unusual + text));
      }),
      { numRuns: 500 },
    );
  });

  test('no text makes folding fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof foldName(text)).toBe('string');
        expect(typeof foldAddress(text)).toBe('string');
      }),
    );
  });
});

describe('a name is kept exactly as received', () => {
  test.each(['髙橋　𠮷男', `${katsu}城`, '\ufa19谷', '\ue000田', 'O’Neil-García', ' 山田 ', '𠮷'.repeat(200)])(
    '%s',
    (name) => {
      expect(checkName(name)).toEqual({ valid: true, value: name });
    },
  );

  test.each([
    ['', 'EMPTY'],
    [' 　\t', 'EMPTY'],
    ['\u200b', 'EMPTY'],
    ['𠮷'.repeat(201), 'TOO_LONG'],
    ['山田\n太郎', 'CONTROL_CHARACTER'],
    ['山田\u0000', 'CONTROL_CHARACTER'],
    ['山田\u0085', 'CONTROL_CHARACTER'],
    ['山田\u202e太郎', 'CONTROL_CHARACTER'],
    ['\ud842', 'BROKEN_CHARACTER'],
    ['\udfb7吉', 'BROKEN_CHARACTER'],
    ['山\ufffd', 'BROKEN_CHARACTER'],
  ])('%j is refused by the rule %s', (name, rule) => {
    expect(checkName(name)).toEqual({ valid: false, rule });
  });

  test('characters are counted as people see them in the register', () => {
    expect(countCodePoints('𠮷田')).toBe(2);
    expect(countCodePoints(katsu)).toBe(2);
    expect(countCodePoints('')).toBe(0);
  });
});
