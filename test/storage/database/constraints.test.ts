import { beforeAll, describe, expect, test } from 'vitest';
import { codeRequestStatusOf } from '../../../domain/lifecycle.ts';
import { codeRequestStatuses, stages } from '../../../domain/stages.ts';
import { municipality, openStore, personAfter, type Store } from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(19);
});

interface Row {
  stage: string | null;
  status: string;
  numbered?: boolean;
  serialRequested?: boolean;
  failureCode?: string | null;
  opensAt?: Date | null;
  receipt?: string | null;
}

const insert = ({ stage, status, numbered = true, serialRequested = false, ...rest }: Row) => {
  const failureCode = rest.failureCode ?? (stage === 'NEEDS_ATTENTION' ? 'SERIAL_REFUSED' : null);
  const opensAt = rest.opensAt === undefined ? new Date() : rest.opensAt;
  const receipt = rest.receipt === undefined ? 'R' : rest.receipt;
  const secret = numbered ? Buffer.from(crypto.randomUUID()) : null;
  return store.see`
    insert into persons (municipality, person_id, stage, code_request_status, integrated_address_number,
      personal_number, personal_number_index, serial_requested_at, failure_code, opens_at, receipt_number)
    values (${municipality}, gen_random_uuid(), ${stage}, ${status}, ${numbered ? crypto.randomUUID() : null},
      ${secret}, ${secret}, ${serialRequested ? new Date() : null}, ${failureCode}, ${opensAt}, ${receipt})`;
};

describe('a person', () => {
  const rows = stages.flatMap((stage) =>
    codeRequestStatuses.flatMap((status) =>
      [true, false].map((serialRequested) => ({
        stage,
        status,
        serialRequested,
        fits: codeRequestStatusOf({ stage, serialRequested }) === status,
      })),
    ),
  );
  test.each(rows)(
    'in $stage with $status, serial requested $serialRequested, fits: $fits',
    async ({ fits, ...row }) => {
      const inserted = insert(row);
      if (fits) expect(await inserted).toHaveLength(0);
      else await expect(inserted).rejects.toThrow(/stage_has_its_status/);
    },
  );

  test.each([
    ['an unknown stage', { stage: 'DREAMING', status: 'REQUESTING' }, /stage_/],
    ['an unknown status', { stage: 'ROUTED', status: 'MAYBE' }, /status/],
    [
      'a request without a number',
      { stage: 'NUMBERED', status: 'REQUESTING', numbered: false },
      /requested_means_numbered/,
    ],
    [
      'a failure without being parked',
      { stage: 'ROUTED', status: 'REQUESTING', failureCode: 'CODE_REFUSED' },
      /parked_has_a_code/,
    ],
    ['a wait without an end', { stage: 'WAITING_FOR_HOURS', status: 'REQUESTING', opensAt: null }, /waiting_knows/],
    [
      'an asked file without a receipt',
      { stage: 'FILE_REQUESTED', status: 'REQUESTING', receipt: null },
      /file_requested_has/,
    ],
  ] as const)('cannot have %s', async (_, row, constraint) => {
    await expect(insert(row)).rejects.toThrow(constraint);
  });

  test('cannot be parked without a code', async () => {
    const { personId } = await personAfter(store, 'judge');
    await expect(store.see`update persons set stage = 'NEEDS_ATTENTION' where person_id = ${personId}`).rejects.toThrow(
      /parked_has_a_code/,
    );
  });

  test('shares neither personal number nor integrated number with another', async () => {
    const [one, other] = [await personAfter(store, 'judge'), await personAfter(store, 'judge')];
    for (const column of ['personal_number_index', 'integrated_address_number']) {
      await expect(store.see`
        update persons p set ${store.see(column)} = o.${store.see(column)} from persons o
        where p.person_id = ${one.personId} and o.person_id = ${other.personId}`).rejects.toThrow(/one_person_a/);
    }
  });

  test('keeps its personal number and its index together', async () => {
    const { personId } = await personAfter(store, 'judge');
    await expect(store.see`update persons set personal_number = null where person_id = ${personId}`).rejects.toThrow(
      /number_and_index/,
    );
  });
});

describe('what hangs on a person', () => {
  test.each([
    [
      'one transfer has one row of table 33',
      `insert into address_information (municipality, person_id, history_seq, name, name_key, birth_date_text, sex, address,
        address_key, non_disclosure, code_request_status, operated_at, registered_at, inbox_id)
      select municipality, person_id, 99, name, name_key, birth_date_text, sex, address, address_key, non_disclosure,
        code_request_status, operated_at, registered_at, inbox_id from address_information where person_id = $1`,
      /one_row_a_transfer/,
    ],
    [
      'a row of table 33 comes from a transfer or from staff',
      `update address_information set inbox_id = null, staff_id = null where person_id = $1`,
      /row_has_a_source/,
    ],
    [
      'a judged transfer has the moment of its judgement',
      `update inbox set judged_at = null where person_id = $1`,
      /judged_has_a_result/,
    ],
    [
      'a request belongs to a person or a chunk',
      `update request_attempts set person_id = null where person_id = $1`,
      /attempt_of_person_or_chunk/,
    ],
    [
      'an address number belongs to somebody who exists',
      `update address_numbers set person_id = gen_random_uuid() where person_id = $1`,
      /foreign key/,
    ],
  ])('%s', async (_, statement, constraint) => {
    const { personId } = await personAfter(store, 'serial');
    await expect(store.see.unsafe(statement, [personId])).rejects.toThrow(constraint);
  });

  test('an entry of the error list that is resolved says how, and a request has one that is open', async () => {
    const { personId } = await personAfter(store, 'judge');
    const list = () => store.see`
      insert into failures (municipality, person_id, code, attempt) values (${municipality}, ${personId}, 'CODE_REFUSED', 1)`;
    await list();
    await expect(list()).rejects.toThrow(/one_open_failure/);
    await expect(store.see`update failures set resolved_at = now() where person_id = ${personId}`).rejects.toThrow(
      /resolved_says_how/,
    );
  });
});

describe('a table of a municipality', () => {
  test('is known to be one municipality as a whole before anybody has analyzed it, so that the keys are used', async () => {
    const unknown = await store.see`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'municipality'
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not exists (
        select from pg_stats s where s.schemaname = 'public' and s.tablename = c.relname and s.attname = a.attname)`;
    expect(unknown).toEqual([]);
  });
});
