/** Who is told in the nation, the prefectures and the municipalities, with a real database and within people's rights. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { usualNewsChoices, type NewsKind } from '../../../domain/news.ts';
import { nation } from '../../../domain/organisations.ts';
import { databaseAs, operationRoleOf, type Database } from '../../../storage/database/database.ts';
import { changeCalendar, rejectChange } from '../../../storage/hours/changes.ts';
import { answerException, askException } from '../../../storage/hours/exceptions.ts';
import { askInquiry, findInquiry } from '../../../storage/inquiries/inquiries.ts';
import {
  answerInquiry,
  changeInquiry,
  mergeInquiry,
  rateInquiry,
  writeQuestion,
} from '../../../storage/inquiries/work.ts';
import { endNews, listToldOrganisations } from '../../../storage/news/look-after.ts';
import { listNews, putChoices } from '../../../storage/news/own.ts';
import { askedBy, registerAskers } from '../inquiries/support.ts';
import { municipality, openStore, otherMunicipality, type Store } from '../support.ts';

const today = tokyoDateOf(Date.now());
let store: Store;
let agents: Database;

beforeAll(async () => {
  store = await openStore(419);
  await registerAskers(store);
  agents = databaseAs(store.api, operationRoleOf(['call-centre']), 'agent');
  for (const [id, organisation, role] of [
    ['decider-2', nation, 'manager'],
    ['second-asker', municipality, 'administrator'],
    ['clerk', municipality, 'clerk'],
    ['prefectural', '130001', 'manager'],
    ['auditor', '130001', 'auditor'],
  ] as const) {
    await store.see`insert into staff (staff_id, name, email) values (${id}, ${id}, ${`${id}@mihon.example`})`;
    await store.see`insert into staff_roles (organisation, staff_id, role) values (${organisation}, ${id}, ${role})`;
  }
});
afterEach(async () => {
  await store.see`truncate news, news_mails, news_choices`;
});

const told = async (staffId: string): Promise<string[]> =>
  (await listNews(store.api, staffId, { limit: 20 })).map(({ kind, over }) => `${kind}${over ? ' over' : ''}`);
async function lookAfter(): Promise<void> {
  for (const organisation of await listToldOrganisations(store.db)) await endNews(store.db, organisation, today);
}
/** As `who` of an organisation, within what the database lets them do. */
const as = (who: string, role: 'manager' | 'administrator'): Database =>
  databaseAs(store.api, operationRoleOf([role]), who);

test('a change of the nation’s calendar is told to who may approve it, until it is decided', async () => {
  const change = { organisation: nation, basedOn: undefined, reason: '保守', by: 'decider' };
  const setting = { ...commonNationalCalendar, holidays: [] };
  const outcome = await changeCalendar(as('decider', 'manager'), { ...change, setting });
  if (outcome.kind !== 'proposed') throw new Error(outcome.kind);
  expect(await told('decider-2')).toEqual(['calendar-change']);
  for (const nobody of ['decider', 'operator', 'agent', 'prefectural']) expect(await told(nobody)).toEqual([]);
  await lookAfter();
  expect(await told('decider-2')).toEqual(['calendar-change']);
  const { changeId } = outcome;
  await rejectChange(as('decider-2', 'manager'), { organisation: nation, changeId, by: 'decider-2', reason: '日違い' });
  await lookAfter();
  expect(await told('decider-2')).toEqual(['calendar-change over']);
});

test('an exception is told to the people who may answer for each organisation that is asked, until one has', async () => {
  const now = Date.now();
  const [from, to] = [24, 26].map((hours) => new Date(now + hours * 3_600_000).toISOString()) as [string, string];
  const askFor = (kind: 'wide-area-copy' | 'identity-confirmation', municipalities: string[]) =>
    askException(as('asker', 'administrator'), {
      organisation: municipality,
      asked: { kind, from, to, reason: '転入の集中', municipalities },
      by: 'asker',
    });
  const copy = await askFor('wide-area-copy', [otherMunicipality]);
  await askFor('identity-confirmation', []);
  if (copy.kind !== 'asked') throw new Error(copy.kind);
  expect(await told('neighbour')).toEqual(['exception']);
  expect(await told('prefectural')).toEqual(['exception']);
  for (const nobody of ['asker', 'second-asker', 'auditor', 'decider']) expect(await told(nobody)).toEqual([]);
  const { exceptionId } = copy;
  const answer = { organisation: otherMunicipality, exceptionId, by: 'neighbour', reason: null, now };
  await answerException(as('neighbour', 'administrator'), answer, 'agreed');
  await lookAfter();
  expect(await told('neighbour')).toEqual(['exception over']);
  expect(await told('prefectural')).toEqual(['exception']);
});

async function ask(): Promise<number> {
  const result = await askInquiry(store.api, municipality, askedBy(municipality, '端末'), Date.now());
  if (result.kind !== 'asked') throw new Error(result.kind);
  return result.inquiry;
}
const national = { acting: nation, organisation: nation };
const own = { acting: municipality, organisation: municipality };
const version = async (inquiry: number): Promise<number> =>
  (await findInquiry(store.api, national, inquiry, Date.now()))?.version ?? 0;
const give = async (inquiry: number, owner: string): Promise<unknown> =>
  changeInquiry(agents, national, inquiry, { version: await version(inquiry), owner }, Date.now());
const text = (by: string) => ({ text: '電源は入ります。', by, requestKey: randomUUID() });
const reply = async (inquiry: number): Promise<unknown> => {
  const answer = { ...text('agent'), version: await version(inquiry), answers: [], status: 'answered' } as const;
  return answerInquiry(agents, national, inquiry, answer, Date.now());
};

test('the owner of an inquiry is told when somebody else gives it, and when the asker has written again', async () => {
  const inquiry = await ask();
  await give(inquiry, 'agent');
  expect(await told('agent')).toEqual([]);
  await give(inquiry, 'colleague');
  await give(inquiry, 'colleague');
  expect(await told('colleague')).toEqual(['inquiry-given']);
  await writeQuestion(store.api, own, inquiry, text('asker'), Date.now());
  await writeQuestion(store.api, own, inquiry, text('asker'), Date.now());
  expect(await told('colleague')).toEqual(['inquiry-written', 'inquiry-written', 'inquiry-given']);
  await reply(inquiry);
  await lookAfter();
  expect(await told('colleague')).toEqual(['inquiry-written over', 'inquiry-written over', 'inquiry-given over']);
  const rating = { solved: false, satisfaction: 1, text: null, by: 'asker' };
  await rateInquiry(store.api, own, inquiry, rating, Date.now());
  expect((await told('colleague'))[0]).toBe('inquiry-written');
  await give(inquiry, 'agent');
  await lookAfter();
  expect((await told('colleague')).filter((each) => !each.endsWith('over'))).toEqual([]);
});

test('all who have asked are told of an answer, also in what was merged, and who is sent it by mail gets no second one', async () => {
  const mail: NewsKind[] = ['inquiry-answered'];
  for (const staffId of ['asker', 'second-asker']) await putChoices(store.api, staffId, { ...usualNewsChoices, mail });
  const [first, second] = [await ask(), await ask()];
  await give(first, 'colleague');
  await reply(first);
  await writeQuestion(store.api, own, second, text('second-asker'), Date.now());
  await store.see`truncate news`;
  await mergeInquiry(agents, national, second, { version: await version(second), into: first }, Date.now());
  expect(await told('colleague')).toEqual(['inquiry-written']);
  await reply(first);
  expect(await told('asker')).toEqual(['inquiry-answered']);
  expect(await told('second-asker')).toEqual(['inquiry-answered']);
  expect(await told('clerk')).toEqual([]);
  const mailed = await store.see`select staff_id from news where mail_at is not null`;
  expect(mailed).toEqual([{ staff_id: 'second-asker' }]);
  await lookAfter();
  expect(await told('asker')).toEqual(['inquiry-answered']);
  await writeQuestion(store.api, own, first, text('second-asker'), Date.now());
  await lookAfter();
  expect(await told('asker')).toEqual(['inquiry-answered over']);
});
