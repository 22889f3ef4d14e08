/** What is unusual in lines that were read all the same, for whoever reads a load's report. Never a value of the file. */
import { sql } from 'drizzle-orm';
import type { LoadWarningRule } from '../../contracts/load-file.ts';
import { inBulkToAnswer, type Database } from '../database/database.ts';
import type { LoadKey } from './lines.ts';

export interface LoadWarning {
  field: string;
  rule: LoadWarningRule;
  /** Lines that belong together. */
  lines: number[];
}

/** Each line of the first kind alone, and those of the second together; at most `limit` of a kind. */
export function findWarnings(
  db: Database,
  { municipality, loadId }: LoadKey,
  { limit }: { limit: number },
): Promise<LoadWarning[]> {
  return inBulkToAnswer(db, municipality, async (tx) => {
    // ? where a system could not write a character, or 〓; a foreign name in Latin letters has neither.
    const lost = await tx.execute<{ line: number; field: string }>(sql`
      select line, case when name ~ '[〓?？]' then 'name' else 'nameKana' end as field
      from lines_of_loads where load_id = ${loadId}::uuid and (name ~ '[〓?？]' or name_kana ~ '[〓?？]')
      order by line limit ${limit}`);
    const zeros = await tx.execute<{ lines: number[] }>(sql`
      select (array_agg(line order by line))[1:10] as lines
      from lines_of_loads where load_id = ${loadId}::uuid
      group by number_system, ltrim(address_number, '0')
      having count(distinct address_number) > 1 and not bool_and(has_personal_number)
      order by min(line) limit ${limit}`);
    return [
      ...lost.map(({ line, field }): LoadWarning => ({ field, rule: 'LOST_CHARACTER', lines: [line] })),
      ...zeros.map(({ lines }): LoadWarning => ({ field: 'addressNumber', rule: 'LEADING_ZEROS_DIFFER', lines })),
    ];
  });
}
