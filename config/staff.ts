import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { ConfigError, findPath, findText, findUrl, getText, getWholeNumber, httpSchemes } from './environment.ts';

/** How staff sign in; the lock-out is not configurable. */
export interface StaffConfig {
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined;
  idleMinutes: number;
  longestHours: number;
  /** Addresses and networks. */
  trustedProxies: readonly string[];
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
    trustedProxies: readProxies(env),
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

function readProxies(env: NodeJS.ProcessEnv): string[] {
  const setting = findText(env, 'FUGO_TRUSTED_PROXIES') ?? '';
  const proxies = setting.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
  if (proxies.every(isAddressOrNetwork)) return proxies;
  throw new ConfigError('FUGO_TRUSTED_PROXIES', {
    ja: 'IPアドレスまたはネットワークをコンマで区切ってください',
    en: 'must be addresses or networks, separated by commas',
  });
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  // A network that contains everybody would let anybody forge the header.
  return prefix === undefined || (/^[1-9]\d{0,2}$/u.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
