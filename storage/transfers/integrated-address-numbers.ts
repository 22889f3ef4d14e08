import { sql } from 'drizzle-orm';
import { integratedAddressNumberFrom } from '../../domain/values/integrated-address-number.ts';
import type { Transaction } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

/**
 * The numbering unit (採番部 37, S25): allocates integrated address numbers from a sequence, skips imported ones and
 * reuses none. Gaps after a rollback are intended, because the number may have been seen.
 */
export async function allocateIntegratedAddressNumbers(
  tx: Transaction,
  municipality: string,
  count: number,
): Promise<string[]> {
  const numbers: string[] = [];
  // A city's imported numbers form one long stretch, so after each collision more numbers are drawn.
  for (let wanted = count; numbers.length < count; wanted = Math.min(wanted * 4, 20_000)) {
    const drawnRows = await tx.execute<{ value: string }>(sql`
      select nextval('integrated_address_number_sequence')::text as value from generate_series(1, ${wanted}::int)`);
    const candidates = drawnRows.map((row) => integratedAddressNumberFrom(BigInt(row.value)));
    const takenRows = await tx.execute<{ number: string }>(sql`
      select integrated_address_number as number from persons
      where municipality = ${municipality}
        and integrated_address_number in (select jsonb_array_elements_text(${asJson(candidates)}))`);
    const imported = new Set(takenRows.map((row) => row.number));
    numbers.push(...candidates.filter((candidate) => !imported.has(candidate)));
  }
  return numbers.slice(0, count);
}
