/**
 * Every organisation has left its marks, and everybody asks every route about everybody, also with ids that belong to
 * somebody else: no answer has a mark that the asker may not see, and nothing of others changes.
 */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { nation, parentOf, prefectureOf, standsBelow, tierOf } from '../../../domain/organisations.ts';
import { rolesOfTier, type AnyRole } from '../../../domain/rights.ts';
import { addJobDay, define, newNet } from '../../support/job-data.ts';
import { addIncident, addServer, addSilence, targetOf } from '../../support/operation-data.ts';
import { addressOf, operationsOf, type Operation } from '../operation-list.ts';
import { newcomer } from '../sign-in/staff-support.ts';
import { city, openApi, otherCity, type ApiTest } from '../support.ts';

const prefecture = prefectureOf(city);
const neighbour = '131024';
/** Agrees with exceptions of the others, and does nothing else. */
const agreeing = '141003';
const everybody = [nation, prefecture, prefectureOf(otherCity), city, neighbour, otherCity];
const municipalities = everybody.filter((each) => tierOf(each) === 'municipality');

type Ids = Record<
  | 'changeId'
  | 'exceptionId'
  | 'day'
  | 'incident'
  | 'silenceId'
  | 'target'
  | 'recipientId'
  | 'searchId'
  | 'release'
  | 'rollout'
  | 'net'
  | 'server'
  | 'no'
  | 'version'
  | 'inquiry'
  | 'attachment'
  | 'answer',
  string
>;
type Send = (method: string, path: string, json?: object) => Promise<Response>;

let api: ApiTest;
let operations: Operation[];
/** The collection of answers is the nation's, for everybody. */
let collected = '';
/** Who keeps a search of the audit log everywhere. */
let colleague = '';
const idsOf = new Map<string, Ids>();
const personOf = new Map<string, string>();

beforeAll(async () => {
  api = await openApi(131);
  for (const code of [neighbour, agreeing]) {
    const json = { name: '隣の市', nameEn: 'Neighbour', route: 'JUKI_SYSTEM', participants: {} };
    await api.request('PUT', `/v1/municipalities/${code}`, { as: api.clients.administrator, json });
  }
  const [answer] = await api.store.see<{ answer: string }[]>`
    insert into answers (title, body, kind, written_by) values ('x', 'x', 'other', 's-1') returning answer`;
  collected = answer?.answer ?? '';
  colleague = (await newcomer(api, ['auditor'])).staffId;
  for (const [index, organisation] of everybody.entries()) await leaveMarks(organisation, index);
  // The days above stand still because of municipalities that are neighbours of each other.
  for (const above of [nation, prefecture]) {
    const { see } = api.store;
    const { day = '', incident = '' } = idsOf.get(above) ?? {};
    await see`
      insert into day_steps (organisation, day, step_no, step, state, attempt, due_at, deadline_at, error, awaits)
      values (${above}, ${day}, 1, 'stop', 'failed', 1, now(), now(), 'AWAITED_LATE', ${[city, neighbour, otherCity]})`;
    await see`
      update incidents set cause = 'OPERATING_DAY_HALTED', detail = ${['stop AWAITED_LATE', city, neighbour, otherCity].join(' ')}
      where incident = ${incident}`;
  }
  // Requests of all municipalities hang on the nation's server.
  const { incident } = idsOf.get(nation) ?? {};
  for (const municipality of municipalities) {
    const [row] = await api.store.see<{ person_id: string }[]>`
      insert into incident_requests (incident, organisation, person_id)
      values (${incident ?? null}, ${municipality}, ${randomUUID()}) returning person_id`;
    personOf.set(municipality, row?.person_id ?? '');
  }
  operations = (await operationsOf(api)).filter(({ path }) => path.startsWith('/v1/organisations/{organisation}'));
});

const markOf = (organisation: string): string => `mark-of-${organisation}-end`;

async function leaveMarks(organisation: string, index: number): Promise<void> {
  const { see } = api.store;
  const mark = markOf(organisation);
  const day = `2026-12-${String(10 + index)}`;
  await addServer(see, organisation);
  await see`update check_targets set name = ${mark}, name_en = ${mark} where target = ${targetOf(organisation)}`;
  const incident = await addIncident(see, { organisation });
  await see`update incidents set detail = ${mark} where incident = ${incident}`;
  await see`insert into incident_notes (incident, organisation, staff_id, text) values (${incident}, ${organisation}, 's-1', ${mark})`;
  await addSilence(see, organisation, mark);
  const [silence] = await see<
    { id: string }[]
  >`select silence_id as id from silences where organisation = ${organisation}`;
  const [recipient] = await see<{ id: string }[]>`
    insert into recipients (organisation, kind, address, severity)
    values (${organisation}, 'mail', ${`${mark}@mihon.example`}, 'warning') returning recipient_id as id`;
  const [change] = await see<{ id: string }[]>`
    insert into calendar_changes (organisation, based_on, setting, reason, proposed_by)
    values (${organisation}, 0, ${see.json({ ...partOf(organisation) })}, ${mark}, 's-1') returning change_id as id`;
  await see`
    insert into operating_days (organisation, day, state, starts_at, online_opens_at, online_closes_at, daily_ends_at, order_reason, ordered_at)
    values (${organisation}, ${day}, 'halted', now() - interval '2 hours', now() - interval '1 hour', now(), now(), ${mark}, now())`;
  const [search] = await see<{ id: string }[]>`
    insert into audit_searches (organisation, staff_id, name, filter)
    values (${organisation}, ${colleague}, ${mark}, '{}') returning search_id as id`;
  let exceptionId: string = randomUUID();
  if (tierOf(organisation) === 'municipality') {
    const [asked] = await see<{ id: string }[]>`
      insert into hour_exceptions (organisation, kind, from_at, to_at, reason, agreeing, asked_by)
      values (${organisation}, 'wide-area-copy', now() + interval '30 hours', now() + interval '54 hours', ${mark},
        ${[agreeing]}, 's-1') returning exception_id as id`;
    exceptionId = asked?.id ?? '';
    await see`
      insert into hour_exception_agreements (exception_id, organisation, decision, decided_by)
      values (${exceptionId}, ${agreeing}, 'agreed', 's-2')`;
    await see`
      insert into daily_statistics (organisation, day, new_requests, requested, confirmed, errors)
      values (${organisation}, ${day}, 1, 1, 1, 1)`;
  }
  await leaveJobs(organisation, day);
  const [inquiry] = await see<{ inquiry: string }[]>`
    insert into inquiries (organisation, kind, subject, road, asked_by, request_key, satisfaction_text)
    values (${organisation}, 'other', ${mark}, 'web', 's-1', ${randomUUID()}, ${mark}) returning inquiry`;
  const number = inquiry?.inquiry ?? '';
  await see`
    insert into inquiry_messages (inquiry, seq, organisation, kind, text, written_by, folded)
    values (${number}, 1, ${organisation}, 'question', ${mark}, 's-1', ${mark})`;
  const [attachment] = await see<{ id: string }[]>`
    insert into inquiry_attachments (inquiry, seq, organisation, name, type, sha256, content, bytes)
    values (${number}, 1, ${organisation}, ${mark}, 'text/plain', 'x', ${Buffer.from(mark)}, ${mark.length})
    returning attachment as id`;
  idsOf.set(organisation, {
    ...jobIdsOf(organisation),
    inquiry: number,
    attachment: attachment?.id ?? '',
    answer: collected,
    ...(await leaveDelivery(organisation, mark)),
    changeId: change?.id ?? '',
    exceptionId,
    day,
    incident: String(incident),
    silenceId: silence?.id ?? '',
    target: targetOf(organisation),
    recipientId: recipient?.id ?? '',
    searchId: search?.id ?? '',
  });
}

/** The nation's rollout goes to everybody, and has failed everywhere; what each has is its own to tell. */
async function leaveDelivery(organisation: string, mark: string): Promise<Pick<Ids, 'release' | 'rollout'>> {
  const { see } = api.store;
  if (organisation === nation) {
    const [row] = await see<{ release: string; rollout: string }[]>`
      with released as (
        insert into releases (name, version, kind, length_bytes, sha256, state, reason, proposed_by, decided_by, decided_at)
        values ('marked', 1, 'program', 1, ${'a'.repeat(64)}, 'published', 'x', 's-8', 's-9', now()) returning release)
      insert into rollouts (release, state, held_reason, waves, apply_after, started_by)
      select release, 'held', ${['FAILED', ...everybody.slice(1)].join(' ')}, '[{"share": 100, "atLeastMinutes": 0}]', now(), 's-8'
      from released returning release, rollout`;
    return { release: row?.release ?? '', rollout: row?.rollout ?? '' };
  }
  await see`
    insert into deliveries (rollout, organisation, wave, state, error)
    values (${idsOf.get(nation)?.rollout ?? ''}, ${organisation}, 0, 'failed', ${mark})`;
  await see`
    insert into delivery_targets (organisation, public_key, groups) values (${organisation}, 'x', ${[mark]})`;
  return { release: randomUUID(), rollout: randomUUID() };
}

const jobIdsOf = (organisation: string) => ({
  net: `net-${organisation}`,
  server: organisation,
  no: '0',
  version: '1',
});

/** A net of its own, which stands still, and one of the nation on its server. */
async function leaveJobs(organisation: string, day: string): Promise<void> {
  const { store } = api;
  const mark = markOf(organisation);
  const { net } = jobIdsOf(organisation);
  const own = newNet(net, { name: mark, nameEn: mark });
  const above = everybody
    .filter((each) => tierOf(each) !== 'nation')
    .map((each) => newNet(`above-${each}`, { servers: [each] }));
  await define(store.api, organisation, organisation === nation ? [own, ...above] : [own]);
  await addJobDay(store.see, { organisation, net, server: organisation, day, state: 'halted', reason: mark });
  await store.see`
    insert into job_skips (organisation, net, server, day, reason, skipped_by)
    values (${organisation}, ${net}, ${organisation}, '2099-01-05', ${mark}, 's-1')`;
  if (organisation === nation) return;
  const ofNation = { organisation: nation, net: `above-${organisation}`, server: organisation };
  await addJobDay(store.see, { ...ofNation, day, state: 'halted', reason: mark });
  await store.see`
    insert into job_net_states (organisation, net, server, paused, reason, changed_by)
    values (${nation}, ${ofNation.net}, ${organisation}, true, ${mark}, 's-1')`;
  await store.see`
    insert into incidents (fingerprint, organisation, severity, cause, detail, opened_at)
    values (${`job-net/${organisation}`}, ${nation}, 'critical', 'JOB_FAILED',
      ${[ofNation.net.slice(0, 5), organisation, day, 'first', 'JOB_FAILED'].join(' ')}, now())`;
}

function partOf(organisation: string): object {
  if (organisation === nation) return { ...commonNationalCalendar, closes: '17:30' };
  return tierOf(organisation) === 'prefecture'
    ? { onlineCloses: '20:00', onlineEnds: [] }
    : { closes: '16:00', overrides: [] };
}

const sees = (acting: string, organisation: string): boolean =>
  acting === organisation || standsBelow(organisation, acting) || standsBelow(acting, organisation);

interface Asker {
  name: string;
  acting: string;
  open: () => Promise<Send>;
}
const askers: Asker[] = [
  ...[nation, prefecture, city].flatMap((acting) =>
    rolesOfTier[tierOf(acting)].map((role: AnyRole) => ({
      name: `the ${role} of ${acting}`,
      acting,
      open: async (): Promise<Send> => {
        const { browser } = await newcomer(api, [role], { organisation: acting });
        return (method, path, json) => browser.send(method, path, json === undefined ? {} : { json });
      },
    })),
  ),
  {
    name: `a program of ${city}`,
    acting: city,
    open: () =>
      Promise.resolve((method: string, path: string, json?: object) =>
        api.request(method, path, { as: api.clients.operator, ...(json !== undefined && { json }) }),
      ),
  },
];

/** Of a stream the first message only. */
async function bodyOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text();
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return first?.value ?? '';
}

/** Whoever is forbidden the route with the first two ids does not come so far that an id is looked at. */
const forbiddenTwice = (statuses: readonly number[]): boolean =>
  statuses.length >= 2 && statuses.every((status) => status === 403);

const period = '?from=2026-11-30&to=2026-12-31&state=all';

/** Bodies that are right, so that nothing but the id is refused. */
function bodyFor({ operationId }: Operation, target: string): object {
  // At the nation, which answers them, the inquiries of all are its own.
  const ofInquiry = target === nation ? undefined : bodiesOfInquiries[operationId]?.();
  if (operationId === 'skipJobDay') return { day: '2099-01-05', reason: 'x' };
  return ofInquiry ?? (operationId === 'noteIncident' ? { text: 'x' } : { reason: 'x' });
}
const bodiesOfInquiries: Readonly<Partial<Record<string, () => object>>> = {
  writeQuestion: () => ({ requestKey: randomUUID(), text: 'x' }),
  noteInquiry: () => ({ requestKey: randomUUID(), text: 'x' }),
  answerInquiry: () => ({ requestKey: randomUUID(), version: 1, text: 'x' }),
  changeInquiry: () => ({ version: 1, priority: 'low' }),
  mergeInquiry: () => ({ version: 1, into: 1 }),
  rateInquiry: () => ({ solved: true }),
};

async function stateOfAll(): Promise<Record<string, unknown>> {
  const tables = [
    'calendars',
    'calendar_changes',
    'hour_exceptions',
    'hour_exception_agreements',
    'operating_days',
    'silences',
    'incidents',
    'incident_notes',
    'recipients',
    'audit_searches',
    'check_targets',
    'daily_statistics',
    'servers',
    'releases',
    'rollouts',
    'deliveries',
    'delivery_targets',
    'inquiries',
    'inquiry_messages',
    'inquiry_attachments',
    'inquiry_answers',
    'answers',
  ];
  const states = await Promise.all(
    tables.map(async (table) => {
      const [row] = await api.store.see<{ rows: string }[]>`
        select string_agg(t::text, E'\n' order by t::text) as rows from ${api.store.see(table)} t`;
      return [table, row?.rows] as const;
    }),
  );
  return Object.fromEntries(states);
}

test('each id in an address of an organisation is one that is tried here', () => {
  const known = new Set(Object.keys(idsOf.get(nation) ?? {}));
  const others = new Set(['staffId', 'clientId', 'backupId']);
  const unknown = operations.flatMap(({ ids }) => ids.filter((id) => !known.has(id) && !others.has(id)));
  expect(unknown).toEqual([]);
});

describe.each(askers)('$name', ({ acting, open }) => {
  test('reads nothing of those beside, wherever it asks, and no person but of its own', async () => {
    const send = await open();
    const hidden = everybody.filter((organisation) => !sees(acting, organisation));
    let answered = 0;
    for (const operation of operations.filter(({ method }) => method === 'GET')) {
      for (const target of everybody) {
        const owners = operation.ids.length === 0 ? [target] : everybody;
        const statuses: number[] = [];
        for (const owner of owners) {
          if (forbiddenTwice(statuses)) break;
          const answer = await send('GET', `${addressOf(operation, target, idsOf.get(owner))}${period}`);
          const body = await bodyOf(answer);
          const where = { operation: operation.operationId, target, owner };
          statuses.push(answer.status);
          if (answer.ok) answered += 1;
          const told = [
            ...hidden.map(markOf).filter((mark) => body.includes(mark)),
            // Where something is told at all, not even the code of one that is beside.
            ...hidden.filter((each) => answer.ok && new RegExp(`(?<![0-9A-Z])${each}(?![0-9])`, 'u').test(body)),
            ...[...personOf].flatMap(([of, person]) =>
              of !== acting && body.includes(person) ? [`a person of ${of}`] : [],
            ),
          ];
          expect({ ...where, told, broken: answer.status >= 500 }).toEqual({ ...where, told: [], broken: false });
        }
      }
    }
    expect(answered).toBeGreaterThan(5);
  });

  test('changes nothing by the id of another organisation', async () => {
    const send = await open();
    const before = await stateOfAll();
    for (const operation of operations.filter(({ method, ids }) => method !== 'GET' && ids.length > 0)) {
      for (const target of everybody) {
        const statuses: number[] = [];
        for (const owner of everybody.filter((each) => each !== target)) {
          if (forbiddenTwice(statuses)) break;
          const json = operation.method === 'DELETE' ? undefined : bodyFor(operation, target);
          const answer = await send(operation.method, addressOf(operation, target, idsOf.get(owner)), json);
          const body = await answer.text();
          statuses.push(answer.status);
          const where = { operation: operation.operationId, target, owner };
          // What is not there is gone, as a repeated removal says.
          const refused =
            [403, 404, 409, 422].includes(answer.status) || (operation.method === 'DELETE' && answer.status === 204);
          expect({ ...where, refused, told: body.includes(markOf(owner)) }).toEqual({
            ...where,
            refused: true,
            told: false,
          });
        }
      }
    }
    expect(await stateOfAll()).toEqual(before);
  });
});

test('the marks are there: the nation’s administrator reads those of all', async () => {
  const { browser } = await newcomer(api, ['administrator'], { organisation: nation });
  const seen = await Promise.all(
    ['hour-exceptions', 'board', 'operating-days', 'calendar/changes'].map(async (path) => {
      const bodies = await Promise.all(
        everybody.map(async (each) => (await browser.send('GET', `/v1/organisations/${each}/${path}${period}`)).text()),
      );
      return bodies.join('');
    }),
  );
  expect(municipalities.filter((each) => !seen[0]?.includes(markOf(each)))).toEqual([]);
  for (const body of seen.slice(2)) expect(everybody.filter((each) => !body.includes(markOf(each)))).toEqual([]);
  expect(parentOf(city)).toBe(prefecture);
});
