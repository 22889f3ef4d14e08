import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { inMunicipality } from '../../../storage/database/database.ts';
import { municipality, openStore, receive } from '../support.ts';

const store = await openStore(1_789, { max: 1 });

test('a statement is parsed and planned once a connection, not once a transfer', async () => {
  const { people } = store;
  for (let transfers = 0; transfers < 5; transfers += 1) {
    await receive(store, { personalNumber: people.personalNumber(), addressNumber: people.addressNumber() });
  }
  const prepared = await inMunicipality(store.api, municipality, (tx) =>
    tx.execute<{ uses: number }>(sql`
      select (generic_plans + custom_plans)::int as uses from pg_prepared_statements
      where statement like '%insert into address_information%'`),
  );
  expect(prepared).toEqual([{ uses: 5 }]);
});
