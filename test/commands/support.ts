/** The command at the real API on a port of its own. It runs in this process: a hundred commands take seconds. */
import { serve } from '@hono/node-server';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { whenFileEnds } from '../support/ending.ts';
import type { ApiDeps } from '../../api/context.ts';
import type { AnyRole } from '../../domain/rights.ts';
import { offerFreePort } from '../../local/ports.ts';
import { newcomer, type SignedIn } from '../api/sign-in/staff-support.ts';
import { runHere, type Ended } from '../cli/here.ts';
import { city, openApi, otherCity, register, transferBody, type ApiTest } from '../api/support.ts';

export interface Run {
  /** Standard input, which is no terminal. */
  input?: string;
  env?: NodeJS.ProcessEnv;
}
export interface Asked {
  method: string;
  path: string;
}

export interface CommandTest {
  api: ApiTest;
  /** `http://127.0.0.1:…`, without a slash at the end. */
  address: string;
  home: string;
  /** In English unless the environment says otherwise. */
  fugo: (args: readonly string[], run?: Run) => Promise<Ended>;
  /** The only document that standard output is. */
  json: <Body = Record<string, unknown>>(args: readonly string[], run?: Run) => Promise<Body>;
  /** What the API was asked, without queries. */
  asked: Asked[];
  /** A new member of staff, who is signed in at this home from now on. */
  signIn: (roles: AnyRole[], organisation?: string) => Promise<SignedIn>;
  /** A home of somebody else. */
  newHome: () => string;
}

export async function openCommands(seed: number, settings: Pick<Partial<ApiDeps>, 'staff'> = {}): Promise<CommandTest> {
  const port = await offerFreePort();
  const address = `http://127.0.0.1:${String(port)}`;
  const api = await openApi(seed, settings);
  const asked: Asked[] = [];
  const server = serve({
    fetch: (request: Request, env: object) => {
      asked.push({ method: request.method, path: new URL(request.url).pathname });
      return api.app.fetch(request, env);
    },
    hostname: '127.0.0.1',
    port,
  });
  const folder = mkdtempSync(join(tmpdir(), 'fugo-commands-'));
  whenFileEnds(async () => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  let homes = 0;
  const newHome = (): string => {
    const home = join(folder, `home-${String((homes += 1))}`);
    mkdirSync(home);
    return home;
  };
  const home = newHome();
  const fugo = (args: readonly string[], { input = '', env = {} }: Run = {}): Promise<Ended> =>
    runHere(args, { input, env: { FUGO_HOME: home, FUGO_API_URL: address, FUGO_LANG: 'en', ...env } });
  return {
    api,
    address,
    home,
    fugo,
    asked,
    newHome,
    async json<Body>(args: readonly string[], run?: Run) {
      const { code, stdout, stderr } = await fugo([...args, '--json'], run);
      expect({ args, code, stderr }).toMatchObject({ code: 0 });
      return JSON.parse(stdout) as Body;
    },
    async signIn(roles, municipality = city) {
      const member = await newcomer(api, roles, { organisation: municipality });
      const { code, stderr } = await fugo(['sign-in', '--email', member.email], {
        input: `${member.password}\n${await member.secondFactor.code()}\n`,
      });
      expect({ code, stderr }).toMatchObject({ code: 0 });
      return member;
    },
  };
}

/** `clients.json` with an operator for each municipality that is named. */
export async function operatorsIn({ api }: CommandTest, home: string, municipalities = [city]): Promise<void> {
  const operators = [];
  for (const municipality of municipalities) {
    operators.push({ municipality, ...(await register(api.store, municipality, 'operator', [])) });
  }
  writeFileSync(join(home, 'clients.json'), JSON.stringify({ clients: [], operators }));
}

/** A resident as a backbone sends them; what they are found by. */
export async function resident(
  { api }: CommandTest,
  fields: Record<string, unknown> = {},
): Promise<{ number: string; personalNumber: string; addressNumber: string }> {
  const body = transferBody(api.store, fields);
  const response = await api.request('POST', 'transfers', { json: body });
  const { integratedAddressNumber: number } = (await response.json()) as { integratedAddressNumber: string };
  return { number, personalNumber: body.personalNumber, addressNumber: body.addressNumber };
}

/** An entry of the error list: a transfer that is held beside one that was numbered. */
export async function heldTransfer(commands: CommandTest): Promise<{ number: string; personalNumber: string }> {
  const { number, personalNumber } = await resident(commands);
  await resident(commands, { personalNumber, birthDate: '1950-01-02' });
  return { number, personalNumber };
}

export { city, otherCity, type Ended };
