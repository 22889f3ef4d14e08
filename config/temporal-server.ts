/** How a Temporal server is spoken to that wants TLS. The names are those of Temporal's own programs. */
import { ConfigError, findPath, findText, freeze, getFlag } from './environment.ts';

/** Files in PEM. */
export interface TemporalTls {
  /** Undefined: the certificate authorities that the system knows. */
  serverCaFile: string | undefined;
  /** Who fugo is, where the server asks (mTLS). */
  client: { certificateFile: string; keyFile: string } | undefined;
  /** Where the certificate names the server otherwise than its address does. */
  serverName: string | undefined;
}

/** Undefined: without TLS. Whatever is said about TLS turns it on, so that nothing goes in clear by an oversight. */
export function readTemporalTls(env: NodeJS.ProcessEnv): Readonly<TemporalTls> | undefined {
  const serverCaFile = findPath(env, 'TEMPORAL_TLS_SERVER_CA_CERT_PATH');
  const certificateFile = findPath(env, 'TEMPORAL_TLS_CLIENT_CERT_PATH');
  const keyFile = findPath(env, 'TEMPORAL_TLS_CLIENT_KEY_PATH');
  const serverName = findText(env, 'TEMPORAL_TLS_SERVER_NAME');
  const isNamed = [serverCaFile, certificateFile, keyFile, serverName].some((each) => each !== undefined);
  if (!isNamed && !getFlag(env, 'TEMPORAL_TLS')) return undefined;
  if (certificateFile === undefined && keyFile === undefined) {
    return freeze({ serverCaFile, client: undefined, serverName });
  }
  if (certificateFile === undefined) throw half('TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_KEY_PATH');
  if (keyFile === undefined) throw half('TEMPORAL_TLS_CLIENT_KEY_PATH', 'TEMPORAL_TLS_CLIENT_CERT_PATH');
  return freeze({ serverCaFile, client: freeze({ certificateFile, keyFile }), serverName });
}

type ClientFile = 'TEMPORAL_TLS_CLIENT_CERT_PATH' | 'TEMPORAL_TLS_CLIENT_KEY_PATH';

function half(missing: ClientFile, given: ClientFile): ConfigError {
  return new ConfigError(missing, {
    ja: `${given} と一緒に設定してください`,
    en: `must be set together with ${given}`,
  });
}

/** The variables again, for a process that is started with the same settings. */
export function temporalTlsVariables(tls: TemporalTls | undefined): NodeJS.ProcessEnv {
  if (!tls) return {};
  const { serverCaFile, client, serverName } = tls;
  return {
    TEMPORAL_TLS: '1',
    ...(serverCaFile !== undefined && { TEMPORAL_TLS_SERVER_CA_CERT_PATH: serverCaFile }),
    ...(client && {
      TEMPORAL_TLS_CLIENT_CERT_PATH: client.certificateFile,
      TEMPORAL_TLS_CLIENT_KEY_PATH: client.keyFile,
    }),
    ...(serverName !== undefined && { TEMPORAL_TLS_SERVER_NAME: serverName }),
  };
}
