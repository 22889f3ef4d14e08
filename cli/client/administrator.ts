import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { getHome } from '../../config/local.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import { say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes } from '../terminal/exit.ts';
import { findSignedIn, getApiUrl } from './session.ts';
import { staffCaller } from './staff-identity.ts';

const AdminClient = z.object({ clientId: z.string(), clientSecret: z.string() });

/** fugo's API with the rights of the administrator's client, which `fugo up` keeps in this home. */
export function administratorSession(context: Context): ApiClient {
  const url = getApiUrl(context);
  const named = context.env['FUGO_ADMIN_CLIENT_FILE']?.trim() ?? '';
  const path = named === '' ? join(getHome(context.env), 'admin-client.json') : named;
  try {
    return createApiClient(url, AdminClient.parse(JSON.parse(readFileSync(path, 'utf8'))), context.language);
  } catch (error) {
    throw new CommandError(exitCodes.noRights, say(context, 'noAdministrator', { path }), { cause: error });
  }
}

/**
 * Who administers the staff of a municipality: a named client file decides; without one the member of staff who is
 * signed in there, whose rights the server checks; otherwise the administrator's client.
 */
export function staffAdministration(context: Context, organisation: string): ApiClient {
  const isNamed = (context.env['FUGO_ADMIN_CLIENT_FILE']?.trim() ?? '') !== '';
  const signedIn = isNamed ? undefined : findSignedIn(context, getApiUrl(context));
  return signedIn?.organisations.includes(organisation) === true
    ? staffCaller(context, signedIn)
    : administratorSession(context);
}
