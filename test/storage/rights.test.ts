import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { inMunicipality } from '../../storage/database.ts';
import {
  begin,
  dump,
  keyOf,
  municipality,
  openStore,
  otherMunicipality,
  peopleFrom,
  receive,
  runStep,
} from './support.ts';

const store = await openStore(77);

const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'allowed',
    (err: unknown) => (err instanceof Error && err.cause instanceof Error ? err.cause.message : String(err)),
  );

describe('row-level security', () => {
  test('shows a program nothing without a municipality, and nothing of another one', async () => {
    const { people } = store;
    await receive(store, { personalNumber: people.personalNumber(), addressNumber: people.addressNumber() });
    for (const db of [store.db, store.api]) {
      expect(await db.execute(sql`select 1 from persons`)).toHaveLength(0);
      const others = await inMunicipality(db, otherMunicipality, (tx) => tx.execute(sql`select 1 from persons`));
      expect(others).toHaveLength(0);
      const own = await inMunicipality(db, municipality, (tx) => tx.execute(sql`select 1 from persons`));
      expect(own.length).toBeGreaterThan(0);
    }
  });

  test('refuses a row written for another municipality', async () => {
    const write = inMunicipality(store.db, otherMunicipality, (tx) =>
      tx.execute(sql`insert into persons (municipality, person_id) values (${municipality}, gen_random_uuid())`),
    );
    expect(await refusalOf(write)).toMatch(/row-level security/);
  });

  test('lets nobody delete, nor change the audit log', async () => {
    for (const db of [store.db, store.api]) {
      const remove = inMunicipality(db, municipality, (tx) => tx.execute(sql`delete from persons`));
      expect(await refusalOf(remove)).toMatch(/permission denied/);
      const change = inMunicipality(db, municipality, (tx) => tx.execute(sql`update audit_log set action = 'x'`));
      expect(await refusalOf(change)).toMatch(/permission denied/);
    }
  });
});

test('a personal number stands in clear in no table, whatever was done with it', async () => {
  const people = peopleFrom(4_711);
  const numbers = Array.from({ length: 20 }, () => people.personalNumber());
  for (const personalNumber of numbers) {
    const { personId } = await receive(store, { personalNumber, addressNumber: people.addressNumber() });
    await runStep(store, keyOf(personId, 'serial'));
    await begin(store, keyOf(personId, 'fileRequest'));
  }
  const everything = await dump(store);
  expect(everything).toContain('SERIAL_REQUESTED'); // the rows are really in it
  expect(numbers.filter((personalNumber) => everything.includes(personalNumber))).toEqual([]);
  const hex = (text: string): string => Buffer.from(text).toString('hex');
  expect(numbers.filter((personalNumber) => everything.includes(hex(personalNumber)))).toEqual([]);
});
