/** A change of the operating hours, and who looks at the new calendar. */
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { personAfter, receive, type SendingStep } from '../../storage/support.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, openApi, otherCity, problemIn, type ApiTest } from '../support.ts';

let api: ApiTest;
let administrator: SignedIn;
let supervisor: SignedIn;
beforeAll(async () => {
  api = await openApi(111);
  administrator = await newcomer(api, ['administrator']);
  supervisor = await newcomer(api, ['supervisor']);
  await fillWithWaiting();
});

/** Everybody of whom `due` tells, by what they are. */
const names = new Map<string, string>();

async function person(name: string, after: SendingStep): Promise<string> {
  const { personId } = await personAfter(api.store, after);
  names.set(personId, name);
  return personId;
}

async function chunk(name: string, { no, where = city }: { no: number; where?: string }): Promise<string> {
  const [chunkId, loadId] = [randomUUID(), no === 0 ? null : randomUUID()];
  if (loadId !== null) {
    await api.store.see`
      insert into loads (municipality, load_id, file_name, file_hash, file_bytes, options, dry_run, state, client_id)
      values (${where}, ${loadId}, 'a.csv', '\\x00', 1, '{}', false, 'RUNNING', 'c-1')`;
  }
  await api.store.see`
    insert into load_chunks (municipality, chunk_id, load_id, chunk_no, first_line, last_line, lines, stage, opens_at,
      due_at)
    values (${where}, ${chunkId}, ${loadId}, ${no}, 0, -1, 0, 'WAITING_FOR_HOURS', now() + interval '1 day',
      ${no === 0 ? api.store.see`now() + interval '1 day'` : null})`;
  names.set(chunkId, name);
  return chunkId;
}

async function fillWithWaiting(): Promise<void> {
  const { see } = api.store;
  const elsewhere = await receive(
    api.store,
    { addressNumber: api.store.people.addressNumber(), personalNumber: api.store.people.personalNumber() },
    otherCity,
  );
  names.set(elsewhere.personId, 'who waits elsewhere');
  const inChunk = await person('who waits in a chunk', 'file');
  const waiting = [await person('who waits', 'file'), inChunk, elsewhere.personId];
  await see`
    update persons set stage = 'WAITING_FOR_HOURS', opens_at = now() + interval '1 day', due_at = now() + interval '1 day'
    where person_id in ${see(waiting)}`;
  await see`
    update persons set in_chunk = true, chunk_id = gen_random_uuid(), due_at = null where person_id = ${inChunk}`;
  await person('whose file is there', 'file');
  await person('who is routed', 'route');

  await chunk('a gathered chunk that waits', { no: 0 });
  await chunk('a chunk of a load that waits', { no: 1 });
  await chunk('a chunk that waits elsewhere', { no: 0, where: otherCity });
  const ended = await chunk('a chunk that has ended', { no: 1 });
  await see`update load_chunks set ended_at = now() where chunk_id = ${ended}`;
  const filed = await chunk('a chunk whose file is there', { no: 1 });
  await see`update load_chunks set stage = 'FILE_RECEIVED' where chunk_id = ${filed}`;
}

async function due(): Promise<string[]> {
  const rows = await api.store.see<{ id: string }[]>`
    select person_id as id from persons where due_at <= now()
    union all select chunk_id from load_chunks where due_at <= now()`;
  return rows.map(({ id }) => names.get(id) ?? id).toSorted();
}

const path = `/v1/municipalities/${city}/hours`;
let made = 0;
/** Another one each time: what is put as it stands changes nothing. */
const nextHours = () => {
  made += 1;
  return { opens: '09:00', closes: `16:${String(made).padStart(2, '0')}`, closingMarginMinutes: 10, overrides: [] };
};
const asMember = (member: SignedIn): Promise<Response> =>
  member.browser.send('PUT', path, { json: { ...nextHours(), reason: '工事' } });

describe('a change of the hours', () => {
  beforeEach(async () => {
    await api.store.see`update persons set due_at = now() + interval '1 day' where due_at is not null`;
    await api.store.see`update load_chunks set due_at = now() + interval '1 day' where due_at is not null`;
  });

  test.each([
    [
      'a program',
      () => api.request('PUT', 'hours', { as: api.clients.operator, json: { ...nextHours(), reason: '工事' } }),
    ],
    ['a member of staff, with the database role of an administrator', () => asMember(administrator)],
    [
      'whoever sets the municipality up anew',
      () => {
        const settings = { name: '見本市', nameEn: 'Mihon City', route: 'JUKI_SYSTEM', participants: {} };
        const json = { ...settings, hours: nextHours() };
        return api.request('PUT', `/v1/municipalities/${city}`, { as: api.clients.administrator, json });
      },
    ],
  ])('by %s makes persons and chunks due that wait for them, and nobody else', async (_whom, change) => {
    expect((await change()).status).toBe(200);
    expect(await due()).toEqual(['a chunk of a load that waits', 'a gathered chunk that waits', 'who waits']);
  });

  test('is said to whoever nudges, once it is made', async () => {
    const heard = vi.fn<(said: string) => void>();
    const listening = await api.store.db.$client.listen('fugo_due', heard);
    expect((await asMember(administrator)).status).toBe(200);
    await vi.waitUntil(() => heard.mock.calls.length > 0, { timeout: 120_000 });
    await listening.unlisten();
    expect(heard.mock.calls).toEqual([[city]]);
  });

  test('that is refused makes nobody due', async () => {
    await problemIn(await asMember(supervisor), 403, 'FORBIDDEN');
    const json = { ...nextHours(), closes: '25:00', reason: '工事' };
    const response = await api.request('PUT', 'hours', { as: api.clients.operator, json });
    await problemIn(response, 422, 'INVALID_INPUT');
    expect(await due()).toEqual([]);
  });
});
