/** What the board says of servers, and that it never says anything of a neighbour. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Board } from '../../../contracts/api/board.ts';
import { Board as BoardSchema } from '../../../contracts/api/board.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import type { AnyRole } from '../../../domain/rights.ts';
import {
  addDay,
  addDevice,
  addIncident,
  addServer,
  addSilence,
  setState,
  targetOf,
} from '../../support/operation-data.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, openApi, otherCity, type ApiTest } from '../support.ts';

const prefecture = prefectureOf(city);
const otherPrefecture = prefectureOf(otherCity);
let api: ApiTest;
const people = new Map<string, SignedIn>();

beforeAll(async () => {
  api = await openApi(67);
  const { see } = api.store;
  await addServer(see, nation);
  await addServer(see, prefecture, { state: 'down', cause: 'TIMEOUT', minutes: 10 });
  await addServer(see, city, { state: 'down', suppressedBy: targetOf(prefecture), cause: 'TIMEOUT' });
  await addServer(see, otherPrefecture);
  await addServer(see, otherCity, { state: 'down', cause: 'REFUSED' });
  await addDay(see, nation, 'open', [{ step: 'start', state: 'verified' }]);
  await addDay(see, otherCity, 'daily', [
    { step: 'start', state: 'verified' },
    { step: 'stop', state: 'verified' },
    { step: 'statistics', state: 'commanded' },
  ]);
  await addIncident(see, { organisation: prefecture, suppressed: 1 });
  await addIncident(see, { organisation: otherPrefecture, severity: 'warning', target: null, cause: 'OUTSIDE' });
  await addIncident(see, { organisation: nation, severity: 'info', target: null, cause: 'OLD', closed: true });
  await addDevice(see, prefecture, 'router', { state: 'down', cause: 'REFUSED' });
  await addSilence(see, nation, '22時から全国サーバの保守');
});

async function boardFor(acting: string, organisation: string, role: AnyRole = 'administrator'): Promise<Board> {
  const key = `${acting} ${role}`;
  const member = people.get(key) ?? (await newcomer(api, [role], { organisation: acting }));
  people.set(key, member);
  const answer = await member.browser.send('GET', `/v1/organisations/${organisation}/board`);
  expect(answer.status).toBe(200);
  return BoardSchema.parse(await answer.json());
}

const standings = ({ servers }: Board) => servers.map(({ organisation, standing }) => [organisation, standing]);

describe('the board', () => {
  test('of the nation has its server, each prefecture’s, and the sums of what stands below those', async () => {
    const board = await boardFor(nation, nation);
    expect(standings(board)).toEqual([
      [nation, 'running'],
      [prefecture, 'not-answering'],
      [otherPrefecture, 'running'],
    ]);
    expect(board.servers.map(({ below }) => below)).toEqual([
      { servers: 2, running: 1, stopped: 0, troubled: 1, suppressed: 0, openIncidents: 2 },
      { servers: 1, running: 0, stopped: 0, troubled: 0, suppressed: 1, openIncidents: 0 },
      { servers: 1, running: 0, stopped: 1, troubled: 0, suppressed: 0, openIncidents: 0 },
    ]);
    expect(board.counts).toEqual({ openIncidents: 2, unacknowledged: 2, suppressed: 1 });
    expect(board.incidents.map(({ organisation, severity }) => [organisation, severity])).toEqual([
      [prefecture, 'critical'],
      [otherPrefecture, 'warning'],
    ]);
    expect(board.servers[0]?.day).toMatchObject({ state: 'open', step: null, stepState: null });
    expect(board.silences.map(({ message }) => message)).toEqual(['22時から全国サーバの保守']);
  });

  test('of a prefecture has the nation above, its municipalities below, what else is watched, and no neighbour', async () => {
    const board = await boardFor(prefecture, prefecture);
    expect(standings(board)).toEqual([
      [nation, 'running'],
      [prefecture, 'not-answering'],
      [city, 'suppressed'],
    ]);
    expect(board.targets).toMatchObject([{ kind: 'tcp', state: 'down', cause: 'REFUSED' }]);
    expect(board.incidents.map(({ organisation }) => organisation)).toEqual([prefecture]);
    expect(JSON.stringify(board)).not.toContain(otherPrefecture);
  });

  test('of the nation, for a municipality’s people, has their own prefecture alone, and counts no neighbour', async () => {
    const board = await boardFor(city, nation, 'clerk');
    expect(standings(board)).toEqual([
      [nation, 'running'],
      [prefecture, 'not-answering'],
    ]);
    expect(board.servers[0]?.below).toMatchObject({ servers: 1 });
    expect(board.counts.openIncidents).toBe(1);
    expect(JSON.stringify(board)).not.toContain(otherCity);
  });

  test('says of a stopped server that it is stopped, and of one on its way where it is', async () => {
    const board = await boardFor(nation, otherPrefecture);
    expect(standings(board).at(-1)).toEqual([otherCity, 'stopped']);
    expect(board.servers.at(-1)?.day).toMatchObject({ state: 'daily', step: 'statistics', stepState: 'commanded' });
    await api.store.see`
      update day_steps set state = 'commanded', verified_at = null where organisation = ${otherCity} and step = 'stop'`;
    api.clock.ahead += 60_000;
    expect(standings(await boardFor(nation, otherPrefecture)).at(-1)).toEqual([otherCity, 'stopping']);
  });

  test('is sent anew to whoever watches when a server fails, and ends with the right', async () => {
    const member = await newcomer(api, ['call-centre'], { organisation: nation });
    const answer = await member.browser.send('GET', `/v1/organisations/${nation}/board/events`);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (!reader) throw new Error('no stream');
    const next = async (): Promise<Board | undefined> => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return undefined;
        const data = /^data: (?<json>.*)$/mu.exec(value)?.groups?.['json'];
        if (data !== undefined) return BoardSchema.parse(JSON.parse(data));
      }
    };
    expect((await next())?.servers[0]?.standing).toBe('running');
    await setState(api.store.see, targetOf(nation), nation, { state: 'down', cause: 'TIMEOUT', minutes: 0 });
    // The day of the national server says that it was started, so its silence is a fault.
    expect((await next())?.servers[0]?.standing).toBe('not-answering');
    await api.store.see`delete from staff_roles where staff_id = ${member.staffId}`;
    expect(await next()).toBeUndefined();
  });
});
