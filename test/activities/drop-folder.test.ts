import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDropFolderActivities } from '../../activities/drop-folder.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import type { InitialLoadInput } from '../../contracts/initial-load.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import { createLoadFileStore, type LoadFileStore } from '../../keys/load-file-store.ts';
import { listLoads } from '../../storage/loads/loads.ts';
import { municipality, openStore, type Store } from '../storage/support.ts';

let store: Store;
let root = '';
let files: LoadFileStore;
beforeAll(async () => {
  store = await openStore(209);
  root = await mkdtemp(join(tmpdir(), 'fugo-drop-'));
  files = createLoadFileStore({ folder: join(root, 'load-files'), keys: store.keys });
});
afterAll(() => rm(root, { recursive: true }));

let folder = '';
let started: InitialLoadInput[] = [];
let drops = 0;
beforeEach(async () => {
  drops += 1;
  started = [];
  folder = join(root, `drop-${String(drops)}`, municipality);
  await mkdir(folder, { recursive: true });
});

const notHere = (): never => {
  throw new Error('No test of a drop folder needs this.');
};
const env = new MockActivityEnvironment();
const perform = <In, Out>(activity: (input: In) => Promise<Out>, input: In): Promise<Out> => env.run(activity, input);

/** A worker of its own, which has looked at nothing yet. */
function newWorker() {
  const deps: Dependencies = {
    db: store.db,
    keys: store.keys,
    clock: () => new Date(),
    readSettings: async () => ({ route: 'JUKI_SYSTEM', hours: commonHours, limits: MunicipalityLimits.parse({}) }),
    getNeighbours: notHere,
    openLoadFile: notHere,
    dropped: { folder: join(folder, '..'), store: files, limitBytes: 1_000 },
    async startLoad(input) {
      started.push(input);
      return 'started';
    },
  };
  const activities = createDropFolderActivities(deps);
  return {
    look: async () => (await perform(activities.lookIntoDropFolder, { municipality })).ready,
    take: () => perform(activities.takeDroppedFiles, { municipality }),
  };
}

const drop = (name: string, content: string): Promise<void> => writeFile(join(folder, name), content);
const names = (): Promise<string[]> => readdir(folder);
const jsonIn = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
const fresh = (): string => `heading\n${store.people.personalNumber()}\n`;

test('a file that is still being copied is not taken before it has come to rest', async () => {
  const worker = newWorker();
  await drop('residents.csv', 'head');
  expect(await worker.look()).toBe(0);
  await drop('residents.csv', fresh());
  expect(await worker.look()).toBe(0);
  expect(await worker.take()).toEqual({ taken: 1, refused: 0 });
});

test('it becomes a load with what its name says, leaves a receipt and is removed', async () => {
  const worker = newWorker();
  const content = fresh();
  await drop('residents.cp932.csv', content);
  await worker.look();
  expect(await worker.look()).toBe(1);
  expect(await worker.take()).toEqual({ taken: 1, refused: 0 });
  expect(await names()).toEqual(['residents.cp932.csv.receipt.json']);
  const [load] = await listLoads(store.db, municipality, { limit: 1 });
  if (!load) throw new Error('nothing was loaded');
  expect(await jsonIn('residents.cp932.csv.receipt.json')).toMatchObject({
    loadId: load.loadId,
    bytes: content.length,
  });
  expect(load).toMatchObject({ fileName: 'residents.cp932.csv', state: 'READING', dryRun: false });
  expect(load.options).toMatchObject({ format: 'csv', encoding: 'cp932' });
  expect(started).toMatchObject([{ loadId: load.loadId, dryRun: false }]);
  expect((await buffer(files.open(load))).toString()).toBe(content);
  const [audited] = await store.see`select client_id, action from audit_log where subject = ${load.loadId}`;
  expect(audited).toEqual({ client_id: 'drop-folder', action: 'loads.create' });
  expect(await worker.look()).toBe(0);
});

test('what is refused says why and stays under another name', async () => {
  const worker = newWorker();
  const content = fresh();
  await drop('a.csv', content);
  await drop('b.csv', content);
  await drop('large.csv', 'x'.repeat(1_001));
  await drop('notes.txt', 'x');
  // The name would stand in the list of loads.
  await drop('1234-5678-9018.csv', fresh());
  await worker.look();
  expect(await worker.look()).toBe(5);
  expect(await worker.take()).toEqual({ taken: 1, refused: 4 });
  const [load] = started;
  expect(await jsonIn('b.csv.refused.json')).toMatchObject({ code: 'LOADED_BEFORE', loadId: load?.loadId });
  expect(await jsonIn('large.csv.refused.json')).toMatchObject({ code: 'TOO_LARGE', limitBytes: 1_000 });
  expect(await jsonIn('notes.txt.refused.json')).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  expect(await jsonIn('1234-5678-9018.csv.refused.json')).toMatchObject({
    code: 'INVALID_INPUT',
    errors: [{ field: 'fileName', rule: 'PERSONAL_NUMBER_INSIDE' }],
  });
  expect(await names()).toEqual([
    ...['1234-5678-9018.csv'].flatMap((name) => [`${name}.refused`, `${name}.refused.json`]),
    'a.csv.receipt.json',
    ...['b.csv', 'large.csv', 'notes.txt'].flatMap((name) => [`${name}.refused`, `${name}.refused.json`]),
  ]);
  expect(await worker.look()).toBe(0);
});

test('hidden files, half copied ones, links and folders are left alone', async () => {
  const worker = newWorker();
  await drop('.hidden.csv', 'x');
  await drop('copying.csv.part', 'x');
  await drop('copying.csv.tmp', 'x');
  await mkdir(join(folder, 'folder.csv'));
  await symlink('/etc/hostname', join(folder, 'link.csv'));
  const before = await names();
  await worker.look();
  expect(await worker.look()).toBe(0);
  expect(await worker.take()).toEqual({ taken: 0, refused: 0 });
  expect(await names()).toEqual(before);
});

test('one that a killed worker had half taken is taken up again under the same id, once', async () => {
  const content = fresh();
  await drop('residents.csv', content);
  const loadId = 'b7c5a3f0-0d1e-4f2a-9b3c-4d5e6f708192';
  await rename(join(folder, 'residents.csv'), join(folder, `.residents.csv.${loadId}.taking`));
  const worker = newWorker();
  expect(await worker.look()).toBe(1);
  expect(await worker.take()).toEqual({ taken: 1, refused: 0 });
  expect(await jsonIn('residents.csv.receipt.json')).toMatchObject({ loadId });

  // Killed after the load was stored and before the file was removed.
  await drop(`.residents.csv.${loadId}.taking`, content);
  expect(await newWorker().take()).toEqual({ taken: 1, refused: 0 });
  expect(await names()).toEqual(['residents.csv.receipt.json']);
  const rows = await store.see`select 1 from loads where load_id = ${loadId}`;
  expect(rows).toHaveLength(1);
});
