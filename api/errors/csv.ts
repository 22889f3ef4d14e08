/** The error list as a CSV file: integrated numbers, codes and times, no names of residents and no notes. */
import { stageNames, stepNames } from '../../contracts/names.ts';
import type { ErrorEntry } from '../../contracts/api/error-list.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { participants } from '../../domain/participants.ts';
import { participantOfRoute } from '../../domain/routes.ts';
import type { Database } from '../../storage/database/database.ts';
import { listErrors, type ErrorCursor, type ErrorListOptions } from '../../storage/errors/list.ts';
import { readEntries } from './entries.ts';

const rowsAPage = 500;

type Language = 'ja' | 'en';

export const errorHeadings: Record<Language, readonly string[]> = {
  ja: [
    'エラーコード',
    '題名',
    'エラー',
    '接続先のコード',
    '手順',
    '試行',
    '段階',
    '団体内統合宛名番号',
    '発生時点',
    '最近の失敗',
    '再実行の回数',
    '再実行中',
    '期限',
    '処理時点',
    '処理',
    '担当者',
    'メモの件数',
    '経路',
    '一括登録',
  ],
  en: [
    'Code',
    'Title',
    'Error',
    'Code of the participant',
    'Step',
    'Attempt',
    'Stage',
    'Integrated address number',
    'First seen',
    'Failed last',
    'Times tried again',
    'Being tried',
    'Due',
    'Resolved',
    'Resolution',
    'Looked after by',
    'Notes',
    'Route',
    'Load',
  ],
};
const yes: Record<Language, string> = { ja: 'はい', en: 'yes' };
const resolutions: Record<Language, Record<NonNullable<ErrorEntry['resolution']>, string>> = {
  ja: { retried: '再実行', corrected: '訂正', cancelled: '取消', confirmed: '取得を確認' },
  en: { retried: 'tried again', corrected: 'corrected', cancelled: 'cancelled', confirmed: 'confirmed' },
};

/** Yields the rows a page at a time, however many there are. */
export async function* readErrorRows(
  db: Database,
  municipality: string,
  filter: Omit<ErrorListOptions, 'after' | 'limit'>,
  language: Language,
): AsyncGenerator<string[][]> {
  for (let after: ErrorCursor | undefined; ;) {
    const page = await listErrors(db, municipality, { ...filter, after, limit: rowsAPage });
    const entries = await readEntries(db, municipality, page.entries);
    yield entries.map((entry) => fieldsOf(entry, language));
    if (page.next === null) return;
    after = page.next;
  }
}

function fieldsOf(entry: ErrorEntry, language: Language): string[] {
  const { step, stage, resolution, resolvedAt, assignee } = entry;
  return [
    entry.code,
    entry.title[language],
    entry.text[language],
    entry.reason ?? '',
    step === null ? '' : stepNames[step][language],
    String(entry.attempt),
    stage === null ? '' : stageNames[stage][language],
    entry.integratedAddressNumber ?? '',
    tokyoTimeOf(entry.firstSeenAt),
    tokyoTimeOf(entry.failedAt),
    String(entry.tries),
    entry.trying ? yes[language] : '',
    entry.dueOn ?? '',
    resolvedAt === null ? '' : tokyoTimeOf(resolvedAt),
    resolution === null ? '' : resolutions[language][resolution],
    assignee?.name ?? assignee?.staffId ?? '',
    String(entry.notes),
    participants[participantOfRoute[entry.route]][language],
    entry.loadId ?? '',
  ];
}
