/** Who is told of what waits for them, with a real database. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { subjectOfProposal, usualNewsChoices, type NewsKind } from '../../../domain/news.ts';
import { endNews, tellSummaries } from '../../../storage/news/look-after.ts';
import { listNews, putChoices } from '../../../storage/news/own.ts';
import { decideAlone, propose } from '../../../storage/updates/second-person.ts';
import { municipality, openStore, personAfter, type Store } from '../support.ts';

const today = tokyoDateOf(Date.now());
let store: Store;
let people = 0;

beforeAll(async () => {
  store = await openStore(418);
});
afterEach(async () => {
  await store.see`truncate news, news_mails, news_choices`;
});

async function person(role: string, { organisation = municipality, mail = [] as NewsKind[] } = {}): Promise<string> {
  people += 1;
  const staffId = `w-${String(people)}`;
  await store.see`insert into staff (staff_id, name, email)
    values (${staffId}, ${`氏名 ${staffId}`}, ${`${staffId}@mihon.example`})`;
  await store.see`insert into staff_roles (organisation, staff_id, role) values (${organisation}, ${staffId}, ${role})`;
  if (mail.length > 0) await putChoices(store.api, staffId, { ...usualNewsChoices, mail });
  return staffId;
}

/** Without what only the summary tells. */
const told = async (staffId: string) =>
  (await listNews(store.api, staffId, { limit: 20 })).map(({ kind, subject, over }) => ({ kind, subject, over }));

async function proposeSamePerson(staffId: string): Promise<{ proposalId: string; failureId: string }> {
  const { personId } = await personAfter(store, 'judge');
  const [row] = await store.see<{ id: string }[]>`
    insert into failures (municipality, person_id, code, attempt) values (${municipality}, ${personId}, 'SERIAL_REFUSED', 1)
    returning failure_id as id`;
  const failureId = row?.id ?? '';
  const held = { failureId, personId, correctionId: randomUUID() };
  const proposalId = await propose(store.api, { municipality, kind: 'same-person', held, staffId, reason: '同じ人' });
  return { proposalId: proposalId ?? '', failureId };
}

test('who may decide what somebody else proposes is told, until it is decided or withdrawn', async () => {
  const [proposer, second, clerk] = [await person('supervisor'), await person('supervisor'), await person('clerk')];
  const administrator = await person('administrator');
  const same = await proposeSamePerson(proposer);
  const off = { municipality, kind: 'four-eyes-off', staffId: administrator, reason: '要綱の改正' } as const;
  const proposalId = (await propose(store.api, off)) ?? '';
  const ofSetting = { kind: 'approval', subject: subjectOfProposal({ proposalId, failureId: null }), over: false };
  const ofPerson = { kind: 'approval', subject: subjectOfProposal(same), over: false };
  expect(await told(second)).toEqual([ofSetting, ofPerson]);
  expect(await told(proposer)).toEqual([ofSetting]);
  expect(await told(clerk)).toEqual([]);
  expect(await told(administrator)).toEqual([]);

  await decideAlone(store.api, { ...same, municipality, decision: 'withdrawn', staffId: proposer, reason: null });
  await endNews(store.db, municipality, today);
  expect(await told(second)).toEqual([ofSetting, { ...ofPerson, over: true }]);
  await decideAlone(store.api, { proposalId, municipality, decision: 'rejected', staffId: second, reason: null });
  await endNews(store.db, municipality, today);
  expect((await told(second)).every(({ over }) => over)).toBe(true);

  // What is proposed again is another proposal.
  await propose(store.api, off);
  expect((await told(second)).filter(({ over }) => !over)).toHaveLength(1);
});

test('the summary counts what the person may decide', async () => {
  const [proposer, second] = [
    await person('supervisor', { mail: ['summary'] }),
    await person('supervisor', { mail: ['summary'] }),
  ];
  await store.see`update proposals set decision = 'withdrawn', decided_by = proposed_by, decided_at = now()
    where decision is null`;
  await proposeSamePerson(proposer);
  await tellSummaries(store.db, municipality, { today, clock: '23:59' });
  const approvals = async (staffId: string) =>
    (await listNews(store.api, staffId, { limit: 20 })).find(({ kind }) => kind === 'summary')?.figures?.approvals;
  expect(await approvals(second)).toBe(1);
  expect(await approvals(proposer)).toBe(0);
});
