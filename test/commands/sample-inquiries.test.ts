/** The sample's call centre: its answers and inquiries come in as its people would send them, and once. */
import { beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../../cli/client/api-client.ts';
import { organisationSession } from '../../cli/client/session.ts';
import { setUpSampleInquiries } from '../../cli/demo/inquiries.ts';
import type { Context } from '../../cli/terminal/context.ts';
import { nation } from '../../domain/organisations.ts';
import type { AnyRole } from '../../domain/rights.ts';
import { sampleAnswers, sampleInquiries } from '../../fictitious/call-centre.ts';
import { newcomer } from '../api/sign-in/staff-support.ts';
import { city, openCommands, type CommandTest } from './support.ts';

let commands: CommandTest;
beforeAll(async () => {
  commands = await openCommands(307);
});

test('administrators ask, the call centre works as far as the sample says, and a second start adds nothing', async () => {
  const { stdin, stdout, stderr } = process;
  /** Each at a home of their own, because who signs in takes the place of who was there. */
  const signIn = async (role: AnyRole, organisation: string): Promise<{ context: Context; api: ApiClient }> => {
    const env = { FUGO_HOME: commands.newHome(), FUGO_API_URL: commands.address };
    const context: Context = { env, language: 'ja', stdin, stdout, stderr };
    const { email, password, secondFactor } = await newcomer(commands.api, [role], { organisation });
    const input = `${password}\n${await secondFactor.code()}\n`;
    expect(await commands.fugo(['sign-in', '--email', email], { input, env })).toMatchObject({ code: 0 });
    return { context, api: organisationSession(context, {}).api };
  };
  const { api: asker } = await signIn('administrator', city);
  const { context, api: callCentre } = await signIn('call-centre', nation);
  const people = { callCentre, askers: new Map([[city, asker]]) };
  await setUpSampleInquiries(context, people);
  const { see } = commands.api.store;
  const stored = () => see<{ status: string }[]>`select status, satisfaction from inquiries order by inquiry`;
  const first = await stored();
  expect(first).toHaveLength(sampleInquiries.municipality.length);
  expect(first.map(({ status }) => status)).toEqual(['closed', 'in-progress', 'open']);
  const [counted] = await see<{ answers: number; used: number; solved: number }[]>`
    select count(*)::int as answers, sum(used)::int as used, sum(solved)::int as solved from answers`;
  expect(counted).toEqual({ answers: sampleAnswers.length, used: 1, solved: 1 });
  await setUpSampleInquiries(context, people);
  expect(await stored()).toEqual(first);
});
