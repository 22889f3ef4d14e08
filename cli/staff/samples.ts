/**
 * The staff of the sample organisations: one member for each role, set up as a person would do it, so that anybody can
 * sign in.
 */
import { base32 } from '@better-auth/utils/base32';
import { createOTP } from '@better-auth/utils/otp';
import { randomBytes } from 'node:crypto';
import type { SignInPath } from '../../contracts/api/sign-in.ts';
import { NewStaff, StaffMembers } from '../../contracts/api/staff.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tierOf } from '../../domain/organisations.ts';
import { rolesOfTier, type AnyRole } from '../../domain/rights.ts';
import { administratorSession } from '../client/administrator.ts';
import type { ApiClient } from '../client/api-client.ts';
import { staffCaller } from '../client/staff-identity.ts';
import { createSignIn, type SignIn } from '../sign-in/calls.ts';
import type { Message } from '../terminal/message.ts';
import { note, print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf, getApiUrl } from '../client/session.ts';
import { readSampleStaff, writeSampleStaff, type SampleStaff } from './sample-file.ts';
import { tableLines } from '../terminal/table.ts';

export interface JsonOption {
  json?: boolean;
}

/** In the language of who sets them up. */
const names: Record<AnyRole, Message> = {
  clerk: { ja: '見本 業務担当者', en: 'Sample Clerk' },
  supervisor: { ja: '見本 監督者', en: 'Sample Supervisor' },
  administrator: { ja: '見本 管理者', en: 'Sample Administrator' },
  auditor: { ja: '見本 監査担当者', en: 'Sample Auditor' },
  manager: { ja: '見本 管理部門担当者', en: 'Sample Manager' },
  'call-centre': { ja: '見本 コールセンター担当者', en: 'Sample Call Centre' },
};

/** The members that were just made, by their role, while they are still signed in. */
type MadeMembers = ReadonlyMap<AnyRole, ApiClient>;

/** Makes the members that are missing. Those of the last start still have their passwords. */
export async function setUpSampleStaff(
  context: Context,
  organisation: string,
  whileSignedIn: (made: MadeMembers) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const administrator = administratorSession(context);
  const path = ofOrganisation(organisation, 'staff');
  const { staff } = bodyOf(context, await administrator.call({ path, answer: StaffMembers }));
  const kept = readSampleStaff(context);
  const isUsable = ({ staffId }: SampleStaff): boolean =>
    staff.some((member) => member.staffId === staffId && member.secondFactor === 'set-up');
  const missing = rolesOfTier[tierOf(organisation)].filter(
    (role) => !kept.some((each) => isOf(each, organisation, role) && isUsable(each)),
  );
  if (missing.length === 0) return;
  const made = await Promise.all(
    missing.map(async (role) => {
      const email = `${role}@${organisation}.example`;
      // This home does not have the password of a member who is known already, so the member is made anew.
      const known = staff.find((member) => member.email === email);
      if (known) {
        bodyOf(context, await administrator.callText({ method: 'DELETE', path: `${path}/${known.staffId}` }));
      }
      return makeSample(context, administrator, { organisation, role, email });
    }),
  );
  const others = readSampleStaff(context).filter(
    (each) => !made.some(({ sample: { role } }) => isOf(each, organisation, role)),
  );
  const since = await passwordTimes(administrator, organisation);
  const samples = made.map(({ sample }) => ({ ...sample, ...since.get(sample.staffId) }));
  writeSampleStaff(context, [...others, ...samples]);
  try {
    await whileSignedIn(new Map(made.map(({ sample, signIn }) => [sample.role, callerOf(context, sample, signIn)])));
  } finally {
    await Promise.all(made.map(({ signIn }) => signIn.post('/sign-out', {})));
  }
}

/** fugo's API as a member who has signed in. */
function callerOf(context: Context, { staffId, organisation }: SampleStaff, signIn: SignIn): ApiClient {
  const session = { api: getApiUrl(context), cookies: { ...signIn.cookies() }, staffId, organisations: [organisation] };
  return staffCaller(context, session);
}

function isOf(sample: SampleStaff, organisation: string, role: AnyRole): boolean {
  return sample.organisation === organisation && sample.role === role;
}

/** Registers the member, signs in, and sets a password and a second factor, as a person would. They stay signed in. */
async function makeSample(
  context: Context,
  administrator: ApiClient,
  { organisation, role, email }: Pick<SampleStaff, 'organisation' | 'role' | 'email'>,
): Promise<{ sample: SampleStaff; signIn: SignIn }> {
  const body = { name: names[role][context.language], email, roles: [role] };
  const path = ofOrganisation(organisation, 'staff');
  const { staffId, initialPassword } = bodyOf(
    context,
    await administrator.call({ method: 'POST', path, body, answer: NewStaff }),
  );
  const password = randomBytes(12).toString('base64url');
  const signIn = createSignIn(context, getApiUrl(context));
  const send = async (to: SignInPath, json: object): Promise<{ totpUri: string | undefined }> => {
    const reply = await signIn.post(to, json);
    if (reply.kind === 'ok') return reply;
    throw new CommandError(exitCodes.internal, say(context, 'staff.notSetUp', { address: `/auth${to}` }));
  };
  await send('/sign-in/email', { email, password: initialPassword ?? '' });
  await send('/change-password', { currentPassword: initialPassword ?? '', newPassword: password });
  const { totpUri = '' } = await send('/two-factor/enable', { password });
  await proveAuthenticator(context, signIn, totpUri);
  return { sample: { organisation, role, staffId, email, password, totpUri }, signIn };
}

/**
 * The server takes each code once, and the person who signs in next needs the code of now. So this sends the code of
 * half a minute ago, which the server takes until this half minute ends. If that happens on the way, it sends the one
 * before the new half minute, and on a very slow machine at last the code of now.
 */
async function proveAuthenticator(context: Context, signIn: SignIn, totpUri: string): Promise<void> {
  const path = '/two-factor/verify-totp';
  for (const stepsAway of [-1, -1, 0]) {
    const reply = await signIn.post(path, { code: await generateCode(totpUri, stepsAway) });
    if (reply.kind === 'ok') return;
    if (reply.kind !== 'wrong') break;
  }
  throw new CommandError(exitCodes.internal, say(context, 'staff.notSetUp', { address: `/auth${path}` }));
}

function generateCode(totpUri: string, stepsAway = 0): Promise<string> {
  const secret = new URL(totpUri).searchParams.get('secret') ?? '';
  const step = Math.floor(Date.now() / 30_000) + stepsAway;
  return createOTP(new TextDecoder().decode(base32.decode(secret))).hotp(step);
}

/** Since when the passwords of an organisation's members hold. */
async function passwordTimes(
  administrator: ApiClient,
  organisation: string,
): Promise<ReadonlyMap<string, { passwordSince: string }>> {
  const reply = await administrator.call({ path: ofOrganisation(organisation, 'staff'), answer: StaffMembers });
  const staff = reply.kind === 'ok' ? reply.body.staff : [];
  return new Map(
    staff.flatMap(({ staffId, passwordSince }) => (passwordSince === null ? [] : [[staffId, { passwordSince }]])),
  );
}

/** Whose password is another one by now; undefined where that cannot be asked, as while fugo does not run. */
async function findChanged(context: Context, samples: readonly SampleStaff[]): Promise<Set<string> | undefined> {
  try {
    const administrator = administratorSession(context);
    const organisations = [...new Set(samples.map(({ organisation }) => organisation))];
    const times = await Promise.all(organisations.map((each) => passwordTimes(administrator, each)));
    const since = new Map(times.flatMap((each) => [...each]));
    const changed = samples.filter(({ staffId, passwordSince }) => {
      const now = since.get(staffId)?.passwordSince;
      return passwordSince !== undefined && now !== undefined && now !== passwordSince;
    });
    return new Set(changed.map(({ staffId }) => staffId));
  } catch {
    return undefined;
  }
}

/** `fugo staff samples` also says whose password somebody has changed since: then this home does not know it. */
export async function runStaffSamples(context: Context, { json }: JsonOption): Promise<ExitCode> {
  const samples = readSampleStaff(context);
  const changed = await findChanged(context, samples);
  if (json) {
    const shown = samples.map(({ organisation, role, email, password, staffId }) => {
      return { organisation, role, email, password, passwordChanged: changed?.has(staffId) ?? null };
    });
    printJson(context, shown);
    return exitCodes.ok;
  }
  const head = ['staff.organisation', 'staff.roles', 'staff.email', 'staff.password'] as const;
  const rows = samples.map(({ organisation, role, email, password, staffId }) => [
    organisation,
    say(context, `role.${role}`),
    email,
    changed?.has(staffId) ? say(context, 'staff.passwordChanged') : password,
  ]);
  const titles = head.map((title) => say(context, title));
  printLines(context, tableLines(titles, rows));
  if (changed && changed.size > 0) note(context, say(context, 'staff.passwordChanged.how'));
  return exitCodes.ok;
}

/** `fugo staff code` shows what an authenticator app would show now. */
export async function runStaffCode(context: Context, email: string, { json }: JsonOption): Promise<ExitCode> {
  const sample = readSampleStaff(context).find((each) => each.email === email.trim().toLowerCase());
  if (!sample) throw usageError(context, 'EMAIL', say(context, 'staff.noSample'));
  const code = await generateCode(sample.totpUri);
  if (json) printJson(context, { email: sample.email, code });
  else print(context, code);
  return exitCodes.ok;
}
