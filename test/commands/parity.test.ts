/**
 * What staff can do at the API they can do with the command. Every command is run once at the real API, which says what
 * it was asked; what nobody asked it for must stand in a list, with the reason.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../cli/program.ts';
import type { Context } from '../../cli/terminal/context.ts';
import { exitCodes } from '../../cli/terminal/exit.ts';
import { createLineWriter } from '../../load-files/write.ts';
import { addJobDay, newNet } from '../support/job-data.ts';
import { addDay, addServer } from '../support/operation-data.ts';
import { register } from '../api/sign-in/staff-support.ts';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import { city, heldTransfer, openCommands, resident, type CommandTest, type Ended } from './support.ts';

/** Operations of staff that no command asks for. */
const without: Readonly<Record<string, string>> = {
  signInByProvider: 'the provider sends a browser back, and no terminal',
  comeBackFromProvider: 'the provider sends a browser here',
  setUpSecondFactor: 'set up once, in the web, with a picture for the authenticator; the command says where',
  changePassword: 'a first password is changed in the web; the command says where',
  newBackupCodes: 'kept by the person; shown in the web, once',
  watchBoard: 'the stream of the web’s board; board shows the same at once',
  watchJobs: 'the stream of the web’s board of jobs; jobs list shows the same at once',
  rehearseOperatingDay: 'of the sample alone: fugo demo --day asks for it as the administrator',
  getInquiryChanges: 'says to the pages that something has changed; the commands ask for the inquiries themselves',
  watchInquiries: 'the same as a stream; the command is asked when somebody wants to know',
  getHours: 'the municipality’s part for programs; the commands ask for the calendar of the organisation',
  putHours: 'the same',
  listHoursDays: 'the same',
  watchResidentDetail: 'the stream of the page of a resident; residents show shows the same at once',
  watchPersonDetail: 'the same of a person without a number',
  watchError: 'the stream of the page of an entry; errors show shows the same at once',
  findErrorNeighbours: 'the ways from the page of an entry to the next; errors list has them in their order',
  markNewsSeen: 'news list --seen asks for it where there are news; nobody gives this supervisor any',
  watchNews: 'the stream behind the figure in the frame of the web; news list shows the news',
  listMoverLoads: 'the ways from the web’s list to each load; movers --load takes what loads list shows',
  listAuditSearches: 'bookmarks of the web’s page; a command line is kept by the shell',
  addAuditSearch: 'the same',
  removeAuditSearch: 'the same',
  watchProposedUpdate: 'the stream of the page of an update; updates show shows the same at once',
  watchProposals: 'the same of the other proposals; proposals list shows them',
  countProposedUpdates: 'the figure in the navigation of the web; updates list shows the updates themselves',
};

let commands: CommandTest;
let failureId: string;
let number: string;
const ran = new Set<string>();
beforeAll(async () => {
  commands = await openCommands(301);
});

async function run(args: readonly string[], input = ''): Promise<Ended> {
  ran.add(args.filter((each) => /^[a-z-]+$/u.test(each)).join(' '));
  const ended = await commands.fugo(args, { input });
  // A refusal of the thing itself is an answer; anything else means that the route was not used as it wants to be.
  expect({ args, code: ended.code, said: ended.stderr, fine: ended.code <= exitCodes.refused }).toMatchObject({
    fine: true,
  });
  return ended;
}

/** Each of them does what it says, or the test fails. */
async function expectAll(all: readonly (readonly string[])[]): Promise<void> {
  for (const args of all) await run(args);
}

describe('every command of staff does what it says at the real API', () => {
  test('a supervisor', async () => {
    await commands.signIn(['supervisor']);
    const { number: first } = await resident(commands);
    number = first;
    await heldTransfer(commands);
    await heldTransfer(commands);
    const entries = JSON.parse((await run(['errors', 'list', '--json'])).stdout) as { failureId: string }[];
    failureId = entries[0]?.failureId ?? '';
    const found = JSON.parse((await run(['residents', 'search', '--number', number, '--json'])).stdout) as {
      personId: string;
    }[];
    const personId = found[0]?.personId ?? '';
    const { api } = commands;
    await api.store
      .see`insert into confirmation_runs (municipality, run_id, started_at) values (${city}, 'run-1', now())`;
    const reason = ['--reason', '窓口で確認した'];
    await expectAll([
      ['whoami'],
      ['residents', 'show', number],
      ['residents', 'show', number, '--deliveries'],
      ['residents', 'show', personId],
      // It looks like a personal number, so whether it is one of the other kind is asked in a body first.
      ['residents', 'show', '621498320257'],
      ['residents', 'personal-number', number, ...reason],
      ['residents', 'personal-number', personId, ...reason],
      ['residents', 'update', number, '--address', '架空市新町7-7', ...reason, '--yes'],
      ['residents', 'cancel', number, ...reason],
      ['residents', 'retry', number, ...reason],
      ['resident', number, '--timeline'],
      ['resident', '--number-system', '01', '--address-number', '1'],
      ['movers'],
      ['movers', '--kind', 'registered', '--number-system', '01', '--load', 'none'],
      ['news', 'list', '--seen'],
      ['news', 'choose', '--mail', 'assigned,summary', '--summary-at', '08:15'],
      ['news', 'choose'],
      ['movers', '--csv', '-', '--encoding', 'cp932'],
      ['overview', '--counts'],
      ['errors', 'list', '--csv', '-'],
      ['errors', 'show', failureId],
      ['errors', 'compare', failureId],
      ['errors', 'assign', failureId, '--to', 'me'],
      ['errors', 'due', failureId, '--on', '2999-12-31'],
      ['errors', 'assignees'],
      ['errors', 'note', failureId, '--text', '照会中'],
      ['errors', 'notes', failureId],
      ['errors', 'retry', failureId],
      ['errors', 'correct', failureId, '--same-person'],
      ['errors', 'cancel', failureId],
      ['errors', 'retry-all', '--code', 'IDENTITY_MISMATCH', '--show'],
      ['confirmations', 'list'],
      ['confirmations', 'show', 'run-1'],
      ['confirmations', 'show', 'run-1', '--csv', '-'],
      ['hours', '--municipality', city],
      ['hours', 'show'],
      ['hours', 'changes'],
      ['hours', 'exceptions'],
      ['hours', 'export', '-', '--from', '2026-04-01', '--to', '2026-04-07'],
    ]);
    const view = JSON.parse(
      (await run(['errors', 'views', 'add', '--name', '古いもの', '--older-than', '24', '--json'])).stdout,
    ) as {
      viewId: string;
    };
    await expectAll([
      ['errors', 'views', 'list'],
      ['errors', 'list', '--view', view.viewId],
      ['errors', 'views', 'change', view.viewId, '--shared', 'yes'],
      ['errors', 'views', 'remove', view.viewId],
    ]);
  });

  test('a bulk retry is started, and ended', async () => {
    const { api } = commands;
    const started = run(['errors', 'retry-all', '--code', 'IDENTITY_MISMATCH']);
    await expect.poll(() => api.errorRetries.started.length).toBe(1);
    for (const [code, progress] of api.errorRetries.progressOf) {
      api.errorRetries.progressOf.set(code, { ...progress, state: 'DONE' });
    }
    expect(await started).toMatchObject({ code: 0 });
    await run(['errors', 'retry-all', '--code', 'IDENTITY_MISMATCH', '--cancel']);
  });

  test('a confirmation is started and waited for', async () => {
    const { api } = commands;
    const confirming = run(['confirm']);
    await expect.poll(() => api.engine.asked).toContain(`triggerConfirmation ${city}`);
    await api.store.see`
      insert into confirmation_runs (municipality, run_id, started_at, finished_at) values (${city}, 'run-2', now(), now())`;
    expect(await confirming).toMatchObject({ code: 0 });
  });

  test('a file is checked, loaded, watched and reported on', async () => {
    const { api, home } = commands;
    const file = join(home, 'residents.csv');
    const writer = createLineWriter({ format: 'csv', encoding: 'utf-8' });
    const record = {
      numberSystem: '01',
      addressNumber: '77',
      name: '符号 花子',
      birthDate: '平成2年4月1日',
      sex: 'female',
    };
    const line = writer.write({
      ...record,
      personalNumber: api.store.people.personalNumber(),
      address: '架空市1',
      dataType: 'JM',
    });
    writeFileSync(file, Buffer.concat([writer.heading ?? new Uint8Array(), line]));
    const begun = async (loading: Promise<Ended>, count: number): Promise<string> => {
      await expect.poll(() => api.loads.engine.started.length).toBe(count);
      const input = api.loads.engine.started.at(-1);
      if (!input) throw new Error('nothing was started');
      await api.loads.run(input);
      if (!input.dryRun) {
        await api.store.see`update loads set state = 'DONE', finished_at = now() where load_id = ${input.loadId}`;
      }
      await loading;
      return input.loadId;
    };
    const theirs = join(home, 'theirs.csv');
    const columns = join(home, 'columns.json');
    writeFileSync(theirs, '備考,氏名,生年月日,性別,住所,番号体系,宛名番号\n何か,符号,平成2年4月1日,女,架空市2,01,78\n');
    writeFileSync(columns, '{"備考":null}');
    await begun(run(['load', theirs, '--dry-run', '--columns', columns]), 1);
    await begun(run(['load', theirs, '--dry-run']), 2);
    const checked = await begun(run(['load', file, '--dry-run']), 3);
    const loadId = await begun(run(['load', '--start', checked]), 4);
    await expectAll([
      ['load', '--list'],
      ['load', '--pause', loadId],
      ['load', '--resume', loadId],
      ['load', '--cancel', loadId],
      ['load', '--report', loadId],
      ['load', '--bad-lines', loadId],
      ['load', '--results', loadId],
    ]);
  });

  test('a change waits for a second person', async () => {
    await commands.signIn(['administrator']);
    await expectAll([
      ['updates', 'approval', '--municipality', city, '--set', 'on', '--reason', '要綱の改正による'],
      ['updates', 'approval', '--municipality', city],
    ]);
    const ids: string[] = [];
    await commands.signIn(['clerk']);
    for (const address of ['架空市一町1', '架空市二町2', '架空市三町3']) {
      const { number: own } = await resident(commands);
      const options = ['--address', address, '--reason', '届出のとおりに直す', '--yes', '--json'];
      const { updateId } = JSON.parse((await run(['residents', 'update', own, ...options])).stdout) as {
        updateId: string;
      };
      ids.push(updateId);
    }
    const [first = '', second = '', third = ''] = ids;
    await run(['updates', 'withdraw', third]);
    await commands.signIn(['supervisor']);
    await expectAll([
      ['updates', 'list'],
      ['updates', 'show', first],
      ['updates', 'approve', first, '--yes'],
      ['updates', 'reject', second, '--reason', '届出と異なるため'],
    ]);
  });

  test('what one supervisor holds for the same person, and an administrator wants off, a second person decides', async () => {
    await commands.signIn(['supervisor']);
    const because = ['--reason', '窓口で本人を確認した'];
    const propose = async (): Promise<{ entry: string; proposalId: string }> => {
      await heldTransfer(commands);
      const [row] = await commands.api.store.see<{ id: string }[]>`
        select failure_id as id from failures where resolved_at is null order by failed_at desc limit 1`;
      const entry = row?.id ?? '';
      await run(['errors', 'compare', entry]);
      const proposed = await run(['errors', 'correct', entry, '--same-person', ...because, '--json']);
      const [outcome] = JSON.parse(proposed.stdout) as { result: { proposalId: string } }[];
      return { entry, proposalId: outcome?.result.proposalId ?? '' };
    };
    const [first, second] = [await propose(), await propose()];
    await run(['proposals', 'withdraw', second.proposalId]);
    await commands.signIn(['administrator']);
    await run(['updates', 'approval', '--municipality', city, '--set', 'off', '--reason', '要綱の改正による']);
    await commands.signIn(['supervisor']);
    const listed = await commands.json<{ proposalId: string; kind: string }[]>(['proposals', 'list']);
    expect(listed.map(({ kind }) => kind)).toEqual(['same-person', 'four-eyes-off']);
    // Nobody decides unseen, also with the command.
    const unseen = await run(['proposals', 'approve', first.proposalId, '--yes']);
    expect(unseen).toMatchObject({ code: exitCodes.refused });
    expect(unseen.stderr).toContain(`fugo errors compare ${first.entry}`);
    await run(['errors', 'compare', first.entry]);
    expect(await run(['proposals', 'approve', first.proposalId, '--yes'])).toMatchObject({ code: 0 });
    await run(['proposals', 'reject', listed[1]?.proposalId ?? '', '--reason', '要綱は変わっていない']);
    expect((await run(['proposals', 'list', '--state', 'decided'])).stdout).toContain('rejected');
  });

  test('an administrator keeps hours and staff', async () => {
    const { staffId } = await register(commands.api, ['clerk']);
    await commands.signIn(['administrator']);
    const here = ['--organisation', city];
    await addDay(commands.api.store.see, city, 'halted', [{ step: 'start', state: 'failed' }]);
    await expectAll([
      ['hours', 'set', '--opens', '09:30', '--reason', '庁舎の工事のため'],
      ['organisations'],
      ['board'],
      ['backup', 'ask'],
      ['backup', 'asked'],
      ['day', 'list'],
      ['day', 'show'],
      ['day', 'abandon', '--reason', 'サーバの修理のため'],
      // The first order is not done yet, because no worker runs here.
      ['day', 'resume', '--reason', 'サーバが直ったため'],
      ['statistics'],
      ['statistics', '--csv', '-'],
      ['staff', 'list', ...here],
      ['staff', 'add', ...here, '--name', '見本 花', '--email', 'hana@mihon.example', '--role', 'clerk'],
      ['staff', 'roles', staffId, ...here, '--role', 'auditor'],
      ['staff', 'reset', staffId, ...here, '--reason', '端末の紛失、本人確認済'],
      ['staff', 'remove', staffId, ...here],
    ]);
    const [change] = await commands.api.store.see<{ decision: string }[]>`
      select decision from calendar_changes where organisation = ${city} and reason = '庁舎の工事のため'`;
    expect(change).toEqual({ decision: 'approved' });
  });

  test('who plans the job nets applies their definition, and who operates orders what of them', async () => {
    const { see } = commands.api.store;
    await addServer(see, city);
    const file = join(commands.home, 'jobs.json');
    writeFileSync(file, JSON.stringify({ nets: [newNet('nightly')] }));
    await commands.signIn(['manager']);
    const { expect: hash } = JSON.parse((await run(['jobs', 'diff', file, '--json'])).stdout) as { expect: string };
    await expectAll([
      ['jobs', 'diff', file],
      ['jobs', 'apply', file, '--expect', hash],
      ['jobs', 'apply', file, '--expect', hash],
      ['jobs', 'export', join(commands.home, 'exported.json')],
      ['jobs', 'export', '--json'],
      ['jobs', 'export', '--of-version', '1'],
      ['jobs', 'versions'],
    ]);
    await addJobDay(see, { organisation: city, net: 'nightly', server: city, day: '2026-01-06', state: 'halted' });
    await addJobDay(see, { organisation: city, net: 'nightly', server: city, day: '2026-01-07', state: 'halted' });
    await commands.signIn(['administrator']);
    const because = ['--reason', 'サーバの保守のため'];
    await expectAll([
      ['jobs', 'list'],
      ['jobs', 'next', '--net', 'nightly', '--days', '7'],
      ['jobs', 'history', '--server', city, '--from', '2026-01-01', '--to', '2026-01-31'],
      ['jobs', 'show', 'nightly', '2026-01-06'],
      ['jobs', 'run', 'nightly', '--day', '2026-01-05', ...because],
      ['jobs', 'pause', 'nightly', ...because],
      ['jobs', 'resume', 'nightly', '--server', city, ...because],
      ['jobs', 'skip', 'nightly', '2099-01-05', ...because],
      ['jobs', 'skips'],
      ['jobs', 'unskip', 'nightly', '2099-01-05', ...because],
      ['jobs', 'resume', 'nightly', '2026-01-06', '--no', '0', ...because],
      ['jobs', 'abandon', 'nightly', '2026-01-07', ...because],
    ]);
  });

  test('two people of the nation keep its calendar, and two organisations agree to an exception', async () => {
    const proposal = async (day: string): Promise<string> => {
      const set = ['hours', 'set', '--close-day', day, '--reason', '全国の保守のため', '--json'];
      return (JSON.parse((await run(set)).stdout) as { changeId: string }).changeId;
    };
    await commands.signIn(['manager'], nation);
    await run(['hours', 'withdraw', await proposal('2027-03-01')]);
    const first = await proposal('2027-03-02');
    await commands.signIn(['manager'], nation);
    await run(['hours', 'approve', first]);
    const second = await proposal('2027-03-03');
    const file = join(commands.home, 'calendar.ics');
    await expectAll([
      ['hours', 'export', file, '--from', '2027-03-01', '--to', '2027-03-07'],
      ['hours', 'import', file, '--from', '2027-03-01', '--to', '2027-03-07', '--dry-run'],
    ]);
    await commands.signIn(['manager'], nation);
    await run(['hours', 'reject', second, '--reason', '日が違うため']);

    await commands.signIn(['administrator']);
    const span = [
      '--from',
      '2027-04-03T09:00+09:00',
      '--to',
      '2027-04-03T12:00+09:00',
      '--reason',
      '広域交付',
      '--json',
    ];
    const ask = async (): Promise<string> => {
      const kind = ['hours', 'exceptions', 'ask', '--kind', 'identity-confirmation'];
      return (JSON.parse((await run([...kind, ...span])).stdout) as { exceptionId: string }).exceptionId;
    };
    const [agreed, refused, taken] = [await ask(), await ask(), await ask()];
    await expectAll([
      ['hours', 'exceptions', 'list'],
      ['hours', 'exceptions', 'withdraw', taken, '--reason', '不要になったため'],
    ]);
    await commands.signIn(['administrator'], prefectureOf(city));
    await expectAll([
      ['hours', 'exceptions', 'agree', agreed],
      ['hours', 'exceptions', 'refuse', refused, '--reason', '保守と重なるため'],
    ]);
  });

  test('two people of the nation deliver a file, and a municipality switches its server back', async () => {
    const { see } = commands.api.store;
    const file = join(commands.home, 'cs-program.bin');
    const reason = ['--reason', '不具合の修正のため'];
    const propose = async (content: string): Promise<string> => {
      writeFileSync(file, content);
      const options = ['--name', 'cs-program', '--kind', 'program', ...reason, '--json'];
      return (JSON.parse((await run(['deliveries', 'propose', file, ...options])).stdout) as { release: string })
        .release;
    };
    for (const organisation of [nation, prefectureOf(city), city]) await addServer(see, organisation);
    await commands.signIn(['manager'], nation);
    const [first, second, third] = [await propose('1'), await propose('2'), await propose('3')];
    await commands.signIn(['administrator'], nation);
    await expectAll([
      ['deliveries', 'approve', first, ...reason],
      ['deliveries', 'approve', second, ...reason],
      ['deliveries', 'refuse', third, ...reason],
      ['deliveries', 'list'],
      ['deliveries', 'show', first],
    ]);
    const start = ['deliveries', 'start', second, '--apply-after', '2026-12-01 18:00', '--waves', '50', '100:30'];
    const started = await run([...start, '--canary', city, '--json']);
    const { rollout } = JSON.parse(started.stdout) as { rollout: string };
    await expectAll([
      ['deliveries', 'list', '--rollouts'],
      ['deliveries', 'show', rollout],
      ['deliveries', 'hold', rollout, ...reason],
    ]);
    await see`update rollouts set state = 'held', staff_order = null where rollout = ${rollout}`;
    await expectAll([
      ['deliveries', 'go-on', rollout, ...reason],
      ['deliveries', 'abandon', rollout, ...reason],
      ['deliveries', 'withdraw', second, ...reason],
      ['deliveries', 'keys'],
      ['deliveries', 'resign', ...reason],
      ['deliveries', 'rotate', 'timestamp', ...reason],
      ['deliveries', 'board'],
    ]);
    await commands.signIn(['administrator']);
    await run(['deliveries', 'back', 'cs-program', ...reason]);
    expect(commands.api.engine.asked).toContain(`switchBackDelivery ${city} cs-program`);
  });

  test('an administrator works on incidents', async () => {
    await commands.signIn(['administrator']);
    const [row] = await commands.api.store.see<{ incident: string }[]>`
      insert into incidents (fingerprint, organisation, severity, cause, opened_at)
      values ('target/test', ${city}, 'critical', 'TIMEOUT', now()) returning incident`;
    const incident = String(row?.incident);
    const to = new Date(Date.now() + 3_600_000).toISOString();
    await expectAll([
      ['incidents', 'list'],
      ['incidents', 'list', '--state', 'all', '--only-own'],
      ['incidents', 'show', incident],
      ['incidents', 'acknowledge', incident],
      ['incidents', 'note', incident, '--text', '回線を切り替えた'],
      ['monitor', 'targets'],
    ]);
    const set = await run(['incidents', 'silence', '--to', to, '--message', '定期保守', '--json']);
    const { silenceId } = JSON.parse(set.stdout) as { silenceId: string };
    const told = await run(['incidents', 'tell', '--address', 'watch@city.example', '--json']);
    const { recipientId } = JSON.parse(told.stdout) as { recipientId: string };
    await expectAll([
      ['incidents', 'silences'],
      ['incidents', 'withdraw', silenceId],
      ['incidents', 'recipients'],
      ['incidents', 'untell', recipientId],
    ]);
  });

  test('an administrator asks the call centre, which answers', async () => {
    const { home, api } = commands;
    const file = join(home, 'screen.txt');
    writeFileSync(file, '画面の写し\n');
    await commands.signIn(['administrator']);
    const text = ['--subject', '端末の買い替え', '--text', '確認コードが出せません。'];
    const asked = await run(['inquiries', 'ask', '--kind', 'operation', ...text, '--attach', file, '--json']);
    const detail = JSON.parse(asked.stdout) as { inquiry: number };
    const second = await run(['inquiries', 'ask', '--kind', 'operation', ...text, '--json']);
    const [first, later] = [String(detail.inquiry), String((JSON.parse(second.stdout) as { inquiry: number }).inquiry)];
    await expectAll([
      ['inquiries', 'list'],
      ['inquiries', 'reply', first, '--text', '画面の写しを付けました。'],
    ]);
    const shown = JSON.parse((await run(['inquiries', 'show', first, '--json'])).stdout) as {
      messages: { attachments: { attachment: string }[] }[];
    };
    const attachment = shown.messages.flatMap(({ attachments }) => attachments)[0]?.attachment ?? '';
    await run(['inquiries', 'save', first, attachment, '--output', join(home, 'saved.txt')]);

    await commands.signIn(['call-centre'], nation);
    const added = await run([
      'answers',
      'add',
      '--title',
      '端末',
      '--kind',
      'operation',
      '--text',
      'やり直します。',
      '--json',
    ]);
    const answer = String((JSON.parse(added.stdout) as { answer: number }).answer);
    await expectAll([
      ['answers', 'list'],
      ['answers', 'show', answer],
      ['answers', 'change', answer, '--text', '「サインインのやり直し」を行います。'],
      ['answers', 'search', 'サインイン'],
      ['inquiries', 'owners'],
      ['inquiries', 'list', '--by-due', '--owner', 'none'],
      ['inquiries', 'take', first],
      ['inquiries', 'note', first, '--text', '端末の機種を確かめる。'],
      ['inquiries', 'change', first, '--priority', 'high'],
      ['inquiries', 'merge', later, '--into', first],
      ['inquiries', 'answer', first, '--text', 'やり直してください。', '--with', answer],
      ['inquiries', 'statistics'],
      ['inquiries', 'statistics', '--csv', '-'],
      ['answers', 'retire', answer],
    ]);
    // Somebody was quicker: nothing is sent, and what they did is shown.
    const old = await run(['inquiries', 'answer', first, '--text', '遅れた回答', '--seen', '1']);
    expect(old).toMatchObject({ code: exitCodes.refused });
    expect(old.stderr).toContain('Somebody else was quicker');
    expect(old.stderr).toContain('やり直してください。');
    const late = await api.store.see`select 1 from inquiry_messages where text = '遅れた回答'`;
    expect(late).toHaveLength(0);
    await run(['inquiries', 'close', first]);

    await commands.signIn(['administrator']);
    await run(['inquiries', 'rate', first, '--solved', 'yes', '--satisfaction', '5']);
    const [rated] = await api.store.see`select status, satisfaction from inquiries where inquiry = ${first}`;
    expect(rated).toEqual({ status: 'closed', satisfaction: 5 });
  });

  test('an auditor reads and checks the log', async () => {
    await commands.signIn(['auditor']);
    await expectAll([
      ['audit', 'list'],
      ['audit', 'list', '--csv', '-'],
      ['audit', 'find', '符号'],
      ['audit', 'staff'],
      ['audit', 'check'],
    ]);
  });

  test('the overview is followed until Ctrl-C', async () => {
    ran.add('overview');
    const child = spawn(process.execPath, ['cli/fugo.mjs', 'overview', '--follow', '--json'], {
      env: { ...process.env, FUGO_HOME: commands.home, FUGO_API_URL: commands.address, FUGO_LANG: 'en' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [first] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    expect(JSON.parse(first)).toMatchObject({ municipality: city, codeRequests: {} });
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
  });

  test('a backup code serves in place of the code, and the session is left', async () => {
    const member = await commands.signIn(['clerk']);
    const [code = ''] = member.secondFactor.backupCodes;
    await run(['sign-in', '--email', member.email, '--backup-code'], `${member.password}\n${code}\n`);
    expect((await run(['sign-out'])).code).toBe(0);
  });
});

interface Operation {
  operationId: string;
  tags: string[];
  security?: Record<string, string[]>[];
}

describe('nothing that staff may do is left out', () => {
  let operations: (Operation & { method: string; path: string })[];
  beforeAll(async () => {
    const document = (await (await commands.api.app.request('/openapi.json')).json()) as {
      paths: Record<string, Record<string, Operation>>;
    };
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
    );
  });
  const isOfStaff = ({ tags, security = [] }: Operation): boolean =>
    tags.includes('session') || security.some((way) => 'session' in way);

  /** An address of its own goes before those with a variable in the same place. */
  function askedFor(): Set<string> {
    const variables = (path: string): number => path.split('{').length;
    const patterns = operations
      .toSorted((a, b) => variables(a.path) - variables(b.path))
      .map(({ operationId, method, path }) => ({
        operationId,
        method,
        pattern: new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u'),
      }));
    return new Set(
      commands.asked.flatMap(({ method, path }) => {
        const found = patterns.find((each) => each.method === method && each.pattern.test(path));
        return found ? [found.operationId] : [];
      }),
    );
  }

  test('each operation of staff was asked for by a command, or says why not', () => {
    const ofStaff = operations.filter(isOfStaff).map(({ operationId }) => operationId);
    expect(ofStaff.length).toBeGreaterThan(60);
    const asked = askedFor();
    expect(ofStaff.filter((id) => !asked.has(id) && !(id in without))).toEqual([]);
    expect(Object.keys(without).filter((id) => asked.has(id) || !ofStaff.includes(id))).toEqual([]);
  });

  test('each command that acts for staff was run', () => {
    const { stdin, stdout, stderr } = process;
    const context: Context = { env: {}, language: 'en', stdin, stdout, stderr };
    const program = createProgram(context, { exitCode: exitCodes.ok });
    const elsewhere = [
      'up',
      'down',
      'status',
      'doctor',
      'migrate',
      'start',
      'demo',
      'transfer',
      'clients',
      'participants',
      'check',
      'generate',
      'restore',
      // At the files of the home, beside the API.
      ...['now', 'list', 'verify', 'export', 'import', 'prune'].map((what) => `backup ${what}`),
    ];
    const parts = [
      'api',
      'worker',
      'simulator',
      'mail-in',
      'monitor add',
      'monitor remove',
      'staff samples',
      'staff code',
      'help',
    ];
    const paths = pathsOf(program).filter((path) => ![...elsewhere, ...parts].some((each) => begins(path, each)));
    const missing = paths.filter((path) => ![...ran].some((each) => begins(each, path)));
    expect(missing).toEqual([]);
  });
});

/** By whole words: `updates` is not below `up`. */
const begins = (path: string, start: string): boolean => `${path} `.startsWith(`${start} `);

function pathsOf(command: ReturnType<typeof createProgram>, path = ''): string[] {
  if (command.commands.length === 0) return [path.trim()];
  return command.commands.flatMap((child) => pathsOf(child, `${path} ${child.name()}`));
}
