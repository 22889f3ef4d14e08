import type { HttpBindings } from '@hono/node-server';

/**
 * Whether the caller is on this machine: the codec endpoint opens payloads, so it answers nobody else, wherever the API
 * itself listens.
 */
export function isFromHere(connection: Partial<HttpBindings> | undefined): boolean {
  const address = connection?.incoming?.socket.remoteAddress;
  return address === undefined || address === '::1' || /^(::ffff:)?127\./.test(address);
}
