import type { ApiClient } from '../client/api-client.ts';
import { findSignedIn, getApiUrl, municipalitySession, organisationSession } from '../client/session.ts';
import type { Context } from '../terminal/context.ts';
import type { HoursOptions } from './options.ts';

export interface CalendarSession {
  organisation: string;
  api: ApiClient;
}

/**
 * Opens the session for an organisation's calendar. Whoever is signed in acts as themselves, in any tier; a program acts
 * for its municipality.
 */
export function calendarSession(context: Context, options: HoursOptions): CalendarSession {
  const named = options.organisation ?? options.municipality;
  if (options.clientFile === undefined && findSignedIn(context, getApiUrl(context))) {
    return organisationSession(context, named === undefined ? {} : { organisation: named });
  }
  const { municipality, api } = municipalitySession(context, {
    ...(named !== undefined && { municipality: named }),
    ...(options.clientFile !== undefined && { clientFile: options.clientFile }),
  });
  return { organisation: municipality, api };
}
