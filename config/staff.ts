import { readFileSync } from 'node:fs';
import { ConfigError, findPath, findText, findUrl, getText, getWholeNumber, httpSchemes } from './environment.ts';

/** How staff sign in; the lock-out is no setting. */
export interface StaffConfig {
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined;
  idleMinutes: number;
  longestHours: number;
}

export function readStaffConfig(env: NodeJS.ProcessEnv): StaffConfig {
  const issuer = findUrl(env, 'FUGO_OIDC_ISSUER', httpSchemes);
  return {
    oidc:
      issuer === undefined
        ? undefined
        : {
            issuer,
            clientId: getText(env, 'FUGO_OIDC_CLIENT_ID'),
            clientSecret: readSecret(env),
            name: getText(env, 'FUGO_OIDC_NAME'),
          },
    idleMinutes: getWholeNumber(env, 'FUGO_STAFF_IDLE_MINUTES'),
    longestHours: getWholeNumber(env, 'FUGO_STAFF_SESSION_HOURS'),
  };
}

function readSecret(env: NodeJS.ProcessEnv): string {
  const file = findPath(env, 'FUGO_OIDC_CLIENT_SECRET_FILE');
  const secret = file === undefined ? findText(env, 'FUGO_OIDC_CLIENT_SECRET') : readFileSync(file, 'utf8').trim();
  if (secret !== undefined && secret !== '') return secret;
  throw new ConfigError('FUGO_OIDC_CLIENT_SECRET_FILE', {
    ja: 'FUGO_OIDC_ISSUER を設定するときは必要です',
    en: 'is needed where FUGO_OIDC_ISSUER is set',
  });
}
