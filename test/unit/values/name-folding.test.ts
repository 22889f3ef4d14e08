import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { variantsOf } from '../../../domain/values/character-variants.ts';
import { checkName, countCodePoints, foldAddress, foldName } from '../../../domain/values/name-folding.ts';

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
  ])('%s and %s', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });
});

describe('two names have two keys', () => {
  test.each([
    ['山田', '山口'],
    ['ハッタ', 'ハツタ'],
    ['シャ', 'シヤ'],
    ['ヶ', 'ケ'],
    ['ハト', 'バト'],
    ['太郎', '大郎'],
  ])('%s and %s', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });
});

describe('two notations of one address have one key', () => {
  test.each([
    ['本町2丁目1番地2号', '本町2-1-2'],
    ['本町二丁目1番2号', '本町2-1-2'],
    ['本町２丁目１番地の２', '本町2-1-2'],
    ['本町2丁目1-2', '本町２－１－２'],
    ['本町2ー1ー2', '本町2−1−2'],
    ['本町二ー一ー二', '本町2-1-2'],
    ['本町十二丁目三番', '本町12-3'],
    ['本町2丁目1番2号101号室', '本町2-1-2 101'],
    ['本町2-1-2 コーポ光', '本町2丁目1番2号コーポ光'],
    ['大字上野字原12番地', '上野原12'],
    ['霞ヶ関1-2', '霞が関一丁目2番'],
    ['霞ケ関1-2', '霞ガ関1-2'],
    ['一番町5番地', '一番町5'],
    ['北一条西二丁目', '北1条西2'],
    ['渡邊町1', '渡辺町1'],
  ])('%s and %s', (one, other) => {
    expect(foldAddress(one)).toBe(foldAddress(other));
  });

  test('and two addresses have two', () => {
    expect(foldAddress('本町2-1-2')).not.toBe(foldAddress('本町2-1-20'));
    expect(foldAddress('本町2-1-2 101')).not.toBe(foldAddress('本町2-1-2101'));
    expect(foldAddress('本町2-12')).not.toBe(foldAddress('本町21-2'));
    expect(foldAddress('三番町1')).not.toBe(foldAddress('二番町1'));
    expect(foldAddress('ビル1')).not.toBe(foldAddress('ヒル1'));
  });

  test('in full', () => {
    expect(foldAddress('本町２丁目１番地２号')).toBe('本町2-1-2');
  });
});

describe('the keys', () => {
  test('of a key are the key itself', () => {
    const characters = fc.constantFrom(
      ...Array.from('髙﨑𠮷邊齋々ヶがｶﾞ・ 　-ー1１二十丁目番地号室のノ字本町Ａａ'),
      katsu,
    );
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (parts) => {
        const name = foldName(parts.join(''));
        expect(foldName(name)).toBe(name);
      }),
      {
        numRuns: 500,
        // What stood between a kana and its voiced mark goes, and the two become one character.
        examples: [[['ｶ', '　', 'ﾞ']], [['か', '\u200b', '\u3099']], [['カ', '々', '\u3099']]],
      },
    );
  });

  test('are the same whatever else stands in the text: an unusual character takes a longer way to them', () => {
    const usual = fc.constantFrom(...Array.from('髙﨑邊齋々ヶがｶー 　-・1１二十丁目番地号室の字本町Ａa\ue000'));
    const unusual = 'é';
    fc.assert(
      fc.property(fc.array(usual, { maxLength: 12 }), (characters) => {
        const text = characters.join('');
        expect(foldName(text) + unusual).toBe(foldName(text + unusual));
        expect(unusual + foldAddress(text)).toBe(foldAddress(unusual + text));
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

  test('each variant has one key, is one character and no key', () => {
    const variants = Object.values(variantsOf).flatMap((each) => Array.from(each));
    expect(new Set(variants).size).toBe(variants.length);
    for (const variant of variants) {
      expect(Object.keys(variantsOf)).not.toContain(variant);
      expect(variant.normalize('NFKC')).toBe(variant); // otherwise NFKC had already replaced it
    }
    for (const key of Object.keys(variantsOf)) expect(countCodePoints(key)).toBe(1);
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
