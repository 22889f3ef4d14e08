import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { WrongKeyRing } from '../../../keys/key-checks.ts';
import { keyRingFrom, type KeyRing } from '../../../keys/key-ring.ts';
import { readLocalConfig } from '../../../config/local.ts';
import { checkKeys } from '../../../local/doctor-keys.ts';
import { requireNoData } from '../../../local/keys-file.ts';
import { textOf } from '../../../local/messages.ts';
import { offerFreePort } from '../../../local/ports.ts';
import { putMunicipality } from '../../../storage/settings/municipalities.ts';
import { requireRightKeys } from '../../../storage/settings/key-checks.ts';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { MunicipalityLimits } from '../../../contracts/municipality.ts';
import { municipality, openStore, take, type Store } from '../support.ts';

type Purpose = 'data' | 'index' | 'payload';
type Set = Record<Purpose, string>;
const newKey = (): string => randomBytes(32).toString('base64');
const newSet = (): Set => ({ data: newKey(), index: newKey(), payload: newKey() });
const ringOf = (keys: Record<string, Set>, current = 'k1'): KeyRing => keyRingFrom({ current, keys }, '/keys.json');

const k1 = newSet();
const k2 = newSet();

async function remembered(keys: Record<string, Set>): Promise<Store> {
  const store = await openStore();
  await requireRightKeys(store.api, ringOf(keys));
  return store;
}

describe('a start with the ring of the database', () => {
  test('goes on, as API and as worker, however often', async () => {
    const { api, db } = await remembered({ k1 });
    await expect(requireRightKeys(db, ringOf({ k1 }))).resolves.toBeUndefined();
    await expect(requireRightKeys(api, ringOf({ k1 }))).resolves.toBeUndefined();
  });

  test('goes on with a key that is added behind it and becomes current', async () => {
    const { api, db } = await remembered({ k1 });
    await expect(requireRightKeys(api, ringOf({ k1, k2 }))).resolves.toBeUndefined();
    await expect(requireRightKeys(db, ringOf({ k1, k2 }, 'k2'))).resolves.toBeUndefined();
  });
});

describe('a start with another ring is refused by a sentence that names it', () => {
  const changed = (purpose: Purpose): Set => ({ ...k1, [purpose]: newKey() });

  test.each([
    ['another index key', { k1: changed('index') }, 'its key k1 is another one'],
    ['another data key', { k1: changed('data') }, 'its key k1 is another one'],
    ['another payload key', { k1: changed('payload') }, 'its key k1 is another one'],
    ['a ring of its own', { k9: newSet() }, 'key k1 is not in it'],
    ['a new key put in front', { k2, k1 }, 'key k1 does not stand first'],
  ])('%s', async (_what, keys, sentence) => {
    const { api, db, see } = await remembered({ k1 });
    const current = Object.keys(keys)[0] ?? '';
    for (const each of [api, db]) {
      const refused = await requireRightKeys(each, ringOf(keys, current)).catch((err: unknown) => err);
      expect(refused).toBeInstanceOf(WrongKeyRing);
      expect(String(refused)).toContain('/keys.json');
      expect(String(refused)).toContain(sentence);
      expect(String(refused)).toContain('鍵リング');
    }
    expect((await see`select from key_checks`).length).toBe(1);
  });

  test('a ring whose keys were put in another order, or that lacks one', async () => {
    const { api } = await remembered({ k1, k2 });
    await expect(requireRightKeys(api, ringOf({ k2, k1 }))).rejects.toThrow('key k1 does not stand first');
    await expect(requireRightKeys(api, ringOf({ k1 }))).rejects.toThrow('key k2 is not in it');
  });

  test('and so is one of two that come to an empty database at once', async () => {
    const { api, db } = await openStore();
    const starts = [requireRightKeys(api, ringOf({ k1 })), requireRightKeys(db, ringOf({ k2 }, 'k2'))];
    const refused = (await Promise.allSettled(starts)).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBe(1);
  });
});

test('a database older than its checks is opened only with the ring that reads and finds its people', async () => {
  const store = await openStore();
  await putMunicipality(store.api, {
    municipality,
    name: '見本市',
    nameEn: 'Mihon City',
    route: 'JUKI_SYSTEM',
    participants: {},
    hours: commonHours,
    limits: MunicipalityLimits.parse({}),
  });
  await take(store, { addressNumber: store.people.addressNumber(), personalNumber: store.people.personalNumber() });
  await expect(requireRightKeys(store.api, ringOf({ k1 }))).rejects.toThrow(WrongKeyRing);
  expect((await store.see`select from key_checks`).length).toBe(0);
  await requireRightKeys(store.api, store.keys);
});

test.each([
  ['the API', 'api/main.ts', 'daily'],
  ['the worker', 'workers/main.ts', 'daily'],
  ['the worker of loads', 'workers/main.ts', 'loads'],
])('%s ends with that sentence and nothing else', async (_what, program, work) => {
  const { database } = await remembered({ k1 });
  const folder = mkdtempSync(join(tmpdir(), 'fugo-ring-'));
  const keysFile = join(folder, 'keys.json');
  writeFileSync(keysFile, JSON.stringify({ current: 'k1', keys: { k1: k2 } }), { mode: 0o600 });
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: program === 'api/main.ts' ? database.apiUrl : database.workerUrl,
    FUGO_KEYS_FILE: keysFile,
    FUGO_WORK: work,
    PORT: String(await offerFreePort()),
    FUGO_HEALTH_PORT: String(await offerFreePort()),
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: inject('temporalNamespace'),
  };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toEqual([expect.stringContaining(`The key ring ${keysFile} is not the one of this`)]);
});

test('fugo doctor names a ring that is not the one of the database, or that is gone', async () => {
  const { database } = await remembered({ k1 });
  const folder = mkdtempSync(join(tmpdir(), 'fugo-ring-'));
  const env = { FUGO_HOME: folder, DATABASE_URL: database.ownerUrl };
  const found = async (): Promise<string[]> =>
    (await checkKeys(readLocalConfig(env), env)).map(({ state, note }) => `${state}: ${textOf(note, 'en')}`);
  expect(await found()).toEqual([expect.stringMatching(/^wrong: The key ring .*keys.json is missing/u)]);
  const write = (keys: Record<string, Set>) =>
    writeFileSync(join(folder, 'keys.json'), JSON.stringify({ current: 'k1', keys }), { mode: 0o600 });
  write({ k1 });
  expect(await found()).toEqual([]);
  write({ k1: { ...k1, index: newKey() } });
  expect(await found()).toEqual([expect.stringMatching(/^wrong: The key ring .* its key k1 is another one/u)]);
  const unused = await openStore();
  expect(await checkKeys(readLocalConfig({ ...env, DATABASE_URL: unused.database.ownerUrl }), env)).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('no ring is made beside a database that has been used', async () => {
  const { api, database } = await openStore();
  const path = join(tmpdir(), 'fugo-no-such-ring', 'keys.json');
  await requireNoData(path, database.apiUrl);
  await requireRightKeys(api, ringOf({ k1 }));
  await expect(requireNoData(path, database.apiUrl)).rejects.toThrow('is missing, and the database has data');
});

test('no program may change or remove what is remembered', async () => {
  const { see } = await remembered({ k1 });
  for (const role of ['fugo_api', 'fugo_worker']) {
    const [rights] = await see`
      select has_table_privilege(${role}, 'key_checks', 'update') as u, has_table_privilege(${role}, 'key_checks', 'delete') as d`;
    expect(rights).toEqual({ u: false, d: false });
  }
});
