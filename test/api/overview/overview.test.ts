import { beforeAll, expect, test } from 'vitest';
import { addOverviewRoutes } from '../../../api/overview/routes.ts';
import type { Overview } from '../../../contracts/api/overview.ts';
import { begin, keyOf, openStore, personAfter, receive, runStep, type Store } from '../../storage/support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;

beforeAll(async () => {
  store = await openStore(76);
  pages = await openStaffPages(store, addOverviewRoutes);
  await personAfter(store, 'route');
  const { personId } = await personAfter(store, 'judge');
  await begin(store, keyOf(personId, 'serial'));
  await begin(store, keyOf(personId, 'serial'));
  // Nobody's number yet.
  await receive(store, { addressNumber: store.people.addressNumber() });
  const old = await personAfter(store, 'judge');
  await store.see`update persons set created_at = now() - interval '2 days' where person_id = ${old.personId}`;
  await store.see`
    insert into failures (municipality, person_id, code, step, attempt, first_seen_at)
    select municipality, person_id, 'SERIAL_REFUSED', 'serial', 1, now() - interval '5 days'
    from persons where person_id = ${old.personId}`;
  await runStep(store, keyOf(old.personId, 'serial'));
  await store.see`
    insert into staff (staff_id, name, email) values ('staff-1', '担当 一郎', 'staff-1@mihon.example') on conflict do nothing`;
  await store.see`
    insert into proposed_updates (municipality, person_id, current_history_seq, information, reason, proposed_by)
    values ('131016', ${old.personId}, 1, '{}', 'test', 'staff-1')`;
  await store.see`
    insert into proposals (municipality, kind, reason, proposed_by) values ('131016', 'four-eyes-off', 'test', 'staff-1')`;
});

const overview = async () => bodyOf<Overview>(await pages.request('GET', 'overview', { as: ['administrator'] }));

test('the overview says what waits and since when, what was done, who answers, and the hours', async () => {
  const seen = await overview();
  expect(seen).toMatchObject({
    codeRequests: { notRequested: { hour: 1, day: 0, threeDays: 0, older: 0 }, requested: 0 },
    errors: { hour: 0, day: 0, threeDays: 0, older: 1 },
    forStaff: { errors: 1, unassigned: 1, proposedUpdates: 2, oldestProposedAt: expect.any(String) as string },
    notices: [],
    hours: { enforced: true },
    loads: [],
  });
  expect(Object.values(seen.codeRequests.requesting).reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(seen.today.reduce((sum, { routed }) => sum + routed, 0)).toBe(1);
  expect(seen.participants).toMatchObject([
    { participant: 'intermediate-server', ja: '中間サーバー', lastAnsweredAt: expect.any(String) },
    { participant: 'juki-system', state: 'answering' },
  ]);
});

test('a participant that has been asked nothing for an hour is not said to answer, and who is asked nothing of is left out', async () => {
  await store.see`update request_attempts set created_at = created_at - interval '2 hours'`;
  pages = await openStaffPages(store, addOverviewRoutes);
  const { participants } = await overview();
  expect(participants.map(({ participant, state }) => [participant, state])).toEqual([
    ['intermediate-server', 'idle'],
    ['juki-system', 'idle'],
  ]);
});

test('it is read once for all who look within two seconds', async () => {
  const first = await overview();
  expect(await overview()).toEqual(first);
});

test('who may not see counts sees none', async () => {
  pages.staff.rights = new Map();
  await problemIn(await pages.request('GET', 'overview'), 403, 'FORBIDDEN');
  await problemIn(await pages.request('GET', 'overview/events'), 403, 'FORBIDDEN');
  pages.staff.rights = null;
});
