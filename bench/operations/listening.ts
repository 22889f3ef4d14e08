/** Servers in a process of the bench's. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Surroundings } from './part.ts';

export function portOf(server: { address: () => string | AddressInfo | null }): number {
  const address = server.address();
  // A path would be a socket's.
  if (address === null || typeof address === 'string') throw new Error('The server listens at no port.');
  return address.port;
}

/** At a free port, which it answers. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(portOf(server)));
  });
}

/** A target whose answer the bench sets. */
export interface Switchable {
  url: string;
  up: boolean;
}

export async function openSwitchable({ onClose }: Pick<Surroundings, 'onClose'>): Promise<Switchable> {
  const target: Switchable = { url: '', up: true };
  const server = createServer((_, response) => response.writeHead(target.up ? 200 : 503).end());
  target.url = `http://127.0.0.1:${await listen(server)}/`;
  onClose(() => server.close());
  return target;
}
