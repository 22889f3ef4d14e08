/** What a confirmation run changed, as the page and the file have it. */
import type { ConfirmationChange } from '../contracts/api/confirmations.ts';
import { stageNames } from '../contracts/names.ts';
import { failures } from '../domain/failures.ts';
import {
  listConfirmationChanges,
  type ConfirmationChange as StoredChange,
  type ConfirmationPart,
} from '../storage/confirmation-runs.ts';
import type { Database } from '../storage/database.ts';
import { createCsvEncoder } from './staff-csv.ts';

const rowsAPage = 1_000;

export function changeView({ personId: _personId, code, ...change }: StoredChange): ConfirmationChange {
  return { ...change, code, text: code === null ? null : { ja: failures[code].ja, en: failures[code].en } };
}

const headings = ['団体内統合宛名番号', '結果', 'エラーコード', '内容', '相手の応答', '試行', '現在の段階'];
const outcomes = { acquired: '取得済', error: 'エラー', overdue: '期限超過' } as const;

/** One part after the other, each read a page at a time. */
export async function* changesAsCsv(
  db: Database,
  municipality: string,
  { runId, parts, encoding }: { runId: string; parts: readonly ConfirmationPart[]; encoding: 'utf-8' | 'cp932' },
): AsyncGenerator<Uint8Array> {
  const csv = createCsvEncoder(encoding);
  // Without the mark a spreadsheet takes UTF-8 for the encoding of the machine.
  if (encoding === 'utf-8') yield Buffer.from('\u{feff}');
  yield csv.line(headings);
  for (const part of parts) {
    for (let after: string | undefined; ;) {
      const page = await listConfirmationChanges(db, municipality, { runId, part, after, limit: rowsAPage });
      if (page.length > 0) yield Buffer.concat(page.map((change) => csv.line(fieldsOf(change))));
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
