/** The changes of a confirmation run, for the page and for the CSV file. */
import type { ConfirmationChange } from '../../contracts/api/confirmations.ts';
import { stageNames } from '../../contracts/names.ts';
import { failures } from '../../domain/failures.ts';
import {
  listConfirmationChanges,
  type ConfirmationChange as StoredChange,
  type ConfirmationPart,
} from '../../storage/confirmations/runs.ts';
import type { Database } from '../../storage/database/database.ts';

const rowsAPage = 1_000;

export function changeBodyOf({ personId: _personId, code, ...change }: StoredChange): ConfirmationChange {
  return { ...change, code, text: code === null ? null : { ja: failures[code].ja, en: failures[code].en } };
}

export const changeHeadings = [
  '団体内統合宛名番号',
  '結果',
  'エラーコード',
  '内容',
  '相手の応答',
  '試行',
  '現在の段階',
];
const outcomes = { acquired: '取得済', error: 'エラー', overdue: '期限超過' } as const;

/** Yields the rows of one part after the other, a page at a time. */
export async function* readChangeRows(
  db: Database,
  municipality: string,
  { runId, parts }: { runId: string; parts: readonly ConfirmationPart[] },
): AsyncGenerator<string[][]> {
  for (const part of parts) {
    for (let after: string | undefined; ;) {
      const page = await listConfirmationChanges(db, municipality, { runId, part, after, limit: rowsAPage });
      yield page.map(fieldsOf);
      after = page.at(-1)?.personId;
      if (page.length < rowsAPage) break;
    }
  }
}

function fieldsOf({ integratedAddressNumber, outcome, code, reason, attempt, stage }: StoredChange): string[] {
  return [
    integratedAddressNumber ?? '',
    outcomes[outcome],
    code ?? '',
    code === null ? '' : failures[code].ja,
    reason ?? '',
    String(attempt),
    stageNames[stage].ja,
  ];
}
