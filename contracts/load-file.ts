/**
 * Files of residents for a load (初期データ一括登録): what a line carries and which writings of it are read. A line means
 * the same as a transfer of the API and is judged by the same rules; a file adds the integrated address number that a
 * system before fugo has given, which is kept and never renumbered (domain §0.6).
 */
import type { CheckedTransfer, TransferRule } from '../domain/checked-transfer.ts';

export const loadFormats = ['csv', 'ndjson', 'fixed'] as const;
/** `fixed`: the comma-joined fixed-length cells of domain §4.1. */
export type LoadFormat = (typeof loadFormats)[number];

export const loadEncodings = ['utf-8', 'cp932'] as const;
export type LoadEncoding = (typeof loadEncodings)[number];

/** A line that obeys every rule. */
export interface LoadLine extends CheckedTransfer {
  /** Given by a system before fugo; null where fugo is to give one. 1 to 15 digits. */
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
    ja: '同じファイルの中に同じ異動IDの行があります。',
    en: 'Another line of this file has the same transfer id.',
  },
} as const satisfies Record<string, { ja: string; en: string }>;
export type LoadFileRule = keyof typeof loadFileRules;

/** One line of a file as read: `line` counts from 1 and includes the heading, as an editor shows it. */
export type ReadLine =
  | { kind: 'good'; line: number; value: LoadLine }
  /** `raw` is the line as it stands in the file, without its line end, so that it can be corrected and loaded again. */
  | { kind: 'bad'; line: number; raw: Uint8Array; problems: LoadLineProblem[] };
