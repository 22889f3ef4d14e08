/**
 * Where a request comes from, for everything that is limited by address or reserved for this machine. Anybody can write
 * the headers that say so; only those set by the proxies that the installation names are believed.
 */
import { BlockList, isIP, isIPv4 } from 'node:net';
import { peerOf, type Connection } from './connection.ts';

/** The parts of a request's context that are looked at. */
export interface AddressedRequest {
  env: Connection;
  req: { header: (name: string) => string | undefined };
}

export interface ClientAddress {
  /** An IPv4 address, an IPv6 /64 network, or an empty string if unknown. */
  of: (c: AddressedRequest) => string;
  /** Whether the caller is on this machine; false if its address is unknown or only an untrusted header names it. */
  isHere: (c: AddressedRequest) => boolean;
}

/**
 * `proxies`: valid addresses and networks such as `10.0.0.0/8`. `onForeignHeader`: called when somebody else sends
 * X-Forwarded-For, as a proxy that the setting forgot does; all callers behind it then count as one.
 */
export function createClientAddress(proxies: readonly string[], onForeignHeader: () => void): ClientAddress {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  const isTrusted = (address: string): boolean => trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  const resolve = (c: AddressedRequest): { address: string; isBelieved: boolean } => {
    let address = bareAddress(peerOf(c.env));
    // Each proxy appends the address it saw, so the list is read from its end, as far as its writers are trusted.
    const header = c.req.header('x-forwarded-for');
    const forwardedFor = (header ?? '').split(',').map((each) => bareAddress(each.trim()));
    const isBelieved = header === undefined || isIP(address) === 0 || isTrusted(address);
    if (!isBelieved) onForeignHeader();
    while (isIP(address) !== 0 && isTrusted(address) && isIP(forwardedFor.at(-1) ?? '') !== 0)
      address = forwardedFor.pop() ?? address;
    return { address, isBelieved };
  };
  return {
    of: (c) => networkOf(resolve(c).address),
    isHere(c) {
      const { address, isBelieved } = resolve(c);
      // A proxy on this machine that the setting does not name brings callers from elsewhere.
      return isBelieved && c.req.header('forwarded') === undefined && (address === '::1' || address.startsWith('127.'));
    },
  };
}

/** Unwraps IPv4 in IPv6, and drops the zone (it is this machine's) and the port (it is one connection's). */
function bareAddress(address: string): string {
  const bare = address.replace(/%.*$/u, '').replace(/^\[(.*)\](?::\d+)?$/u, '$1');
  return /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/iu.exec(bare)?.[1] ?? bare;
}

/** The /64 network of an IPv6 address: its holder has 2^64 addresses and could use a new one each time. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - head.length - (tail?.length ?? 0))).fill('0');
  const network = [...head, ...zeros, ...(tail ?? [])].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
