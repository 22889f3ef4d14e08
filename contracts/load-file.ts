/**
 * Files of residents for a load (初期データ一括登録). A line means the same as a transfer of the API and obeys the same rules;
 * it may also hold the integrated number that an earlier system assigned, which is kept.
 */
import type { CheckedTransfer, TransferRule } from '../domain/checked-transfer.ts';

export const loadFormats = ['csv', 'ndjson', 'fixed'] as const;
/** `fixed` has fixed-length cells joined by commas. */
export type LoadFormat = (typeof loadFormats)[number];

export const loadEncodings = ['utf-8', 'cp932'] as const;
export type LoadEncoding = (typeof loadEncodings)[number];

/** A line that obeys every rule. */
export interface LoadLine extends CheckedTransfer {
  /** Assigned by an earlier system; null when fugo is to assign one. 1 to 15 digits. */
  integratedAddressNumber: string | null;
}

export type LoadLineRule = TransferRule | LoadFileRule;
export interface LoadLineProblem {
  /** A field of the transfer, or '' for the line as a whole. */
  field: string;
  rule: LoadLineRule;
}

/** Rules that only a line of a file can break. */
export const loadFileRules = {
  UNREADABLE_LINE: {
    ja: '行の区切りか引用符が正しくなく、読み取れません。',
    en: 'The line cannot be taken apart: a quotation mark or a separator is wrong.',
  },
  WRONG_CELL_COUNT: {
    ja: '項目の数が見出しまたは定義と合いません。',
    en: 'The number of cells is not that of the heading or the layout.',
  },
  WRONG_CELL_WIDTH: {
    ja: '固定長項目の桁数が定義と合いません。',
    en: 'A fixed-length cell does not have the width of the layout.',
  },
  BROKEN_ENCODING: {
    ja: '指定された文字コードとして読み取れない文字があります。',
    en: 'A character cannot be read in the encoding that was given.',
  },
  LINE_TOO_LONG: { ja: '行が長すぎます。', en: 'The line is longer than the limit.' },
  REPEATED_LINE: {
    ja: '同じ異動IDで内容の異なる宛名異動データが、この行より前にあります。',
    en: 'A transfer with this transfer id but other content stands before this line or was taken before.',
  },
  NUMBER_OF_ANOTHER: {
    ja: 'この団体内統合宛名番号は別の住民のものか、この住民の番号と異なります。',
    en: 'This integrated address number belongs to another resident, or this resident has another one.',
  },
} as const satisfies Record<string, { ja: string; en: string }>;
export type LoadFileRule = keyof typeof loadFileRules;

/** One line of a file as read: `line` counts from 1 and includes the heading, as an editor shows it. */
export type ReadLine =
  | { kind: 'good'; line: number; value: LoadLine }
  /** `raw` is the line as it stands in the file, without its line end, so that it can be corrected and loaded again. */
  | { kind: 'bad'; line: number; raw: Uint8Array; problems: LoadLineProblem[] };

/** What is unusual in a line that is taken all the same. */
export const loadWarningRules = {
  LOST_CHARACTER: {
    ja: '「?」か「〓」があります。文字が失われているかもしれません。',
    en: 'It has a ? or 〓: a character may have been lost.',
  },
  LEADING_ZEROS_DIFFER: {
    ja: '先頭の0だけが違う宛名番号があります。表計算ソフトが0を消していないか確かめてください。',
    en: 'Address numbers differ only by zeros at the left; a spreadsheet may have taken them away.',
  },
} as const satisfies Record<string, { ja: string; en: string }>;
export type LoadWarningRule = keyof typeof loadWarningRules;

/** Rules about the whole file; they belong to a load's state, never to a line. */
export const wholeFileRules = {
  EMPTY_FILE: { ja: 'ファイルに行がありません。', en: 'The file has no line.' },
  UNREADABLE_HEADING: {
    ja: '見出し行を読み取れません。',
    en: 'The heading cannot be read.',
  },
  UNKNOWN_HEADING: {
    ja: '見出しに定義されていない項目名があります。項目名は docs/load-files.md か fugo load --template で確かめてください。',
    en: 'The heading has a name that is no field; see docs/load-files.md or fugo load --template for those that are.',
  },
  REPEATED_HEADING: {
    ja: '見出しに同じ項目が2度あります。',
    en: 'The heading has a field twice.',
  },
  MISSING_HEADING: {
    ja: '見出しに必須の項目がありません。',
    en: 'The heading lacks a required field.',
  },
  NOT_UTF_8: {
    ja: 'UTF-8と指定されましたが、ファイルはUTF-8ではありません。',
    en: 'The file was said to be UTF-8 and is not.',
  },
  NOT_CP932: {
    ja: 'CP932（シフトJIS）と指定されましたが、ファイルはCP932ではありません。',
    en: 'The file was said to be CP932 (Shift_JIS) and is not.',
  },
  IS_EUC_JP: {
    ja: 'ファイルの文字コードはEUC-JPのようです。UTF-8かCP932で保存し直してください。',
    en: 'The file seems to be EUC-JP; save it as UTF-8 or CP932.',
  },
  IS_ISO_2022_JP: {
    ja: 'ファイルの文字コードはISO-2022-JP（JIS）のようです。UTF-8かCP932で保存し直してください。',
    en: 'The file seems to be ISO-2022-JP (JIS); save it as UTF-8 or CP932.',
  },
  IS_UTF_16: {
    ja: 'ファイルの文字コードはUTF-16のようです。UTF-8かCP932で保存し直してください。',
    en: 'The file seems to be UTF-16; save it as UTF-8 or CP932.',
  },
  BROKEN_ZIP: {
    ja: 'ZIPファイルが壊れているか、途中で切れています。',
    en: 'The zip file is damaged or incomplete.',
  },
  NOT_ONE_FILE_IN_ZIP: {
    ja: 'ZIPファイルの中のファイルは、1つだけにしてください。',
    en: 'There must be exactly one file in the zip file.',
  },
  ENCRYPTED_ZIP: {
    ja: 'パスワード付きのZIPファイルは読み取れません。',
    en: 'A zip file with a password cannot be read.',
  },
  UNSUPPORTED_ZIP: {
    ja: 'このZIPの圧縮方式には対応していません（DEFLATEか無圧縮にしてください）。',
    en: 'The zip file is compressed by a method other than DEFLATE.',
  },
  ZIP_TOO_LARGE: {
    ja: 'ZIPファイルを展開すると、許される大きさを超えます。',
    en: 'What is in the zip file is larger than allowed.',
  },
} as const satisfies Record<string, { ja: string; en: string }>;
export type WholeFileRule = keyof typeof wholeFileRules;
