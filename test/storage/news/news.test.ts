/** Who is told what, when, and how often, with a real database, a real monitor and a real mail server that comes and goes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { defaultLoadOptions } from '../../../contracts/initial-load.ts';
import { tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { usualNewsChoices, type NewsKind } from '../../../domain/news.ts';
import { checkAddressInformation } from '../../../domain/checked-transfer.ts';
import { databaseAs } from '../../../storage/database/database.ts';
import { assignErrors } from '../../../storage/errors/work.ts';
import { createLoad, recordLoadState } from '../../../storage/loads/loads.ts';
import { endNews, tellOverdue, tellSummaries } from '../../../storage/news/look-after.ts';
import { gatherMails } from '../../../storage/news/mails.ts';
import { countUnseen, listNews, markSeen, putChoices } from '../../../storage/news/own.ts';
import { putRoles } from '../../../storage/staff/staff.ts';
import { proposeUpdate } from '../../../storage/updates/proposals.ts';
import { Mailbox } from '../../support/mailbox.ts';
import { municipality, openStore, personAfter, type Store } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'fugo-news-'));
const mailbox = new Mailbox();
const today = tokyoDateOf(Date.now());
let store: Store;
let monitor: ChildProcess | undefined;
let people = 0;

beforeAll(async () => {
  store = await openStore(411);
  await store.see`
    insert into organisations (organisation, tier, parent, name, name_en) values ('nation', 'nation', null, '国', 'Nation'),
      ('130001', 'prefecture', 'nation', '東京都', 'Tokyo'), (${municipality}, 'municipality', '130001', '見本市', 'Sample City')
    on conflict do nothing`;
  await store.see`insert into staff (staff_id, name, email) values ('somebody', '誰か', 'somebody@mihon.example')`;
  await mailbox.open();
  startMonitor();
});
afterEach(async () => {
  mailbox.mood = 'well';
  mailbox.mails.length = 0;
  await store.see`truncate news, news_mails, news_choices`;
});
afterAll(async () => {
  await endMonitor();
  await mailbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody of the municipality who wants these by mail. */
async function person(role: string, mail: readonly NewsKind[] = ['assigned', 'approval', 'load-stopped']) {
  people += 1;
  const staffId = `p-${String(people)}`;
  const email = `${staffId}@mihon.example`;
  await store.see`insert into staff (staff_id, name, email) values (${staffId}, ${`氏名 ${staffId}`}, ${email})`;
  await store.see`insert into staff_roles (organisation, staff_id, role) values (${municipality}, ${staffId}, ${role})`;
  await putChoices(store.api, staffId, { ...usualNewsChoices, mail, summaryAt: '08:30' });
  return { staffId, email };
}

async function openCase(): Promise<string> {
  const { personId } = await personAfter(store, 'judge');
  const [row] = await store.see<{ id: string }[]>`
    insert into failures (municipality, person_id, code, attempt) values (${municipality}, ${personId}, 'SERIAL_REFUSED', 1)
    returning failure_id as id`;
  return row?.id ?? '';
}

/** As somebody else of the municipality does it, within what the database lets them do. */
const assign = (assigneeId: string | null, failureIds: string[], by = 'somebody') =>
  assignErrors(databaseAs(store.api, 'fugo_supervisor', by), municipality, { failureIds, assigneeId });

async function propose(by: string): Promise<string> {
  const { integratedAddressNumber } = await personAfter(store, 'judge');
  const given = { name: '符号 太郎', birthDate: '1980-05-06', sex: 'male', address: '架空市新町1番' };
  const checked = checkAddressInformation(given, { now: Date.parse('2026-04-01T12:00:00+09:00') });
  if (!checked.valid) throw new Error(JSON.stringify(checked.problems));
  const outcome = await proposeUpdate(databaseAs(store.api, 'fugo_supervisor', by), {
    municipality,
    integratedAddressNumber,
    currentHistorySeq: 1,
    information: checked.value,
    staffId: by,
    reason: '届出',
  });
  if (outcome.kind !== 'proposed') throw new Error(outcome.kind);
  return outcome.updateId;
}

/** As after the time in which news are gathered. */
async function gather(): Promise<number> {
  await endNews(store.db, municipality, today);
  return gatherMails(store.db, Date.now() + 61 * 60_000);
}

function startMonitor(): void {
  const program = fileURLToPath(new URL('../monitoring/watch-program.ts', import.meta.url));
  const settings = {
    databaseUrl: store.database.monitorUrl,
    smtpUrl: `smtp://127.0.0.1:${String(mailbox.port)}`,
    journalPath: join(folder, 'journal.json'),
  };
  monitor = spawn(process.execPath, [program], {
    env: { ...process.env, WATCH: JSON.stringify(settings) },
    stdio: 'ignore',
  });
}

async function endMonitor(): Promise<void> {
  const child = monitor;
  monitor = undefined;
  if (!child || child.exitCode !== null) return;
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGKILL');
  await ended;
}

const mailRows = () =>
  store.see<{ staff_id: string; sent: boolean; dropped: boolean; attempts: number }[]>`
    select staff_id, sent_at is not null as sent, dropped_at is not null as dropped, attempts from news_mails`;
/** The monitor has nothing to send any more. */
const untilDone = () =>
  vi.waitFor(async () => expect((await mailRows()).every(({ sent, dropped }) => sent || dropped)).toBe(true), {
    timeout: 60_000,
  });

test('what happens to one person is one mail with kinds, counts and links, and nothing of a resident', async () => {
  const { staffId, email } = await person('supervisor');
  const cases = [await openCase(), await openCase()];
  const updateId = await propose('somebody');
  await assign(staffId, cases);
  expect(await gather()).toBe(1);
  expect(await gather()).toBe(0);
  await untilDone();
  const [mail] = mailbox.mails;
  expect(mailbox.mails.map(({ to }) => to)).toEqual([email]);
  expect(mail?.subject).toBe('【fugo】お知らせ 3件 / 3 news');
  expect(mail?.text).toContain('担当になったエラー: 2件 / Errors given to you: 2');
  expect(mail?.text).toContain(`https://fugo.test.example/${municipality}/errors\n`);
  expect(mail?.text).toContain(`https://fugo.test.example/${municipality}/approvals/${updateId}\n`);
  expect(mail?.text.replaceAll(updateId, '')).not.toMatch(/符号|氏名|架空市|\d{11,}/u);
});

test('news are stored with what they tell of, or neither is', async () => {
  const { staffId } = await person('supervisor');
  const failureId = await openCase();
  await store.see`alter table news add constraint refused check (kind <> 'assigned') not valid`;
  await expect(assign(staffId, [failureId])).rejects.toThrow(/insert into news/u);
  const [row] = await store.see`select assignee_id from failures where failure_id = ${failureId}`;
  expect(row).toEqual({ assignee_id: null });
  await store.see`alter table news drop constraint refused`;
  await assign(staffId, [failureId]);
  expect(await listNews(store.api, staffId, { limit: 9 })).toMatchObject([{ kind: 'assigned', subject: failureId }]);
});

test('nobody is told of their own acts, twice of the same, or of what is over', async () => {
  const { staffId } = await person('supervisor');
  const own = await openCase();
  await assign(staffId, [own], staffId);
  expect(await propose(staffId)).not.toBe('');
  expect(await countUnseen(store.api, staffId)).toBe(0);
  const given = await openCase();
  await assign(staffId, [given]);
  await assign(staffId, [given]);
  expect(await countUnseen(store.api, staffId)).toBe(1);
  const updateId = await propose('somebody');
  await store.see`update failures set resolved_at = now(), resolution = 'cancelled' where failure_id = ${given}`;
  await store.see`update proposed_updates set decision = 'rejected', decided_by = ${staffId}, decided_at = now()
    where update_id = ${updateId}`;
  expect(await gather()).toBe(0);
  expect(await countUnseen(store.api, staffId)).toBe(0);
});

test('what was taken away and comes back is told again', async () => {
  const { staffId } = await person('supervisor');
  const failureId = await openCase();
  await assign(staffId, [failureId]);
  const [first] = await listNews(store.api, staffId, { limit: 9 });
  await markSeen(store.api, staffId, first?.newsId ?? 0);
  await assign(null, [failureId]);
  await endNews(store.db, municipality, today);
  await assign(staffId, [failureId]);
  const all = await listNews(store.api, staffId, { limit: 9 });
  expect(all).toMatchObject([{ subject: failureId, seen: false, over: false }]);
  expect(all[0]?.newsId).toBeGreaterThan(first?.newsId ?? 0);
});

const place = (staffId: string) => ({ organisation: municipality, staffId, keepsAdministrator: false });

test.each([
  { why: 'who no longer works here', change: (id: string) => putRoles(store.api, place(id), []) },
  { why: 'who has another role now', change: (id: string) => putRoles(store.api, place(id), ['auditor']) },
  { why: 'who wants it no more', change: (id: string) => putChoices(store.api, id, usualNewsChoices) },
  {
    why: 'who has no address',
    change: async (id: string) => void (await store.see`update staff set email = '' where staff_id = ${id}`),
  },
])('$why is sent nothing, also when a mail waits already', async ({ change }) => {
  const { staffId } = await person('supervisor');
  await assign(staffId, [await openCase()]);
  // The mail server is busy, so the mail waits.
  mailbox.mood = 'busy';
  expect(await gather()).toBe(1);
  await vi.waitFor(async () => expect((await mailRows())[0]?.attempts).toBeGreaterThan(0), { timeout: 60_000 });
  await change(staffId);
  await endNews(store.db, municipality, today);
  await untilDone();
  expect(await mailRows()).toMatchObject([{ staff_id: staffId, sent: false, dropped: true }]);
  expect(mailbox.mails).toEqual([]);
});

test('an entry whose day is over is told to whoever looks after it, again only when it has got a new day', async () => {
  const { staffId } = await person('supervisor', ['overdue']);
  const failureId = await openCase();
  await assign(staffId, [failureId]);
  const due = (day: string) => store.see`update failures set due_on = ${day} where failure_id = ${failureId}`;
  await due(today);
  expect(await tellOverdue(store.db, municipality, today)).toBe(0);
  await due('2020-04-01');
  expect(await tellOverdue(store.db, municipality, today)).toBe(1);
  expect(await tellOverdue(store.db, municipality, today)).toBe(0);
  await due('2999-04-01');
  await endNews(store.db, municipality, today);
  const overdue = async () =>
    (await listNews(store.api, staffId, { limit: 9 })).filter(({ kind }) => kind === 'overdue');
  expect(await overdue()).toMatchObject([{ over: true }]);
  await due('2020-04-02');
  expect(await tellOverdue(store.db, municipality, today)).toBe(1);
  expect(await overdue()).toMatchObject([{ subject: failureId, over: false, seen: false }]);
  expect(await gather()).toBe(1);
});

test('whoever began a load is told when it stops', async () => {
  const { staffId } = await person('supervisor');
  const key = { municipality, loadId: randomUUID() };
  await createLoad(store.db, {
    ...key,
    fileName: 'x.csv',
    fileHash: randomBytes(32),
    fileBytes: 1,
    dryRun: false,
    clientId: 'staff-web',
    staffId,
    options: { ...defaultLoadOptions, format: 'csv', encoding: 'utf-8' },
    again: false,
  });
  await recordLoadState(store.db, key, { state: 'RUNNING', reason: null });
  await recordLoadState(store.db, key, { state: 'PAUSED', reason: null });
  expect(await countUnseen(store.api, staffId)).toBe(0);
  await recordLoadState(store.db, key, { state: 'STOPPED', reason: 'TOO_MANY_ERRORS' });
  expect(await listNews(store.api, staffId, { limit: 9 })).toMatchObject([
    { kind: 'load-stopped', subject: key.loadId },
  ]);
});

test('a summary comes once a day at its time, with the figures of the person’s role, and takes along what waits', async () => {
  const supervisor = await person('supervisor', ['summary', 'assigned']);
  const clerk = await person('clerk', ['summary']);
  await assign(supervisor.staffId, [await openCase()]);
  expect(await tellSummaries(store.db, municipality, { today, clock: '08:29' })).toBe(0);
  expect(await tellSummaries(store.db, municipality, { today, clock: '08:30' })).toBe(2);
  expect(await tellSummaries(store.db, municipality, { today, clock: '12:00' })).toBe(0);
  expect(await gatherMails(store.db, Date.now())).toBe(2);
  await untilDone();
  const mailTo = (email: string) => mailbox.mails.find(({ to }) => to === email)?.text;
  expect(mailTo(supervisor.email)).toMatch(/毎日のまとめ[^]*担当のエラー: 1件/u);
  expect(mailTo(supervisor.email)).toContain('担当になったエラー: 1件');
  expect(mailTo(clerk.email)).toMatch(/毎日のまとめ \/ Daily summary\n[^・]*止まっている一括登録: \d+件/u);
  expect(mailTo(clerk.email)).not.toContain('担当');
});

test('a mail waits while the mail server is away or busy, and is sent once when it is back', async () => {
  const { staffId } = await person('supervisor');
  await mailbox.close();
  await assign(staffId, [await openCase()]);
  await gather();
  await vi.waitFor(async () => expect((await mailRows())[0]?.attempts).toBeGreaterThan(1), { timeout: 60_000 });
  mailbox.mood = 'busy';
  await mailbox.open();
  const [{ attempts } = { attempts: 0 }] = await mailRows();
  await vi.waitFor(async () => expect((await mailRows())[0]?.attempts).toBeGreaterThan(attempts), { timeout: 60_000 });
  mailbox.mood = 'well';
  await untilDone();
  expect(mailbox.mails).toHaveLength(1);
});

test('a monitor killed after the server has taken a mail, and before it could say so, sends it once more under the same id', async () => {
  const { staffId } = await person('supervisor');
  await assign(staffId, [await openCase()]);
  mailbox.mood = 'breaks-after-taking';
  await gather();
  await vi.waitFor(() => expect(mailbox.mails.length).toBeGreaterThan(0), { timeout: 60_000 });
  await endMonitor();
  mailbox.mood = 'well';
  startMonitor();
  await untilDone();
  // What the server has taken with the row saying so is never sent again, by whatever monitor.
  const taken = mailbox.mails.length;
  await endMonitor();
  startMonitor();
  await assign(staffId, [await openCase()]);
  await gather();
  await untilDone();
  expect(mailbox.mails).toHaveLength(taken + 1);
  expect(new Set(mailbox.mails.map(({ messageId }) => messageId)).size).toBe(2);
});
