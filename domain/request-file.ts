/**
 * Checks a code acquisition request file (S33) against the lines for which it was requested. Everything is judged
 * before anything is used; good rows are accepted, and each bad one gets its own error.
 */
import type { AcquisitionFailureCode } from './failures.ts';

export interface FileRow {
  processingSerial: string;
  personalNumber: string;
}
export interface AskedLine {
  personId: string;
  personalNumber: string;
}
export interface FileVerdict {
  /** Processing serials by person id. */
  serials: Map<string, string>;
  refused: { personId: string; code: AcquisitionFailureCode }[];
  /** How many rows belong to nobody for whom the file was requested. */
  strangers: number;
}

/** `refused` of the file lists lines that the intermediate server reports to have no serial. */
export function judgeFile(
  asked: readonly AskedLine[],
  file: { rowCount: number; rows: readonly FileRow[]; refused: readonly { lineId: string }[] },
): FileVerdict {
  const refusedThere = new Set(file.refused.map(({ lineId }) => lineId));
  const rowsOf = new Map<string, string[]>();
  for (const { personalNumber, processingSerial } of file.rows) {
    const serials = rowsOf.get(personalNumber);
    if (serials) serials.push(processingSerial);
    else rowsOf.set(personalNumber, [processingSerial]);
  }
  const serialCount = new Map<string, number>();
  for (const { processingSerial } of file.rows) {
    serialCount.set(processingSerial, (serialCount.get(processingSerial) ?? 0) + 1);
  }
  // Tells a whole file from one that was cut short.
  const wholeFile = file.rowCount === file.rows.length;

  const verdict: FileVerdict = { serials: new Map(), refused: [], strangers: 0 };
  const askedNumbers = new Set(asked.map(({ personalNumber }) => personalNumber));
  verdict.strangers = file.rows.filter(({ personalNumber }) => !askedNumbers.has(personalNumber)).length;
  for (const { personId, personalNumber } of asked) {
    const [serial, ...more] = rowsOf.get(personalNumber) ?? [];
    if (refusedThere.has(personId)) verdict.refused.push({ personId, code: 'SERIAL_REFUSED' });
    else if (serial === undefined) {
      // Another person's row in its place means that the row is wrong rather than missing.
      verdict.refused.push({ personId, code: verdict.strangers > 0 ? 'FILE_ROW_MISMATCH' : 'FILE_ROW_MISSING' });
    } else if (
      more.some((other) => other !== serial) ||
      (serialCount.get(serial) ?? 0) > more.length + 1 ||
      !wholeFile
    ) {
      verdict.refused.push({ personId, code: 'FILE_ROW_MISMATCH' });
    } else verdict.serials.set(personId, serial);
  }
  return verdict;
}
