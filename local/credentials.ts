import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findJson, writePrivateJson } from './files.ts';
import { membersOf, recordOf } from './records.ts';

/** Secrets, made at the first start and kept in `credentials.json` (0600). None ever appears on a command line. */
const credentialNames = [
  'databaseSuperuser',
  'databaseOwner',
  'databaseApi',
  'databaseWorker',
  'databaseMonitor',
  'simulatorSuperuser',
  'simulatorOwner',
] as const;
export type Credentials = Record<(typeof credentialNames)[number], string>;

/** Reads the secrets of this home and makes missing ones, because a later version may need more. */
export function getCredentials(home: string): Credentials {
  const path = join(home, 'credentials.json');
  const stored = membersOf(findJson(path));
  const credentials = recordOf(credentialNames, (name) => {
    const value = stored[name];
    return typeof value === 'string' && value !== '' ? value : randomBytes(24).toString('hex');
  });
  if (credentialNames.some((name) => stored[name] !== credentials[name])) writePrivateJson(path, credentials);
  return credentials;
}
