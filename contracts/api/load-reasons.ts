import type { LoadStop } from '../initial-load.ts';
import { wholeFileRules } from '../load-file.ts';

/** Why a load stopped by itself and waits for staff. */
export const loadStops = {
  TOO_MANY_BAD_LINES: {
    ja: '読み取れない行が多すぎます。ファイルの形式と文字コードを確かめ、再開するか中止してください。',
    en: 'Too many lines break a rule. Check format and encoding of the file, then resume or cancel.',
  },
  TOO_MANY_ERRORS: {
    ja: 'エラーになった住民が多すぎます。エラーリストを確かめ、再開するか中止してください。',
    en: 'Too many residents ended in the error list. Look there, then resume or cancel.',
  },
  CHUNK_BROKE_OFF: {
    ja: '処理の一部が途中で止められました。再開すると、残りから続けます。',
    en: 'A part of it was ended from outside. Resumed, it goes on with what is left.',
  },
  ENGINE_STUCK: {
    ja: 'エンジンが処理を進められません。システム担当者に連絡し、直ってから再開してください。',
    en: 'The engine cannot go on with it. Tell whoever runs the system, and resume when it is mended.',
  },
} as const satisfies Record<LoadStop, { ja: string; en: string }>;

const texts = new Map<string, { ja: string; en: string }>(Object.entries({ ...loadStops, ...wholeFileRules }));

/** The sentence for staff about a load that stopped or whose file cannot be read. */
export const findReasonText = (reason: string): { ja: string; en: string } | undefined => texts.get(reason);
