/** `host:port`, `[::1]:port`, or a host alone. Throws for whatever else, such as what a program would read as an option. */
export function hostAndPort(address: string): { host: string; port: number | undefined } {
  const parts = /^(?:\[(?<host>[^\]]+)\]|(?<bare>[^:\s]+))(?::(?<port>\d{1,5}))?$/u.exec(address)?.groups ?? {};
  const name = parts['host'] ?? parts['bare'];
  const port = parts['port'] === undefined ? undefined : Number(parts['port']);
  if (name === undefined || name.startsWith('-') || (port !== undefined && (port < 1 || port > 65_535))) {
    throw new Error('not an address');
  }
  return { host: name, port };
}
