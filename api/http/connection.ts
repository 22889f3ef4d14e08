/** The connection that a request came by; a test has none. */
import type { HttpBindings } from '@hono/node-server';
import type { IncomingMessage } from 'node:http';

/** Hono's bindings; absent if the app is called without a server. */
export type Connection = Partial<HttpBindings> | undefined;

export function incomingOf(connection: Connection): IncomingMessage | undefined {
  const incoming = connection?.incoming;
  return incoming && 'complete' in incoming && 'socket' in incoming ? incoming : undefined;
}

/** The address at the other end, which may be a proxy's; empty if unknown. */
export function peerOf(connection: Connection): string {
  return connection?.incoming?.socket.remoteAddress ?? '';
}

/** Whether the caller left before the whole body arrived; then nobody reads an answer. */
export function hasGone(connection: Connection): boolean {
  const incoming = incomingOf(connection);
  return incoming !== undefined && incoming.destroyed && !incoming.complete;
}
