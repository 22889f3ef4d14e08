/** Who sees job nets and their days, who orders what, and how a definition takes the place of another. */
import { beforeAll, describe, expect, test } from 'vitest';
import { JobBoard } from '../../../contracts/api/job-board.ts';
import {
  DefinitionDiff,
  DefinitionVersions,
  DefinitionView,
  JobDay,
  JobDays,
  JobDayWithRuns,
  JobSkips,
  NextRuns,
} from '../../../contracts/api/jobs.ts';
import { addDays, tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { findClosure } from '../../../domain/calendar/holidays.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { addJobDay, define, newJob, newNet } from '../../support/job-data.ts';
import { addServer } from '../../support/operation-data.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, fieldsIn, openApi, otherCity, problemIn, type ApiTest } from '../support.ts';

const prefecture = prefectureOf(city);
const today = tokyoDateOf(Date.now());
/** So far ahead that it is not today, whatever the time. */
const ahead = Array.from({ length: 14 }, (_, index) => addDays(today, index + 1));
const openDay = ahead.find((day) => findClosure(day) === null) ?? '';

let api: ApiTest;
let operator: SignedIn;
let manager: SignedIn;
let ofNation: SignedIn;

beforeAll(async () => {
  api = await openApi(315);
  for (const organisation of [nation, prefecture, city, otherCity]) await addServer(api.store.see, organisation);
  operator = await newcomer(api, ['administrator'], { organisation: city });
  manager = await newcomer(api, ['manager'], { organisation: city });
  ofNation = await newcomer(api, ['administrator'], { organisation: nation });
});

const path = (organisation: string, rest = '') => `/v1/organisations/${organisation}/jobs${rest}`;
const onNet = (rest: string, { organisation = city, net = 'nightly', server = city } = {}) =>
  path(organisation, `/nets/${net}/servers/${server}/${rest}`);
const order = ({ browser }: SignedIn, where: string, json: object = { reason: '保守の後の確認' }) =>
  browser.send('POST', where, { json });

async function readBoard({ browser }: SignedIn, organisation: string): Promise<JobBoard> {
  return JobBoard.parse(await (await browser.send('GET', path(organisation))).json());
}
const netOn = (board: JobBoard, net: string, server: string) =>
  board.nets.find((each) => each.net === net && each.server === server);

describe('a definition', () => {
  const nets = [newNet('nightly', { jobs: [newJob('statistics'), newJob('backup', { after: ['statistics'] })] })];
  const compare = (definition: object) =>
    manager.browser.send('POST', path(city, '/definition/differences'), { json: { definition } });
  const apply = (definition: object, expectedHash: string, by = manager) =>
    by.browser.send('PUT', path(city, '/definition'), { json: { definition, expect: expectedHash } });

  test('is compared, and takes the place of what counted then; whoever compared before learns what counts by now', async () => {
    const before = DefinitionView.parse(await (await manager.browser.send('GET', path(city, '/definition'))).json());
    expect(before).toMatchObject({ version: 0, definition: { nets: [] }, appliedBy: null });
    const diff = DefinitionDiff.parse(await (await compare({ nets })).json());
    expect(diff).toMatchObject({ expect: before.hash, schedules: [] });
    expect(diff.changes.map(({ path: where, kind }) => [where, kind])).toEqual([['nets.nightly', 'added']]);

    const applied = DefinitionView.parse(await (await apply({ nets }, diff.expect)).json());
    expect(applied).toMatchObject({ version: 1, hash: diff.hash, appliedBy: { id: manager.staffId } });
    await api.drain();
    expect(api.engine.asked).toContain('lookAfterJobs');

    const stale = await apply({ nets: [] }, before.hash);
    const problem = await problemIn(stale, 409, 'JOB_DEFINITION_MOVED');
    expect(problem.present).toEqual({ version: 1, hash: applied.hash });
    const same = DefinitionView.parse(await (await apply({ nets }, applied.hash)).json());
    expect(same.version).toBe(1);
    const { versions } = DefinitionVersions.parse(
      await (await manager.browser.send('GET', path(city, '/definition/versions'))).json(),
    );
    expect(versions.map(({ version, nets: count }) => [version, count])).toEqual([[1, 1]]);
    const old = await manager.browser.send('GET', path(city, '/definition/versions/1'));
    expect(DefinitionView.parse(await old.json()).definition).toEqual(applied.definition);
    await problemIn(
      await manager.browser.send('GET', path(city, '/definition/versions/2')),
      404,
      'UNKNOWN_JOB_DEFINITION',
    );
  });

  test('that was exported is applied again without a difference, also where it leaves out what is usual', async () => {
    const file = await manager.browser.send('GET', path(city, '/definition/file'));
    expect(file.headers.get('content-disposition')).toContain(`jobs-${city}.json`);
    const exported = JSON.parse(await file.text()) as object;
    expect(DefinitionDiff.parse(await (await compare(exported)).json()).changes).toEqual([]);
    const short = {
      nets: [
        {
          net: 'nightly',
          name: 'ネットnightly',
          nameEn: 'Net nightly',
          servers: ['own'],
          at: '18:30',
          jobs: [
            { job: 'backup', command: 'statistics', after: ['statistics'] },
            { job: 'statistics', command: 'statistics' },
          ],
        },
      ],
    };
    expect(DefinitionDiff.parse(await (await compare(short)).json()).changes).toEqual([]);
  });

  test('that breaks a rule is refused with every field and its rule', async () => {
    const wrong = {
      nets: [
        newNet('a', {
          servers: [otherCity],
          jobs: [newJob('x', { after: ['y'] }), newJob('y', { after: ['x'] }), newJob('z', { after: ['w'] })],
        }),
      ],
    };
    expect(await fieldsIn(await compare(wrong))).toEqual({
      'definition.nets[0].servers[0]': 'SERVER_OF_ANOTHER',
      'definition.nets[0].jobs[0].after': 'CYCLE',
      'definition.nets[0].jobs[1].after': 'CYCLE',
      'definition.nets[0].jobs[2].after[0]': 'UNKNOWN_JOB',
    });
    const shapeless = { nets: [{ ...newNet('A'), at: '25:00' }] };
    expect(await fieldsIn(await compare(shapeless))).toMatchObject({ 'definition.nets[0].net': 'WRONG_FORMAT' });
    expect(await fieldsIn(await apply(wrong, '0'.repeat(64)))).toMatchObject({
      'definition.nets[0].servers[0]': 'SERVER_OF_ANOTHER',
    });
  });

  test('is the system management department’s to apply, and read by whoever runs the nets', async () => {
    await problemIn(await apply({ nets }, '0'.repeat(64), operator), 403, 'FORBIDDEN');
    expect((await operator.browser.send('GET', path(city, '/definition'))).status).toBe(200);
    const clerk = await newcomer(api, ['clerk'], { organisation: city });
    await problemIn(await clerk.browser.send('GET', path(city, '/definition')), 403, 'FORBIDDEN');
  });

  test('is compared also while the engine is away, which then says nothing of its schedules', async () => {
    api.engine.away = true;
    expect(DefinitionDiff.parse(await (await compare({ nets })).json())).toMatchObject({
      changes: [],
      schedules: null,
    });
    api.engine.away = false;
  });
});

describe('a net on a server', () => {
  beforeAll(() =>
    define(api.store.api, city, [newNet('nightly'), newNet('weekly', { days: { weekdays: ['monday'] } })]),
  );

  test('says when it runs next, and skips closed days with their names', async () => {
    const net = netOn(await readBoard(operator, city), 'nightly', city);
    expect(net).toMatchObject({ paused: false, now: null, last: null });
    const { days } = NextRuns.parse(
      await (await operator.browser.send('GET', `${path(city, '/next')}?net=nightly&days=15`)).json(),
    );
    const asked = days.filter(({ day }) => ahead.includes(day));
    expect(asked.map(({ day, decision, reason }) => [day, decision, reason?.ja])).toEqual(
      ahead.map((day) => {
        const closure = findClosure(day);
        return [day, closure ? 'skip' : 'run', closure?.ja];
      }),
    );
    expect(net?.next?.day).toBe(days.find(({ plannedAt }) => plannedAt !== null)?.day);
  });

  test('is paused and resumed with a reason, in the own name; a repetition changes nothing', async () => {
    expect((await order(operator, onNet('pause'))).status).toBe(204);
    expect((await order(operator, onNet('pause'), { reason: 'もう一度' })).status).toBe(204);
    const paused = netOn(await readBoard(operator, city), 'nightly', city);
    expect(paused).toMatchObject({
      paused: true,
      pause: { reason: '保守の後の確認', by: { id: operator.staffId } },
      next: null,
    });
    const [entry] = await api.store.see`
      select staff_id, subject, reason from audit_log where action = 'jobs.pause' order by seq limit 1`;
    expect(entry).toEqual({ staff_id: operator.staffId, subject: `nightly ${city}`, reason: '保守の後の確認' });
    expect((await order(operator, onNet('resume'))).status).toBe(204);
    expect(netOn(await readBoard(operator, city), 'nightly', city)).toMatchObject({ paused: false, pause: null });
    await problemIn(await order(operator, onNet('pause', { net: 'unheard-of' })), 404, 'UNKNOWN_JOB_NET');
    expect(await fieldsIn(await order(operator, onNet('pause'), {}))).toEqual({ reason: 'MISSING' });
  });

  test('leaves out a day that staff take out, until it is put back; one that has begun is not taken out', async () => {
    const skip = { day: openDay, reason: '停電のため' };
    expect((await order(operator, onNet('skips'), skip)).status).toBe(204);
    const { skips } = JobSkips.parse(await (await operator.browser.send('GET', path(city, '/skips'))).json());
    expect(skips).toMatchObject([
      { net: 'nightly', day: openDay, reason: '停電のため', skippedBy: { id: operator.staffId } },
    ]);
    const planOf = async () => {
      const answer = await operator.browser.send('GET', `${path(city, '/next')}?net=nightly&days=20`);
      return NextRuns.parse(await answer.json()).days.find(({ day }) => day === openDay);
    };
    expect(await planOf()).toMatchObject({ decision: 'skip', reason: { ja: '停電のため' } });
    expect((await order(operator, onNet(`skips/${openDay}/withdraw`))).status).toBe(204);
    expect(await planOf()).toMatchObject({ decision: 'run', reason: null });
    await addJobDay(api.store.see, {
      organisation: city,
      net: 'nightly',
      server: city,
      day: '2026-01-05',
      state: 'done',
    });
    const begun = await order(operator, onNet('skips'), { ...skip, day: '2026-01-05' });
    await problemIn(begun, 409, 'JOB_DAY_BEGUN');
  });

  test('is run besides its plan as often as somebody asks, each time with a number of its own', async () => {
    const first = await order(operator, onNet('run'), { reason: '昨夜の分', day: '2026-01-05' });
    expect(first.status).toBe(202);
    expect(JobDay.parse(await first.json())).toMatchObject({
      day: '2026-01-05',
      no: 1,
      decision: 'asked',
      state: 'planned',
      reason: '昨夜の分',
      decidedBy: { id: operator.staffId },
    });
    const second = JobDay.parse(await (await order(operator, onNet('run'))).json());
    expect(second).toMatchObject({ day: today, no: 1 });
    await api.drain();
    expect(api.engine.asked).toContain(`nudgeJobDay ${city} nightly ${city} 2026-01-05 1`);
    expect(netOn(await readBoard(operator, city), 'nightly', city)?.now).toMatchObject({ decision: 'asked' });
    expect(await fieldsIn(await order(operator, onNet('run'), { reason: 'x', day: '2026-02-30' }))).toEqual({
      day: 'WRONG_FORMAT',
    });
  });

  test('is ordered by the own administrator or the nation’s, and by nobody else', async () => {
    await problemIn(await order(manager, onNet('run')), 403, 'FORBIDDEN');
    const ofPrefecture = await newcomer(api, ['administrator'], { organisation: prefecture });
    await problemIn(await order(ofPrefecture, onNet('run')), 403, 'FORBIDDEN');
    expect((await order(ofNation, onNet('run', { net: 'weekly' }))).status).toBe(202);
    const [entry] = await api.store.see`
      select municipality from audit_log where staff_id = ${ofNation.staffId} and action = 'jobs.run'`;
    expect(entry).toEqual({ municipality: city });
  });
});

describe('days of nets', () => {
  const day = '2026-01-06';
  const of = { organisation: city, net: 'weekly', server: city } as const;
  beforeAll(async () => {
    const { see } = api.store;
    await define(api.store.api, city, [
      newNet('nightly'),
      newNet('weekly', {
        jobs: [newJob('first'), newJob('second', { after: ['first'] }), newJob('third', { after: ['second'] })],
      }),
    ]);
    const [row] = await see<{ version: number }[]>`
      select max(version) as version from job_definitions where organisation = ${city}`;
    await addJobDay(see, {
      ...of,
      day,
      state: 'halted',
      runs: [
        { job: 'first', state: 'done', counts: { rows: 12 } },
        { job: 'second', state: 'failed', error: 'JOB_FAILED' },
      ],
    });
    for (const earlier of ['2026-01-03', '2026-01-04']) {
      await addJobDay(see, { ...of, day: earlier, state: 'not-run', decision: 'skip', reason: '土曜日 / Saturday' });
    }
    await see`update job_days set version = ${row?.version ?? 1} where net = 'weekly'`;
  });

  test('are listed page by page, the latest first, with what was decided and why', async () => {
    const query = '?net=weekly&from=2026-01-01&to=2026-01-31&limit=2';
    const read = async (more = '') =>
      JobDays.parse(await (await operator.browser.send('GET', `${path(city, '/days')}${query}${more}`)).json());
    const first = await read();
    expect(first.days.map((each) => [each.day, each.state, each.decision, each.reason])).toEqual([
      [day, 'halted', 'run', null],
      ['2026-01-04', 'not-run', 'skip', '土曜日 / Saturday'],
    ]);
    const second = await read(`&before=${first.next ?? ''}`);
    expect([second.days.map((each) => each.day), second.next]).toEqual([['2026-01-03'], null]);
    const where = path(city, '/days');
    expect(await fieldsIn(await operator.browser.send('GET', `${where}?from=2026-01-02&to=2026-01-01`))).toEqual({
      to: 'OUT_OF_RANGE',
    });
    expect(await fieldsIn(await operator.browser.send('GET', `${where}${query}&before=x`))).toEqual({
      before: 'WRONG_FORMAT',
    });
  });

  test('show each job with its tries, what it counted, and what waits for it', async () => {
    const shown = await operator.browser.send('GET', onNet(`days/${day}/runs/0`, { net: 'weekly' }));
    const { jobs, runs, state } = JobDayWithRuns.parse(await shown.json());
    expect(state).toBe('halted');
    expect(jobs.map(({ job, state: stands }) => [job, stands])).toEqual([
      ['first', 'done'],
      ['second', 'failed'],
      ['third', 'not-run'],
    ]);
    expect(runs.map(({ job, error, counts }) => [job, error, counts])).toEqual([
      ['first', null, { rows: 12 }],
      ['second', 'JOB_FAILED', null],
    ]);
    await problemIn(
      await operator.browser.send('GET', onNet(`days/${day}/runs/1`, { net: 'weekly' })),
      404,
      'UNKNOWN_JOB_DAY',
    );
  });

  test('that stand still are resumed once, and one that goes on by itself is not', async () => {
    const where = onNet(`days/${day}/runs/0/resume`, { net: 'weekly' });
    const resumed = await order(operator, where, { reason: '表領域を広げた' });
    expect([resumed.status, JobDay.parse(await resumed.json()).order]).toEqual([202, 'resume']);
    await problemIn(await order(operator, where), 409, 'JOB_ORDER_PENDING');
    await api.drain();
    expect(api.engine.asked).toContain(`nudgeJobDay ${city} weekly ${city} ${day} 0`);
    const [entry] = await api.store.see`
      select subject, reason from audit_log where action = 'jobs.days.resume' order by seq limit 1`;
    expect(entry).toEqual({ subject: `weekly ${city} ${day}`, reason: '表領域を広げた' });
    const over = onNet('days/2026-01-04/runs/0/abandon', { net: 'weekly' });
    await problemIn(await order(operator, over), 409, 'JOB_DAY_NOT_HALTED');
    await problemIn(await order(manager, where), 403, 'FORBIDDEN');
  });
});

describe('nets of the nation on the servers of others', () => {
  beforeAll(async () => {
    await define(api.store.api, nation, [
      newNet('country', { servers: ['municipalities', 'fugo'] }),
      newNet('named', { servers: [city, otherCity] }),
    ]);
    for (const server of [city, otherCity]) {
      await addJobDay(api.store.see, { organisation: nation, net: 'named', server, day: '2026-01-05', state: 'done' });
    }
  });

  test('stand on the board of whose server it is, and nothing of a neighbour does', async () => {
    const { nets } = await readBoard(operator, city);
    expect(nets.filter(({ organisation }) => organisation === nation).map(({ net, server }) => [net, server])).toEqual([
      ['country', city],
      ['named', city],
    ]);
    expect(JSON.stringify(nets)).not.toContain(otherCity);
    const ofOthers = await readBoard(operator, nation);
    expect(ofOthers.nets.map(({ net, server }) => [net, server])).toEqual([
      ['country', city],
      ['country', 'fugo'],
      ['named', city],
    ]);
    for (const where of ['/definition', '/definition/file', '/next', '/skips', '/days?from=2026-01-01&to=2026-01-31']) {
      const answer = await operator.browser.send('GET', path(nation, where));
      expect(answer.status).toBe(200);
      const told = await answer.text();
      expect({ where, told: told.includes(otherCity) }).toEqual({ where, told: false });
      if (where.startsWith('/d')) expect(told).toContain(city);
    }
    const neighbours = onNet('days/2026-01-05/runs/0', { organisation: nation, net: 'named', server: otherCity });
    await problemIn(await operator.browser.send('GET', neighbours), 404, 'UNKNOWN_JOB_DAY');
  });

  test('are all of them the nation’s to see', async () => {
    const { nets, servers } = await readBoard(ofNation, nation);
    expect(nets.map(({ net, server }) => [net, server])).toEqual([
      ['country', city],
      ['country', otherCity],
      ['country', 'fugo'],
      ['named', city],
      ['named', otherCity],
    ]);
    expect(servers.map(({ server }) => server)).toEqual(['fugo', city, otherCity]);
  });
});
