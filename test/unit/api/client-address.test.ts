import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createClientAddress } from '../../../api/http/client-address.ts';
import type { ApiEnv } from '../../../api/context.ts';

/** Whether a request that comes by `peer`, with these headers, is taken for one of this machine. */
async function isHere(peer: string | undefined, headers: Record<string, string> = {}): Promise<boolean> {
  const addresses = createClientAddress(['10.0.0.1'], () => undefined);
  const app = new Hono<ApiEnv>().get('/', (c) => c.json(addresses.isHere(c)));
  const env = peer === undefined ? undefined : { incoming: { socket: { remoteAddress: peer } } };
  return (await (await app.request('/', { headers }, env)).json()) as boolean;
}

test.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('%s is this machine', async (peer) => {
  expect(await isHere(peer)).toBe(true);
});

test.each(['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1', 'fe80::1%eth0', '', '1270.0.0.1'])(
  '%j is not this machine',
  async (peer) => {
    expect(await isHere(peer)).toBe(false);
  },
);

test('a caller whom nobody knows the address of is not on this machine', async () => {
  expect(await isHere(undefined)).toBe(false);
});

test('a caller who comes through a proxy on this machine is not, whatever the proxy was told', async () => {
  expect(await isHere('127.0.0.1', { 'x-forwarded-for': '192.0.2.1' })).toBe(false);
  expect(await isHere('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).toBe(false);
  expect(await isHere('127.0.0.1', { forwarded: 'for=192.0.2.1' })).toBe(false);
  expect(await isHere('10.0.0.1', { 'x-forwarded-for': '192.0.2.1' })).toBe(false);
});
