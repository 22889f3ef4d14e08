/** Cookies of one person by name, as a browser keeps them for one address. */
export type Cookies = Readonly<Record<string, string>>;

export function cookieHeader(cookies: Cookies): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** What the answer sets is added, and what it takes away is removed. */
export function cookiesAfter(cookies: Cookies, headers: Headers): Cookies {
  const kept = new Map(Object.entries(cookies));
  for (const header of headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(header) ?? [];
    if (value === '' || /;\s*max-age=0(;|$)/iu.test(header)) kept.delete(name);
    else kept.set(name, value);
  }
  return Object.fromEntries(kept);
}
