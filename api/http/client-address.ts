/**
 * Where a request comes from: the one notion of it, for whatever is limited by address or is for this machine alone. What
 * a header says of it can be written by anybody, so it is believed of the proxies that the installation names and of
 * nobody else.
 */
import { BlockList, isIP, isIPv4 } from 'node:net';
import { peerOf, type Connection } from './connection.ts';

/** What is looked at of a request's context. */
export interface Asked {
  env: Connection;
  req: { header: (name: string) => string | undefined };
}

export interface ClientAddress {
  /** An IPv4 address or a network of IPv6; empty where nobody knows it. */
  of: (c: Asked) => string;
  /** Whether the caller is on this machine. One whose address nobody knows, or only a header that is not believed, is not. */
  isHere: (c: Asked) => boolean;
}

/**
 * `proxies`: addresses and networks such as `10.0.0.0/8`, checked before. `onUnbelieved`: somebody else says where a
 * request comes from, as a proxy does that was forgotten in the setting; all who come through it are then one.
 */
export function createClientAddress(proxies: readonly string[], onUnbelieved: () => void): ClientAddress {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  const isTrusted = (address: string): boolean => trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  const resolve = (c: Asked): { address: string; isBelieved: boolean } => {
    let address = plain(peerOf(c.env));
    // Each proxy adds whom it saw at the end, so they are read from there, as far as those can be believed who wrote them.
    const header = c.req.header('x-forwarded-for');
    const said = (header ?? '').split(',').map((each) => plain(each.trim()));
    const isBelieved = header === undefined || isIP(address) === 0 || isTrusted(address);
    if (!isBelieved) onUnbelieved();
    while (isIP(address) !== 0 && isTrusted(address) && isIP(said.at(-1) ?? '') !== 0) address = said.pop() ?? address;
    return { address, isBelieved };
  };
  return {
    of: (c) => networkOf(resolve(c).address),
    isHere(c) {
      const { address, isBelieved } = resolve(c);
      // A proxy on this machine that was not named brings strangers.
      return isBelieved && c.req.header('forwarded') === undefined && (address === '::1' || address.startsWith('127.'));
    },
  };
}

/** IPv4 within IPv6 is IPv4; a zone is of this machine, and a port of one connection. */
function plain(address: string): string {
  const bare = address.replace(/%.*$/u, '').replace(/^\[(.*)\](?::\d+)?$/u, '$1');
  return /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/iu.exec(bare)?.[1] ?? bare;
}

/** Whoever has an IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - head.length - (tail?.length ?? 0))).fill('0');
  const network = [...head, ...zeros, ...(tail ?? [])].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
