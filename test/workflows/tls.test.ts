/**
 * A Temporal server that takes nobody without a certificate: a gate of TLS before the tests' own server, as a proxy or the
 * server itself would be in production. Client, worker's connection and `fugo doctor` come in by their certificate only.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readLocalConfig } from '../../config/local.ts';
import { readTemporalTls, temporalTlsVariables } from '../../config/temporal-server.ts';
import { ensureKeysFile } from '../../local/keys-file.ts';
import { checkTemporal } from '../../local/doctor-servers.ts';
import { readKeyRing, type KeyRing } from '../../keys/key-ring.ts';
import { connectWorker, openClient } from '../../temporal/connection.ts';
import { closeLater } from '../support/workflow-namespace.ts';
import { makeAuthority, type Certified } from '../support/certificates.ts';

let folder: string;
let gate: Server;
let address: string;
let keys: KeyRing;
const namespace = inject('temporalNamespace');
/** Of the one who may come in, and of somebody with a certificate from elsewhere. */
let ours: NodeJS.ProcessEnv;
let foreign: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fugo-tls-'));
  ensureKeysFile(join(folder, 'keys.json'));
  keys = readKeyRing(join(folder, 'keys.json'));
  const authority = makeAuthority('authority.example');
  const elsewhere = makeAuthority('elsewhere.example');
  const server = authority.certify({ name: 'temporal.example' });
  ours = written('ours', authority.certificate, authority.certify({ name: 'fugo.example' }));
  foreign = written('foreign', authority.certificate, elsewhere.certify({ name: 'fugo.example' }));
  const [host = '', port = ''] = inject('temporalAddress').split(':');
  gate = createServer(
    {
      cert: server.certificate,
      key: server.key,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ['h2'],
    },
    (socket) => {
      const inner = connect({ host, port: Number(port) });
      socket.pipe(inner).pipe(socket);
      for (const [one, other] of [
        [socket, inner],
        [inner, socket],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    },
  );
  gate.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', () => resolve()));
  address = `127.0.0.1:${String((gate.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  await new Promise((resolve) => gate.close(resolve));
  rmSync(folder, { recursive: true });
});

function written(name: string, ca: string, { certificate, key }: Certified): NodeJS.ProcessEnv {
  const fileOf = (part: string, text: string): string => {
    const path = join(folder, `${name}-${part}.pem`);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  return {
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: fileOf('ca', ca),
    TEMPORAL_TLS_CLIENT_CERT_PATH: fileOf('certificate', certificate),
    TEMPORAL_TLS_CLIENT_KEY_PATH: fileOf('key', key),
    TEMPORAL_TLS_SERVER_NAME: 'temporal.example',
  };
}

/** Asks as the API does. Throws when nothing came of it in time. */
async function askAsClient(env: NodeJS.ProcessEnv): Promise<string | null | undefined> {
  const { connection, workflowService } = openClient({ ...targetOf(env), keys });
  try {
    const ask = () => workflowService.describeNamespace({ namespace });
    return (await connection.withDeadline(Date.now() + 5_000, ask)).namespaceInfo?.name;
  } finally {
    closeLater(connection);
  }
}

const targetOf = (env: NodeJS.ProcessEnv) => ({ address, namespace, tls: readTemporalTls(env) });

test('whoever has a certificate of the authority comes in, as client and as worker', async () => {
  expect(await askAsClient(ours)).toBe(namespace);
  const worker = await connectWorker(targetOf(ours));
  await worker.close();
});

test.each([
  ['one of another authority', () => foreign],
  [
    'none',
    () => ({
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: ours['TEMPORAL_TLS_SERVER_CA_CERT_PATH'],
      TEMPORAL_TLS_SERVER_NAME: 'temporal.example',
    }),
  ],
  ['no TLS at all', () => ({})],
])('with %s nobody does', async (_name, env) => {
  await expect(askAsClient(env())).rejects.toThrow(/deadline|connect|certificate/iu);
  await expect(connectWorker(targetOf(env()))).rejects.toThrow('does not answer.');
});

test('a server whose certificate names another, or that another authority made, is not spoken to', async () => {
  const others = [
    { ...ours, TEMPORAL_TLS_SERVER_NAME: 'another.example' },
    {
      ...ours,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: written(
        'another',
        makeAuthority('x.example').certificate,
        makeAuthority('y.example'),
      )['TEMPORAL_TLS_SERVER_CA_CERT_PATH'],
    },
  ];
  for (const env of others) {
    await expect(askAsClient(env)).rejects.toThrow(/deadline|connect|certificate/iu);
    await expect(connectWorker(targetOf(env))).rejects.toThrow('does not answer.');
  }
});

test('fugo doctor and what fugo up starts have the same settings', async () => {
  const server = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  const found = async (env: NodeJS.ProcessEnv) => {
    const findings = await checkTemporal(readLocalConfig({ ...server, ...env }));
    return findings.filter(({ state }) => state === 'wrong').map(({ note }) => note.key);
  };
  expect(await found(ours)).toEqual([]);
  expect(await found(foreign)).toEqual(['temporalUnusable']);
  expect(readTemporalTls(temporalTlsVariables(readTemporalTls(ours)))).toEqual(readTemporalTls(ours));
  expect(temporalTlsVariables(readTemporalTls({ TEMPORAL_TLS: '1' }))).toEqual({ TEMPORAL_TLS: '1' });
});
