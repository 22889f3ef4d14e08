import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultStaffSettings } from '../../api/sign-in/settings.ts';
import { newcomer, openBrowser, register, signIn, type SignedIn } from '../api/sign-in/staff-support.ts';
import { city, openCommands, operatorsIn, otherCity, type CommandTest, type Ended, type Run } from './support.ts';

let commands: CommandTest;
let member: SignedIn;
let home: string;
beforeAll(async () => {
  const oidc = { issuer: 'http://127.0.0.1:9', clientId: 'fugo', clientSecret: 'secret', name: 'ID連携' };
  commands = await openCommands(302, { staff: { ...defaultStaffSettings, oidc } });
  member = await newcomer(commands.api, ['supervisor']);
});
beforeEach(() => {
  home = commands.newHome();
});

const fugo = (args: readonly string[], { env = {}, ...run }: Run = {}): Promise<Ended> =>
  commands.fugo(args, { ...run, env: { FUGO_HOME: home, ...env } });
const enter = async (who: SignedIn = member, run: Run = {}): Promise<Ended> =>
  fugo(['sign-in', '--email', who.email], { input: `${who.password}\n${await who.secondFactor.code()}\n`, ...run });
const sessionFile = (): string => join(home, 'staff-session.json');

describe('fugo sign-in', () => {
  test('takes the password and the code from standard input, and keeps the session for its owner alone', async () => {
    const { code, stdout } = await enter();
    expect(code).toBe(0);
    expect(stdout).toContain(member.email);
    expect(stdout).toMatch(/131016\s+Mihon City\s+supervisor/u);
    expect(statSync(sessionFile()).mode & 0o777).toBe(0o600);
    expect(readdirSync(home)).toEqual(['staff-session.json']);
    const kept = readFileSync(sessionFile(), 'utf8');
    for (const secret of [member.password, member.email]) expect(kept).not.toContain(secret);
    expect((await fugo(['whoami'])).code).toBe(0);
  });

  test('takes them from the environment', async () => {
    const env = {
      FUGO_STAFF_EMAIL: member.email,
      FUGO_STAFF_PASSWORD: member.password,
      FUGO_STAFF_CODE: await member.secondFactor.code(),
    };
    expect(await fugo(['sign-in', '--json'], { env })).toMatchObject({ code: 0 });
  });

  test('takes full-width digits, as a Japanese keyboard types them', async () => {
    const wide = (await member.secondFactor.code()).replaceAll(/\d/gu, (digit) =>
      String.fromCodePoint(0xff10 + Number(digit)),
    );
    const input = `${member.password}\n${wide}\n`;
    expect(await fugo(['sign-in', '--email', member.email], { input })).toMatchObject({ code: 0 });
  });

  test.each([
    ['a wrong password', async () => 'a wrong password\n000000\n', 'The e-mail address or the password is wrong.'],
    ['a wrong code', async () => `${member.password}\n000000\n`, 'The code is wrong or out of date.'],
    ['a code of letters', async () => `${member.password}\nabc\n`, 'The code is wrong or out of date.'],
  ])('refuses %s, and keeps nothing', async (_what, input, sentence) => {
    const { code, stdout, stderr } = await fugo(['sign-in', '--email', member.email], { input: await input() });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain(member.password);
    expect(existsSync(sessionFile())).toBe(false);
  });

  test('says where those sign in whom the organisation’s provider knows', async () => {
    const path = `/v1/organisations/${city}/staff`;
    const json = { name: '見本 花', email: 'oidc@mihon.example', roles: ['clerk'], signIn: 'oidc' };
    const as = commands.api.clients.administrator;
    expect((await commands.api.request('POST', path, { as, json })).status).toBe(201);
    const { code, stderr } = await fugo(['sign-in', '--email', json.email], { input: 'any password at all\n' });
    expect(code).toBe(4);
    expect(stderr).toContain(`Who signs in at ID連携 can do so in the staff web only: ${commands.address}/`);
  });

  test('says that a code was used before', async () => {
    const who = await newcomer(commands.api, ['clerk']);
    const code = await who.secondFactor.code();
    const input = `${who.password}\n${code}\n`;
    expect(await fugo(['sign-in', '--email', who.email], { input })).toMatchObject({ code: 0 });
    const again = await fugo(['sign-in', '--email', who.email], { input });
    expect(again.code).toBe(4);
    expect(again.stderr).toContain('This code was used before.');
  });

  test('says what is missing where nobody can be asked', async () => {
    const noEmail = await fugo(['sign-in']);
    expect(noEmail).toMatchObject({ code: 2, stdout: '' });
    expect(noEmail.stderr).toContain('--email: ');
    const noPassword = await fugo(['sign-in', '--email', member.email]);
    expect(noPassword).toMatchObject({ code: 2 });
    expect(noPassword.stderr).toContain('FUGO_STAFF_PASSWORD: ');
    const noCode = await fugo(['sign-in', '--email', member.email], { input: `${member.password}\n` });
    expect(noCode).toMatchObject({ code: 2 });
    expect(noCode.stderr).toContain('FUGO_STAFF_CODE: ');
  });

  test('has no option for a password or a code: arguments are seen in lists of processes', async () => {
    for (const option of ['--password', '--code']) {
      expect((await fugo(['sign-in', '--email', member.email, option, 'x'])).stderr).toContain('no such option');
    }
  });

  test('tells a newcomer where to set up a password and a second factor, and leaves no session behind', async () => {
    const { email, password } = await register(commands.api, ['clerk']);
    const { code, stderr } = await fugo(['sign-in', '--email', email], { input: `${password}\n` });
    expect(code).toBe(4);
    expect(stderr).toContain(`${commands.address}/`);
    expect(existsSync(sessionFile())).toBe(false);
    const open = await commands.api.store.see`
      select 1 from staff_sessions where staff_id = (select staff_id from staff where email = ${email})`;
    expect(open).toHaveLength(0);
  });

  test('says how long somebody is locked out', async () => {
    const who = await newcomer(commands.api, ['clerk']);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await signIn(openBrowser(commands.api), { ...who, password: 'a wrong password' });
    }
    const { code, stderr } = await enter(who);
    expect(code).toBe(4);
    expect(stderr).toMatch(/Locked after too many failures\. It opens in about \d+ min\./u);
    await commands.api.store.see`delete from staff_sign_in_failures`;
  });

  test('for a municipality where the person does not work is refused', async () => {
    const input = `${member.password}\n${await member.secondFactor.code()}\n`;
    const { code } = await fugo(['sign-in', '--email', member.email, '--municipality', otherCity], { input });
    expect(code).toBe(4);
    expect(existsSync(sessionFile())).toBe(false);
  });

  test('ends the session of whoever was signed in before', async () => {
    const first = await newcomer(commands.api, ['clerk']);
    await enter(first);
    await enter();
    const open = await commands.api.store.see`
      select 1 from staff_sessions where staff_id = ${first.staffId} and expires_at > now()`;
    // The browser's own session of the newcomer stays.
    expect(open).toHaveLength(1);
    expect((await fugo(['whoami'])).stdout).toContain(member.email);
  });
});

describe('a session', () => {
  test('that is over says so, with the exit code for no right, and is no reason to act as somebody else', async () => {
    const who = await newcomer(commands.api, ['supervisor']);
    await operatorsIn(commands, home);
    await enter(who);
    await commands.api.store.see`
      update staff_sessions set expires_at = now() - interval '1 second' where staff_id = ${who.staffId}`;
    for (const args of [['errors', 'list'], ['residents', 'search', '--name', 'x'], ['whoami']]) {
      const { code, stdout, stderr } = await fugo(args);
      expect({ args, code, stdout }).toEqual({ args, code: 4, stdout: '' });
      expect(stderr).toContain('Your session is over.');
    }
    expect(await fugo(['sign-out'])).toMatchObject({ code: 0 });
    expect(await fugo(['errors', 'list'])).toMatchObject({ code: 0 });
  });

  test('of somebody who was taken away serves no more', async () => {
    const who = await newcomer(commands.api, ['clerk']);
    await enter(who);
    const path = `/v1/organisations/${city}/staff/${who.staffId}`;
    await commands.api.request('DELETE', path, { as: commands.api.clients.administrator });
    expect((await fugo(['residents', 'search', '--name', 'x'])).code).toBe(4);
  });

  test('is revoked at the server by fugo sign-out, and its file is gone', async () => {
    await enter();
    const kept = readFileSync(sessionFile(), 'utf8');
    expect(await fugo(['sign-out'])).toMatchObject({ code: 0, stdout: 'signed out\n' });
    expect(existsSync(sessionFile())).toBe(false);
    writeFileSync(sessionFile(), kept);
    expect((await fugo(['whoami'])).code).toBe(4);
    await fugo(['sign-out']);
    expect(await fugo(['sign-out'])).toMatchObject({ code: 0, stdout: 'nobody is signed in\n' });
  });

  test('is left also where the server cannot be reached', async () => {
    await enter();
    const kept = JSON.parse(readFileSync(sessionFile(), 'utf8')) as object;
    writeFileSync(sessionFile(), JSON.stringify({ ...kept, api: 'http://127.0.0.1:9' }));
    const { code, stderr } = await fugo(['sign-out']);
    expect(code).toBe(0);
    expect(stderr).toContain('http://127.0.0.1:9 cannot be reached');
    expect(existsSync(sessionFile())).toBe(false);
  });

  test('is never sent to another address than the one it was opened at', async () => {
    await enter();
    const env = { FUGO_API_URL: commands.address.replace('127.0.0.1', 'localhost') };
    const { code, stderr } = await fugo(['residents', 'search', '--name', 'x'], { env });
    expect(code).toBe(4);
    expect(stderr).toContain('fugo sign-in');
  });
});

describe('as whom a command acts', () => {
  const audited = async (action: string): Promise<{ client_id: string; staff_id: string | null }[]> =>
    commands.api.store.see`
      select client_id, staff_id from audit_log where action = ${action} order by at desc, seq desc limit 1`;

  test('is whoever is signed in there, before the operator client of the home', async () => {
    await operatorsIn(commands, home, [city, otherCity]);
    await fugo(['errors', 'list', '--municipality', city]);
    expect((await audited('errors.list'))[0]?.client_id).toMatch(/^operator-/u);
    await enter();
    await fugo(['errors', 'list', '--municipality', city]);
    expect(await audited('errors.list')).toEqual([{ client_id: 'staff-web', staff_id: member.staffId }]);
    const { stdout } = await fugo(['whoami']);
    expect(stdout).toMatch(/131016\s+staff\n202011\s+operator/u);
  });

  test('is the operator client where the person does not work, and that of a file that is named', async () => {
    await operatorsIn(commands, home, [city, otherCity]);
    await enter();
    expect(await fugo(['errors', 'list', '--municipality', otherCity])).toMatchObject({ code: 0 });
    await fugo(['errors', 'list', '--municipality', city, '--client-file', join(home, 'clients.json')]);
    expect((await audited('errors.list'))[0]?.client_id).toMatch(/^operator-/u);
  });

  test('can be nobody else for who is signed in', async () => {
    await enter();
    const id = '018f0000-0000-7000-8000-000000000001';
    const { code, stderr } = await fugo(['errors', 'retry', id, '--staff', 'somebody-else']);
    expect(code).toBe(2);
    expect(stderr).toContain('--staff: ');
  });

  test('is told in the help of each command that may act as either', async () => {
    for (const args of [['errors', 'list'], ['load'], ['confirm'], ['overview']]) {
      expect((await fugo([...args, '--help'])).stdout).toContain('As whom it acts');
    }
    expect((await fugo(['movers', '--help'])).stdout).toContain('no client has this right');
  });

  test('needs a sign-in for what no program may do', async () => {
    await operatorsIn(commands, home);
    for (const args of [['movers'], ['audit', 'list'], ['residents', 'show', '000000000000019'], ['updates', 'list']]) {
      const { code, stderr } = await fugo(args);
      expect({ args, code }).toEqual({ args, code: 4 });
      expect(stderr).toContain('fugo sign-in');
    }
  });
});
