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

/** fugo's API with the rights of the administrator, whose client `fugo up` keeps in this home. */
export function administratorSession(context: Context): ApiClient {
  const url = getApiUrl(context);
  const named = context.env['FUGO_ADMIN_CLIENT_FILE']?.trim() ?? '';
  const path = named === '' ? join(getHome(context.env), 'admin-client.json') : named;
  try {
    return createApiClient(url, AdminClient.parse(JSON.parse(readFileSync(path, 'utf8'))), context.language);
  } catch (error) {
    throw new CommandError(exitCodes.noRights, say(context, 'noAdministrator'), { cause: error });
  }
}

/**
 * Who keeps the staff of a municipality: whoever is signed in there, and may or may not; otherwise the administrator's
 * client. A client file that is named decides.
 */
export function staffAdministration(context: Context, municipality: string): ApiClient {
  const isNamed = (context.env['FUGO_ADMIN_CLIENT_FILE']?.trim() ?? '') !== '';
  const signedIn = isNamed ? undefined : findSignedIn(context, getApiUrl(context));
  return signedIn?.municipalities.includes(municipality) === true
    ? staffCaller(context, signedIn)
    : administratorSession(context);
}
