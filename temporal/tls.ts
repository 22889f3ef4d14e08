import { readFileSync } from 'node:fs';
import type { TLSConfig } from '@temporalio/client';
import type { TemporalTls } from '../config/temporal-server.ts';

/** For a connection. The files are read when it is made, so that a restart is enough for a new certificate. */
export function secured(tls: TemporalTls | undefined): { tls?: TLSConfig } {
  if (!tls) return {};
  const { serverCaFile, client, serverName } = tls;
  return {
    tls: {
      ...(serverCaFile !== undefined && { serverRootCACertificate: readFileSync(serverCaFile) }),
      ...(client && {
        clientCertPair: { crt: readFileSync(client.certificateFile), key: readFileSync(client.keyFile) },
      }),
      ...(serverName !== undefined && { serverNameOverride: serverName }),
    },
  };
}
