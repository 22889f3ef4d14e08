/** Words by Lindera (MIT) and the IPA dictionary that is inside its package. */
import { createRequire } from 'node:module';
import type * as Lindera from 'lindera-wasm-nodejs-ipadic';
import { fold } from '../../domain/inquiries/fold.ts';
import type { ReadWords, Word } from '../../domain/inquiries/words.ts';

/** Of the fields that Lindera gives, those that are used here. A word that the dictionary does not know has its surface alone. */
interface Token {
  surface: string;
  baseForm?: string;
  reading?: string;
  partOfSpeech?: string;
  partOfSpeechSubcategory1?: string;
}

const require = createRequire(import.meta.url);

let known: ((text: string) => readonly Token[]) | undefined;

/** The dictionary is read at the first use; that takes some tenths of a second. */
function tokenize(text: string): readonly Token[] {
  if (!known) {
    // oxlint-disable-next-line typescript/no-unsafe-assignment -- loaded at its first use, because it takes some tenths of a second
    const lindera: typeof Lindera = require('lindera-wasm-nodejs-ipadic');
    const builder = new lindera.TokenizerBuilder();
    builder.setDictionary('embedded://ipadic');
    builder.setMode('normal');
    const tokenizer = builder.build();
    // oxlint-disable-next-line typescript/no-unsafe-return -- what the package says of it is any
    known = (each) => tokenizer.tokenize(each);
  }
  return known(text);
}

const grammar = new Set(['助詞', '助動詞', '記号', '接続詞', '感動詞', '連体詞', 'フィラー', '接頭詞']);
const dependent = /非自立|数|代名詞|接尾/u;
/** Words of politeness and the most common verbs: they stand in any question. */
const polite = new Set(
  'する なる いる ある できる れる られる せる させる くださる 下さる いただく 頂く 願う お願い 教える 知る 思う 言う いう ほしい 欲しい よい 良い いい やる くる 来る いく 行く みる 見る 分かる わかる 困る'.split(
    ' ',
  ),
);
const kana = /^[\u3041-\u309f\u30a0-\u30ff]+$/u;

function wordOf({ surface, baseForm, reading, partOfSpeech = '', partOfSpeechSubcategory1 = '' }: Token): Word {
  const base = baseForm ?? surface;
  const isTelling =
    !grammar.has(partOfSpeech) &&
    !dependent.test(partOfSpeechSubcategory1) &&
    !polite.has(base) &&
    /[\p{L}\p{N}]/u.test(surface);
  return { surface, base, reading: kana.test(surface) ? fold(surface) : fold(reading ?? ''), isTelling };
}

export const readWords: ReadWords = (text) => tokenize(text.normalize('NFKC').toLowerCase()).map(wordOf);
