import { serve } from '@hono/node-server';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Context } from '../../../cli/terminal/context.ts';
import { runStaffCode, runStaffSamples, setUpSampleStaff } from '../../../cli/staff/samples.ts';
import { readSampleStaff } from '../../../cli/staff/sample-file.ts';
import { roles } from '../../../domain/rights.ts';
import { recordPasswordChange } from '../../../storage/staff/staff.ts';
import { city, openApi, type ApiTest } from '../support.ts';
import { openBrowser, sessionOf, signIn } from '../sign-in/staff-support.ts';

let api: ApiTest;
let context: Context;
let printed = '';
let close: () => void;
let beforeCode: () => void = () => undefined;
beforeAll(async () => {
  api = await openApi(59);
  const home = mkdtempSync(join(tmpdir(), 'fugo-staff-'));
  const clientFile = join(home, 'admin-client.json');
  writeFileSync(clientFile, JSON.stringify(api.clients.administrator));
  const port = await new Promise<number>((resolve) => {
    const answer: typeof api.app.fetch = (request, ...rest) => {
      if (new URL(request.url).pathname === '/auth/two-factor/verify-totp') beforeCode();
      return api.app.fetch(request, ...rest);
    };
    const server = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port));
    close = () => void server.close();
  });
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed += chunk.toString('utf8');
      done();
    },
  }) as unknown as NodeJS.WriteStream;
  context = {
    env: { FUGO_HOME: home, FUGO_API_URL: `http://127.0.0.1:${String(port)}`, FUGO_ADMIN_CLIENT_FILE: clientFile },
    language: 'en',
    stdin: process.stdin,
    stdout: out,
    stderr: out,
  };
});
afterAll(() => close());
afterEach(() => {
  beforeCode = () => undefined;
  vi.useRealTimers();
});

test('each role has a sample member of staff, who signs in with the password and the code of this home', async () => {
  await setUpSampleStaff(context, city);
  const samples = readSampleStaff(context);
  expect(samples.map(({ role }) => role)).toEqual([...roles]);
  for (const { role, email, password } of samples) {
    const browser = openBrowser(api);
    expect((await signIn(browser, { email, password })).status).toBe(200);
    printed = '';
    await runStaffCode(context, email, {});
    const json = { code: printed.trim() };
    expect((await browser.send('POST', '/auth/two-factor/verify-totp', { json })).status).toBe(200);
    expect(await sessionOf(browser)).toMatchObject({ password: 'own', municipalities: [{ roles: [role] }] });
  }
});

test('whose password was changed is told, and the others have theirs shown', async () => {
  const samples = readSampleStaff(context);
  const auditor = samples.find(({ role }) => role === 'auditor');
  if (!auditor) throw new Error('there is no auditor');
  const shown = async (): Promise<string> => {
    printed = '';
    await runStaffSamples(context, {});
    return printed;
  };
  expect(await shown()).not.toContain('changed');
  await recordPasswordChange(api.store.api, auditor.staffId);
  const lines = (await shown()).split('\n');
  expect(lines.filter((line) => line.includes('(changed)'))).toEqual([expect.stringMatching(/auditor@/u)]);
  expect(lines.filter((line) => samples.some(({ password }) => line.includes(password)))).toHaveLength(
    roles.length - 1,
  );
});

test('they stay as they are at the next start, and the file is for its owner alone', async () => {
  const before = readSampleStaff(context);
  await setUpSampleStaff(context, city);
  expect(readSampleStaff(context)).toEqual(before);
  const file = join(context.env['FUGO_HOME'] ?? '', 'staff.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('clerk@');
});

test('a half minute that ends while a code is on its way keeps nobody from being set up', async () => {
  writeFileSync(join(context.env['FUGO_HOME'] ?? '', 'staff.json'), '{}');
  vi.useFakeTimers({ toFake: ['Date'], now: Math.ceil(Date.now() / 30_000) * 30_000 - 1 });
  let boundaries = 0;
  beforeCode = () => {
    if (boundaries++ === 0) vi.setSystemTime(Date.now() + 1);
  };
  await setUpSampleStaff(context, city);
  expect(boundaries).toBeGreaterThan(roles.length); // at least one code was of a half minute too long ago
  beforeCode = () => undefined;
  for (const { email, password } of readSampleStaff(context)) {
    const browser = openBrowser(api);
    await signIn(browser, { email, password });
    printed = '';
    await runStaffCode(context, email, {});
    const json = { code: printed.trim() };
    expect((await browser.send('POST', '/auth/two-factor/verify-totp', { json })).status).toBe(200);
  }
});

test('without the file they are made anew', async () => {
  writeFileSync(join(context.env['FUGO_HOME'] ?? '', 'staff.json'), '{}');
  await setUpSampleStaff(context, city);
  const [first] = readSampleStaff(context);
  const browser = openBrowser(api);
  expect((await signIn(browser, { email: first?.email ?? '', password: first?.password ?? '' })).status).toBe(200);
});
