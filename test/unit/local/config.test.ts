import { expect, test } from 'vitest';
import { readLocalConfig } from '../../../config/local.ts';
import { readApiConfig, readWorkerConfig } from '../../../config/processes.ts';
import { variables } from '../../../config/variables.ts';
import { isMessageKey, text } from '../../../local/messages.ts';
import { stepNames } from '../../../local/run-file.ts';

const worker = {
  TEMPORAL_ADDRESS: '127.0.0.1:8641',
  DATABASE_URL: 'postgres://fugo_worker:top-secret@127.0.0.1:8643/fugo',
  FUGO_KEYS_FILE: '/srv/fugo/keys.json',
};

test('what is not set has its described default', () => {
  expect(readWorkerConfig(worker)).toMatchObject({
    temporalNamespace: variables.TEMPORAL_NAMESPACE.default,
    healthPort: Number(variables.FUGO_HEALTH_PORT.default),
    logLevel: variables.FUGO_LOG_LEVEL.default,
    host: variables.FUGO_HOST.default,
    workflowBundle: undefined,
    alwaysOpen: false,
    language: 'ja',
  });
});

test('the value is frozen', () => expect(Object.isFrozen(readWorkerConfig(worker))).toBe(true));

test.each([
  [{ TEMPORAL_ADDRESS: '' }, /^TEMPORAL_ADDRESS: .*must be set/],
  [{ DATABASE_URL: 'top-secret' }, /^DATABASE_URL: .*must be a URL starting with postgres:\/\//],
  [{ FUGO_HEALTH_PORT: '70000' }, /^FUGO_HEALTH_PORT: .*from 1 to 65535/],
  [{ FUGO_LOG_LEVEL: 'loud' }, /^FUGO_LOG_LEVEL: .*must be one of trace/],
  [{ FUGO_ALWAYS_OPEN: 'perhaps' }, /^FUGO_ALWAYS_OPEN: .*must be 1 or 0/],
])('%o is refused by name and rule, without the value', (wrong, message) => {
  const read = (): unknown => readWorkerConfig({ ...worker, ...wrong });
  expect(read).toThrow(message);
  expect(read).not.toThrow(/top-secret/);
});

test('the home is a folder of fugo’s own unless one is named, from wherever it is called', () => {
  expect(readLocalConfig({}).home).toMatch(/\.fugo$/);
  expect(readLocalConfig({ FUGO_HOME: '/srv/fugo' }).home).toBe('/srv/fugo');
  expect(readLocalConfig({ XDG_CACHE_HOME: '/srv/cache' }).cache).toBe('/srv/cache/fugo');
});

test('every step has a name in both languages, and values are filled in', () => {
  for (const name of stepNames) expect(isMessageKey(`step:${name}`)).toBe(true);
  expect(text('postgresCreating', 'en', { name: 'database' })).toContain('(database)');
});

test('who is believed about where a request comes from is named by addresses and networks', () => {
  const api = { ...worker, PORT: '8640' };
  expect(readApiConfig(api).staff.trustedProxies).toEqual([]);
  const named = readApiConfig({ ...api, FUGO_TRUSTED_PROXIES: '10.1.2.3, 10.20.0.0/16,fd00::/8' });
  expect(named.staff.trustedProxies).toEqual(['10.1.2.3', '10.20.0.0/16', 'fd00::/8']);
  for (const wrong of ['proxy.example', '10.1.2.3/33', '0.0.0.0/0', '10.1.2.3/', '10.1.2.3/8/8', '*']) {
    expect(() => readApiConfig({ ...api, FUGO_TRUSTED_PROXIES: wrong })).toThrow(/^FUGO_TRUSTED_PROXIES: /u);
  }
});

test('TLS with Temporal is on as soon as something is said of it, and a certificate comes with its key', () => {
  const api = { PORT: '1', DATABASE_URL: 'postgres://h/d', FUGO_KEYS_FILE: '/k', TEMPORAL_ADDRESS: 'h:7233' };
  const tlsWith = (env: NodeJS.ProcessEnv) => readApiConfig({ ...api, ...env }).temporalTls;
  expect(tlsWith({})).toBeUndefined();
  expect(tlsWith({ TEMPORAL_TLS: '1' })).toMatchObject({ serverCaFile: undefined, client: undefined });
  expect(tlsWith({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/ca.pem' })).toMatchObject({ serverCaFile: '/ca.pem' });
  const client = { TEMPORAL_TLS_CLIENT_CERT_PATH: '/c.pem', TEMPORAL_TLS_CLIENT_KEY_PATH: '/k.pem' };
  expect(tlsWith(client)?.client).toEqual({ certificateFile: '/c.pem', keyFile: '/k.pem' });
  for (const name of Object.keys(client)) {
    expect(() => tlsWith({ ...client, [name]: '' })).toThrow(new RegExp(`^${name}: `, 'u'));
  }
});
