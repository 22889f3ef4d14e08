/** `fugo load` as a process, against an API that answers from a script. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Load } from '../../contracts/api/loads.ts';
import { sumLines } from '../../domain/load-sums.ts';
import { fugo, type Ended } from './fugo.ts';

const loadId = '018f0000-0000-7000-8000-000000000001';
const reading: Omit<Load, 'sums'> = {
  loadId,
  state: 'READING',
  reason: null,
  reasonText: null,
  fileName: 'residents.csv',
  fileBytes: 10,
  format: 'csv',
  encoding: 'utf-8',
  dryRun: false,
  createdAt: '2026-04-01T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  linesRead: 0,
  goodLines: 0,
  badLines: 0,
  chunks: 0,
  chunksEnded: 0,
  results: {},
  members: 0,
  underWay: {},
  routed: 0,
  parked: 0,
  unconfirmed: 0,
  inErrorList: 0,
  acquired: 0,
  waiting: 0,
  done: null,
  linesPerSecond: null,
  residentsPerSecond: null,
  secondsLeft: null,
};
const done: Omit<Load, 'sums'> = {
  ...reading,
  state: 'DONE',
  startedAt: '2026-04-01T00:00:01.000Z',
  finishedAt: '2026-04-01T00:00:05.000Z',
  goodLines: 3,
  members: 3,
  routed: 3,
  results: { numbered: 3 },
  acquired: 1,
  waiting: 2,
  done: 1,
  residentsPerSecond: 750,
};

interface Asked {
  method: string;
  url: string;
  bytes: number;
  hash: string;
}
let asked: Asked[] = [];
/** What a look at the load is answered, one after the other; the last one stays. */
let looks: (Omit<Load, 'sums'> | number)[] = [];
const withSums = (load: Omit<Load, 'sums'>): Load => ({
  ...load,
  sums: sumLines({ ...load, cancelled: 0, retried: 0 }),
});
let upload: { status: number; body: unknown } = { status: 202, body: withSums(reading) };

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '' } = request;
  const body = await buffer(request);
  const send = (status: number, content: unknown): void => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    response
      .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
      .end(text);
  };
  if (url === '/oauth2/token') {
    return send(200, { access_token: 't', token_type: 'Bearer', expires_in: 600, scope: 'operate' });
  }
  asked.push({ method, url, bytes: body.length, hash: createHash('sha256').update(body).digest('hex') });
  if (method === 'POST' && url.includes('/loads?')) return send(upload.status, upload.body);
  if (url.endsWith('/bad-lines?staffId=staff-7&reason=counter')) return send(200, 'heading\r\n1,2\r\n');
  if (url.endsWith(`/loads/${loadId}`)) {
    const look = (looks.length > 1 ? looks.shift() : looks[0]) ?? 500;
    return send(
      typeof look === 'number' ? look : 200,
      typeof look === 'number' ? problem(look, 'UNEXPECTED') : withSums(look),
    );
  }
  if (url.endsWith('/pause')) return send(200, { loadId, state: 'PAUSED', reason: null });
  return send(404, problem(404, 'UNKNOWN_LOAD'));
}

const problem = (status: number, code: string, extra: object = {}) => ({
  type: `urn:fugo:problem:${code}`,
  title: code,
  status,
  code,
  errorId: '018f0000-0000-7000-8000-00000000000e',
  ...extra,
});

const home = mkdtempSync(join(tmpdir(), 'fugo-cli-load-'));
const server = createServer((request, response) => void answer(request, response));
const operator = { municipality: '131016', clientId: 'a', clientSecret: 'b' };
let env: NodeJS.ProcessEnv = {};
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  env = { FUGO_HOME: home, FUGO_API_URL: `http://127.0.0.1:${String(port)}` };
  writeFileSync(join(home, 'clients.json'), JSON.stringify({ clients: [], operators: [operator] }));
  writeFileSync(join(home, 'residents.csv'), content);
});
afterAll(() => {
  server.close();
  rmSync(home, { recursive: true });
});
beforeEach(() => {
  asked = [];
  looks = [{ ...done, waiting: 0, acquired: 3 }];
  upload = { status: 202, body: withSums(reading) };
});

const content = `氏名\n${'x'.repeat(700_000)}`;
const file = join(home, 'residents.csv');
const load = (...args: string[]): Promise<Ended> => fugo(['load', ...args], { env });

describe('fugo load', () => {
  test('sends the file whole, says how it is read, and tells what came of it', async () => {
    const { code, stdout, stderr } = await load(file, '--number-system', '01', '--staff', 'staff-7');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [sent] = asked;
    expect(sent).toMatchObject({
      bytes: Buffer.byteLength(content),
      hash: createHash('sha256').update(content).digest('hex'),
    });
    expect(Object.fromEntries(new URL(sent?.url ?? '', 'http://x').searchParams)).toEqual({
      format: 'csv',
      encoding: 'utf-8',
      fileName: 'residents.csv',
      staffId: 'staff-7',
      dryRun: 'false',
      again: 'false',
      numberSystem: '01',
    });
    expect(stderr).toContain('read as CSV, utf-8');
    expect(stderr).toContain(`taken: ${loadId}`);
    expect(stdout).toContain('state: done');
    expect(stdout).toContain('Lines read: 3 = Accepted 3');
  });

  test('with --watch waits for the last confirmation, also while fugo is started again', async () => {
    looks = [done, 503, 500, { ...done, waiting: 0, acquired: 3 }];
    const { code, stdout, stderr } = await load('--attach', loadId, '--watch', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ municipality: '131016', loadId, acquired: 3, waiting: 0 });
    expect(stderr.match(/trying again/gu)).toHaveLength(1);
  });

  test('without --watch ends when everybody was sent on', async () => {
    looks = [done];
    const { code, stdout } = await load('--attach', loadId);
    expect(code).toBe(0);
    expect(stdout).toContain('Accepted: 3 = Sent, not confirmed 2 + Confirmed 1');
  });

  test('ends with 1 where lines or residents are left for a person, and says what can be done', async () => {
    looks = [{ ...done, badLines: 2, inErrorList: 1, waiting: 1 }];
    const { code, stdout } = await load('--attach', loadId);
    expect(code).toBe(1);
    expect(stdout).toContain(`fugo load --report ${loadId}`);
    expect(stdout).toContain('fugo errors list');
  });

  test('that is interrupted ends the watching, says how to see it again, and asks for nothing', async () => {
    looks = [{ ...done, state: 'RUNNING', finishedAt: null, done: 0.5 }];
    const child = spawn(process.execPath, ['cli/fugo.mjs', 'load', '--attach', loadId], {
      env: { ...process.env, ...env, FUGO_LANG: 'en' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      if (chunk.includes('loading')) child.kill('SIGINT');
    });
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(stderr).toContain(`The load goes on. To see it again: fugo load --attach ${loadId}`);
    expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('ends with 2 where the file cannot be read, in the reader’s language', async () => {
    const reasonText = { ja: '見出し行を読み取れません。', en: 'The heading cannot be read.' };
    looks = [{ ...reading, state: 'FAILED', reason: 'UNREADABLE_HEADING', reasonText }];
    const { code, stdout } = await fugo(['load', '--attach', loadId], { env: { ...env, FUGO_LANG: 'ja' } });
    expect(code).toBe(2);
    expect(stdout).toContain(reasonText.ja);
  });

  test('that is refused says why: loaded before, or an option that breaks a rule', async () => {
    upload = { status: 409, body: problem(409, 'LOADED_BEFORE', { detail: `The earlier load: ${loadId}`, loadId }) };
    const before = await load(file);
    expect(before.code).toBe(1);
    expect(before.stderr).toContain(`LOADED_BEFORE: LOADED_BEFORE The earlier load: ${loadId}`);
    upload = { status: 413, body: problem(413, 'TOO_LARGE') };
    expect((await load(file)).code).toBe(2);
  });

  test('asks about a load that is there, and writes its bad lines', async () => {
    expect(await load('--pause', loadId)).toMatchObject({ code: 0, stdout: 'paused\n' });
    const reason = ['--staff', 'staff-7', '--reason', 'counter'];
    expect(await load('--bad-lines', loadId, ...reason)).toMatchObject({ code: 0, stdout: 'heading\r\n1,2\r\n' });
    const unknown = await load('--pause', '018f0000-0000-7000-8000-000000000002');
    expect(unknown).toMatchObject({ code: 1, stderr: 'There is no such load.\n' });
  });

  test.each([
    [[], 'load: Give a file, or one of --attach, --list and the like.'],
    [['a.csv', '--list'], 'load: Give a file, or one of --attach, --list and the like.'],
    [['--pause', '5'], '--pause: It is not the id of a load'],
    [['/nowhere/a.csv'], 'FILE: /nowhere/a.csv does not exist.'],
    [['/tmp'], 'FILE: /tmp is a folder.'],
    [[file, '--format', 'xml'], '--format: It must be one of csv, ndjson, fixed.'],
    [[join(home, 'clients.json')], '--format: The file’s name does not say the form'],
    [['a.csv', '--number-system', '1'], '--number-system: It is not 2 digits.'],
    [['--results', loadId, '--json'], '--json: This is a file in its own form and not JSON.'],
  ])('%j is wrong usage', async (args, sentence) => {
    const { code, stdout, stderr } = await load(...args);
    expect(code).toBe(2);
    // What was asked for as JSON is told as JSON, when it fails as well.
    if (args.includes('--json')) expect(JSON.parse(stdout)).toMatchObject({ error: { exitCode: 2 } });
    else expect(stdout).toBe('');
    expect(stderr.replaceAll("'", '’')).toContain(sentence);
    expect(asked).toEqual([]);
  });
});
