import type { Session } from '../../contracts/api/session.ts';
import { Session as SessionBody } from '../../contracts/api/session.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { findClientFile } from '../client/client-file.ts';
import { note, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf, findSignedIn, getApiUrl } from '../client/session.ts';
import { staffCaller } from '../client/staff-identity.ts';
import { writeStaffSession } from '../client/staff-session-file.ts';
import { tableLines } from '../terminal/table.ts';
import { titledLines } from '../terminal/sections.ts';

/** `fugo whoami` ends with 4 when commands would act as nobody. */
export async function runWhoami(context: Context, { json }: { json?: boolean }): Promise<ExitCode> {
  const url = getApiUrl(context);
  const session = await askSession(context, url);
  const own = session?.organisations.map(({ organisation }) => organisation) ?? [];
  const operators = (findClientFile(context)?.operators ?? [])
    .map(({ municipality }) => municipality)
    .filter((municipality) => !own.includes(municipality));
  const identities = [
    ...own.map((organisation) => ({ organisation, actsAs: 'staff' as const })),
    ...operators.map((organisation) => ({ organisation, actsAs: 'operator' as const })),
  ];
  if (json) printJson(context, { staff: session ? sessionForMachine(session, url) : null, identities });
  else {
    if (session) printLines(context, [...sessionLines(context, session, url), '']);
    else note(context, say(context, 'signIn.notIn'));
    const head = [say(context, 'staff.organisation'), say(context, 'whoami.actsAs')];
    const rows = identities.map(({ organisation, actsAs }) => [organisation, say(context, `whoami.${actsAs}`)]);
    if (rows.length > 0) printLines(context, tableLines(head, rows));
  }
  return identities.length > 0 ? exitCodes.ok : exitCodes.noRights;
}

/** Asks the server, and keeps where the person works now, which may have changed since they signed in. */
async function askSession(context: Context, url: string): Promise<Session | undefined> {
  const signedIn = findSignedIn(context, url);
  if (!signedIn) return undefined;
  const reply = await staffCaller(context, signedIn).call({ path: '/v1/session', answer: SessionBody });
  const session = bodyOf(context, reply);
  const organisations = session.organisations.map(({ organisation }) => organisation);
  const kept = findSignedIn(context, url);
  if (kept?.staffId === session.staffId && kept.organisations.join() !== organisations.join()) {
    writeStaffSession(context, { ...kept, organisations });
  }
  return session;
}

export function sessionForMachine(session: Session, api: string): object {
  const { staffId, name, email, expiresAt, organisations } = session;
  return { staffId, name, email, api, expiresAt, organisations };
}

export function sessionLines(context: Context, session: Session, api: string): string[] {
  const { language } = context;
  const lines: [string, string][] = [
    [say(context, 'whoami.name'), `${session.name} <${session.email}>`],
    [say(context, 'staff.id'), session.staffId],
    [say(context, 'whoami.address'), api],
    [say(context, 'whoami.until'), tokyoTimeOf(session.expiresAt)],
  ];
  const head = [say(context, 'staff.organisation'), say(context, 'staff.name'), say(context, 'staff.roles')];
  const rows = session.organisations.map(({ organisation, name, nameEn, roles }) => [
    organisation,
    language === 'ja' ? name : nameEn,
    roles.map((role) => say(context, `role.${role}`)).join(', '),
  ]);
  return [...titledLines(lines), '', ...tableLines(head, rows)];
}
