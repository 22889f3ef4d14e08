import { kanjiNumber } from './kanji-numerals.ts';
import { variantsOf } from './earlier-variants.ts';

/**
 * The keys as version 0.1 made them. Rows that still have them are found by them until their keys are made anew
 * (storage/residents/remake-keys.ts), and a transfer's content hash is of these for ever: a backbone that sends a
 * transfer again after the update sends the same transfer. Nothing here changes any more.
 */
export function earlierNameKey(name: string): string {
  return foldCharacters(name)
    .replace(/[\s・]/gu, '')
    .normalize('NFKC')
    .replace(allDashes, 'ー')
    .replace(/(.)(々+)/gu, (repeated, first: string) => first.repeat(Array.from(repeated).length))
    .normalize('NFKC');
}

export function earlierAddressKey(address: string): string {
  return foldCharacters(address)
    .replace(/(?<=[0-9])\s+(?=[0-9])/gu, '-')
    .replace(/\s/gu, '')
    .replace(/大字|小字|字/gu, '')
    .replace(kaBetweenKanji, 'ケ')
    .replace(dashBetweenNumbers, '-')
    .replace(kanjiNumerals, (numeral) => String(kanjiNumber(numeral)))
    .replace(/(?<=[0-9])(?:丁目|番地ノ?|番(?!町)|号室|号)[-ノ]?/gu, '-')
    .replace(/-(?![0-9])/gu, '');
}

const dashes = '\\-‐‑‒–—―−ーｰ－';
const allDashes = new RegExp(`[${dashes}]`, 'gu');
const kanji = '[\\u3400-\\u9fff\\u{20000}-\\u{3ffff}々]';
const numerals = '〇一二三四五六七八九十百';
const number = `[0-9${numerals}]`;
const kaBetweenKanji = new RegExp(`(?<=${kanji})[ケヶガ](?=${kanji})`, 'gu');
const dashBetweenNumbers = new RegExp(`(?<=${number})[${dashes}ノ之](?=${number})`, 'gu');
const kanjiNumerals = new RegExp(`(?<=-)[${numerals}]+|[${numerals}]+(?=-|丁目|番地|番|号|条|線)`, 'gu');
const invisible = /\p{Variation_Selector}|[\u{200b}-\u{200f}\u{2060}\u{feff}]/gu;

function foldCharacters(text: string): string {
  return Array.from(text.replace(invisible, '').normalize('NFKC'), (character) => keyOf.get(character) ?? character)
    .join('')
    .toLowerCase()
    .replace(/[ぁ-ゖゝゞ]/gu, (hiragana) => String.fromCharCode(hiragana.charCodeAt(0) + 0x60));
}

const keyOf = new Map(
  Object.entries(variantsOf).flatMap(([key, variants]) => Array.from(variants, (variant) => [variant, key] as const)),
);
