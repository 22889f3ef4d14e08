/** The connection that a request came by, where there is one: a test has none. */
import type { HttpBindings } from '@hono/node-server';
import type { IncomingMessage } from 'node:http';

/** As Hono has it: there are no bindings at all where the app was asked without a server. */
export type Connection = Partial<HttpBindings> | undefined;

export function incomingOf(connection: Connection): IncomingMessage | undefined {
  const incoming = connection?.incoming;
  return incoming && 'complete' in incoming && 'socket' in incoming ? incoming : undefined;
}

/** The address at the other end, such as that of a proxy; empty where nobody knows it. */
export function peerOf(connection: Connection): string {
  return connection?.incoming?.socket.remoteAddress ?? '';
}

/** Whether the caller has gone before all of the body was here; then nobody reads an answer. */
export function hasGone(connection: Connection): boolean {
  const incoming = incomingOf(connection);
  return incoming !== undefined && incoming.destroyed && !incoming.complete;
}
