/** A change of the national calendar reaches everybody who waits for the hours, in all municipalities, as it commits. */
import { beforeAll, expect, test } from 'vitest';
import { MunicipalityLimits } from '../../../contracts/municipality.ts';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { nation } from '../../../domain/organisations.ts';
import { approveChange, changeCalendar } from '../../../storage/hours/changes.ts';
import { putMunicipality } from '../../../storage/settings/municipalities.ts';
import { municipality, openStore, otherMunicipality, personAfter, type Store } from '../support.ts';

const waitingEach = 5_000;
let store: Store;
beforeAll(async () => {
  store = await openStore(92);
  for (const code of [municipality, otherMunicipality]) {
    await putMunicipality(store.api, {
      municipality: code,
      name: '見本市',
      nameEn: 'Mihon City',
      route: 'JUKI_SYSTEM',
      participants: {},
      hours: commonHours,
      limits: MunicipalityLimits.parse({}),
    });
  }
  const { personId } = await personAfter(store, 'file');
  for (const code of [municipality, otherMunicipality]) {
    await store.see`
      insert into persons
      select copy.* from persons p, generate_series(1, ${waitingEach}) as n,
        lateral jsonb_populate_record(p, jsonb_build_object('municipality', ${code}::text, 'person_id', gen_random_uuid(),
          'integrated_address_number', lpad((${code === municipality ? 700_000 : 800_000}::int + n)::text, 12, '0'),
          'personal_number_index', '\\x' || encode(sha256((${code} || n)::bytea), 'hex'), 'stage', 'WAITING_FOR_HOURS',
          'opens_at', now() + interval '1 day', 'due_at', now() + interval '1 day')) as copy
      where p.person_id = ${personId}`;
  }
});

test('10,000 who wait are due with the approval, and nobody else', async () => {
  const due = async () => {
    const [row] = await store.see`
      select count(*)::int as all, count(*) filter (where due_at <= now())::int as due,
        count(*) filter (where due_at <= now() and stage <> 'WAITING_FOR_HOURS')::int as others from persons`;
    return row;
  };
  const before = await due();
  const setting = { ...commonNationalCalendar, closes: '18:00' };
  const proposed = await changeCalendar(store.api, {
    organisation: nation,
    setting,
    basedOn: 0,
    reason: '年度末',
    by: 's-1',
  });
  if (proposed.kind !== 'proposed') throw new Error(proposed.kind);
  expect(await due()).toEqual(before);
  const { changeId } = proposed;
  expect(await approveChange(store.api, { organisation: nation, changeId, by: 's-2', reason: null })).toEqual({
    kind: 'done',
  });
  expect(await due()).toMatchObject({ due: Number(before?.['due']) + 2 * waitingEach, others: before?.['others'] });
});
