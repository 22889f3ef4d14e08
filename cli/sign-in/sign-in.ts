import { SignInWays, type Session } from '../../contracts/api/session.ts';
import { createSignIn, type SignIn, type SignInReply } from './calls.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, type ExitCode } from '../terminal/exit.ts';
import { parsed, send } from '../client/http.ts';
import { createAsking, type Asking } from '../terminal/prompts.ts';
import { bodyOf, getApiUrl, refusal } from '../client/session.ts';
import { findStaffSession, writeStaffSession } from '../client/staff-session-file.ts';
import { sessionForMachine, sessionLines } from './whoami.ts';

export interface SignInOptions {
  email?: string;
  municipality?: string;
  backupCode?: boolean;
  json?: boolean;
}

/** A person may type a wrong code so often before beginning anew. The server counts too. */
const codesInATerminal = 3;

/** `fugo sign-in` asks for the password and then the code, by the routes of the staff web. */
export async function runSignIn(context: Context, options: SignInOptions): Promise<ExitCode> {
  const url = getApiUrl(context);
  warnOfPlainHttp(context, url);
  const ways = parsed(SignInWays, await (await send(`${url}/v1/sign-in-ways`, {})).text(), '/v1/sign-in-ways');
  const elsewhere = ways.oidc.map(({ name }) => say(context, 'signIn.oidc', { name, address: `${url}/` }));
  if (!ways.local) throw new CommandError(exitCodes.noRights, elsewhere.join('\n'));

  const asking = createAsking(context);
  const signIn = createSignIn(context, url);
  const email = await readEmail(context, options, asking);
  const password = await readOrAsk(context, 'FUGO_STAFF_PASSWORD', () =>
    asking.hidden(say(context, 'signIn.password')),
  );
  const answer = await signIn.post('/sign-in/email', { email, password });
  if (answer.kind !== 'ok') throw refusalOf(context, answer, elsewhere);
  if (answer.twoFactorRedirect) await enterCode(context, signIn, asking, options);
  const session = bodyOf(context, await signIn.session());
  await requireSetUp(context, signIn, session, url);
  await keepSession(context, signIn, session, { url, municipality: options.municipality });
  if (options.json) printJson(context, sessionForMachine(session, url));
  else {
    note(context, say(context, 'signIn.done', { name: session.name }));
    printLines(context, sessionLines(context, session, url));
  }
  return exitCodes.ok;
}

async function readEmail(context: Context, { email }: SignInOptions, asking: Asking): Promise<string> {
  const named = email ?? context.env['FUGO_STAFF_EMAIL']?.trim() ?? '';
  if (named !== '') return named;
  if (!context.stdin.isTTY) throw usageError(context, '--email', say(context, 'signIn.emailMissing'));
  return asking.visible(say(context, 'signIn.email'));
}

/** Takes the value from the environment, or asks the person. */
async function readOrAsk(context: Context, name: string, ask: () => Promise<string>): Promise<string> {
  const value = context.env[name]?.trim() ?? '';
  const answer = value === '' ? await ask() : value;
  if (answer === '') throw usageError(context, name, say(context, 'signIn.missing', { name }));
  return answer;
}

async function enterCode(
  context: Context,
  signIn: SignIn,
  asking: Asking,
  { backupCode = false }: SignInOptions,
): Promise<void> {
  const path = backupCode ? '/two-factor/verify-backup-code' : '/two-factor/verify-totp';
  const question = say(context, backupCode ? 'signIn.backupCode' : 'signIn.code');
  const isAsked = context.stdin.isTTY && (context.env['FUGO_STAFF_CODE'] ?? '') === '';
  for (let left = isAsked ? codesInATerminal : 1; ; left -= 1) {
    const typed = await readOrAsk(context, 'FUGO_STAFF_CODE', () => asking.visible(question));
    // Japanese keyboards type full-width digits.
    const answer = await signIn.post(path, { code: typed.normalize('NFKC').replaceAll(/\s/gu, '') });
    if (answer.kind === 'ok') return;
    const error = refusalOf(context, answer, []);
    if (left <= 1 || !isWrongCode(answer)) throw error;
    note(context, error.message);
  }
}

const isWrongCode = (answer: SignInReply): boolean =>
  answer.kind === 'problem'
    ? answer.problem.status === 422
    : answer.kind === 'wrong' && /CODE(_USED)?$/u.test(answer.code);

/** Puts the codes of the sign-in's own routes into words; other refusals are told as they came. */
function refusalOf(
  context: Context,
  answer: Exclude<SignInReply, { kind: 'ok' }>,
  elsewhere: readonly string[],
): CommandError {
  const no = (sentence: string): CommandError =>
    new CommandError(exitCodes.noRights, [sentence, ...elsewhere].join('\n'));
  if (answer.kind === 'problem') {
    const fields = answer.problem.errors?.map(({ field }) => field) ?? [];
    // The server refuses a code of seven letters as a field, but for the person it is a wrong code.
    return fields.includes('code') ? no(say(context, 'signIn.wrongCode')) : refusal(context, answer);
  }
  if (answer.kind === 'locked') {
    return no(say(context, 'signIn.locked', { minutes: Math.max(1, Math.ceil(answer.seconds / 60)) }));
  }
  if (/PASSWORD|EMAIL/u.test(answer.code)) return no(say(context, 'signIn.wrong'));
  if (/COOKIE|TOO_MANY/u.test(answer.code)) return no(say(context, 'signIn.slow'));
  if (answer.code === 'STAFF_REVOKED') return no(say(context, 'signIn.noRole'));
  if (answer.code === 'CODE_USED') return no(say(context, 'signIn.usedCode'));
  if (/CODE$|AUTHENTICATION$/u.test(answer.code)) return no(say(context, 'signIn.wrongCode'));
  return no(say(context, 'signIn.failed', { code: answer.code }));
}

/** A newcomer's session has no rights yet; the staff web leads through what is missing. */
async function requireSetUp(context: Context, signIn: SignIn, session: Session, url: string): Promise<void> {
  if (session.secondFactor === 'set-up' && session.password !== 'initial') return;
  await signIn.post('/sign-out', {});
  throw new CommandError(exitCodes.noRights, say(context, 'signIn.setUp', { address: `${url}/` }));
}

/** Keeps the session in place of an earlier one, which ends. */
async function keepSession(
  context: Context,
  signIn: SignIn,
  session: Session,
  { url, municipality }: { url: string; municipality: string | undefined },
): Promise<void> {
  const organisations = session.organisations.map((each) => each.organisation);
  const isElsewhere = municipality !== undefined && !organisations.includes(municipality);
  if (organisations.length === 0 || isElsewhere) {
    await signIn.post('/sign-out', {});
    throw new CommandError(exitCodes.noRights, say(context, isElsewhere ? 'signIn.notThere' : 'signIn.nowhere'));
  }
  const former = findStaffSession(context);
  if (former)
    await createSignIn(context, former.api, former.cookies)
      .post('/sign-out', {})
      .catch(() => undefined);
  writeStaffSession(context, {
    api: url,
    cookies: signIn.cookies(),
    staffId: session.staffId,
    organisations,
    ...(municipality !== undefined && { municipality }),
  });
}

function warnOfPlainHttp(context: Context, url: string): void {
  const { protocol, hostname } = new URL(url);
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname);
  if (protocol === 'http:' && !isHere) note(context, say(context, 'signIn.plain', { url }));
}
