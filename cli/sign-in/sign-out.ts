import { createSignIn } from './calls.ts';
import { note, print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { Unreachable } from '../client/http.ts';
import { findStaffSession, removeStaffSession } from '../client/staff-session-file.ts';

/** `fugo sign-out` ends the session at the server and removes it here. It is no error when nobody is signed in. */
export async function runSignOut(context: Context, { json }: { json?: boolean }): Promise<ExitCode> {
  const session = findStaffSession(context);
  if (session) {
    try {
      await createSignIn(context, session.api, session.cookies).post('/sign-out', {});
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      note(context, say(context, 'signIn.outHere', { url: session.api }));
    } finally {
      removeStaffSession(context);
    }
  }
  if (json) printJson(context, { signedOut: session !== undefined });
  else print(context, say(context, session ? 'signIn.out' : 'signIn.notIn'));
  return exitCodes.ok;
}
