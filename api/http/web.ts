/**
 * Serves the built files of the staff application. An address that is neither a file nor part of the API is a page of
 * the browser's router and gets index.html; everything else stays a problem document.
 */
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ApiApp } from '../context.ts';

/**
 * Allows nothing from elsewhere and nothing inline: injected text can neither run nor send anything away. Only the style
 * of the frame stands in the page itself, and is told by its hash.
 */
export const contentSecurityPolicyOf = (page: string): string =>
  [
    "default-src 'self'",
    ["style-src 'self'", ...inlineStylesOf(page).map((style) => `'sha256-${hash('sha256', style, 'base64')}'`)].join(
      ' ',
    ),
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

function inlineStylesOf(page: string): string[] {
  return [...page.matchAll(/<style>(?<style>.*?)<\/style>/gsu)].flatMap(({ groups }) => groups?.['style'] ?? []);
}

/** Addresses that belong to the API, by their first part. */
const apiAddress = /^\/(?:v1|auth|oauth2|docs|openapi\.json|healthz|readyz|metrics|temporal)(?:\/|$)/u;

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

interface WebFile {
  type: string;
  plain: Uint8Array<ArrayBuffer>;
  /** The compressed bytes by content encoding. */
  encoded: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Without a folder no pages are served; the API is the same. */
export function addWeb(app: ApiApp, folder: string | undefined): void {
  if (folder === undefined) return;
  // All files are less than a megabyte and are read once.
  const files = readFiles(folder);
  const page = files.get('/index.html');
  if (!page) return;
  const contentSecurityPolicy = contentSecurityPolicyOf(new TextDecoder().decode(page.plain));

  app.get('*', async (c, next) => {
    const { path } = c.req;
    const file = path === '/index.html' ? undefined : files.get(path);
    if (apiAddress.test(path) || (!file && extname(path) !== '')) return next();
    const { type, plain, encoded } = file ?? page;
    const accepted = c.req.header('accept-encoding') ?? '';
    const encoding = encodings.find(({ name }) => accepted.includes(name) && encoded.has(name))?.name;
    return c.body((encoding && encoded.get(encoding)) ?? plain, 200, {
      'content-type': type,
      // The names of all files but index.html change with their content.
      'cache-control': file && path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': contentSecurityPolicy,
      vary: 'accept-encoding',
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    });
  });
}

function readFiles(folder: string): Map<string, WebFile> {
  const files = new Map<string, WebFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = mediaTypes[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const encoded = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const { name, ending } of encodings) {
      if (existsSync(`${path}${ending}`)) encoded.set(name, new Uint8Array(readFileSync(`${path}${ending}`)));
    }
    files.set(path.slice(folder.length).replaceAll('\\', '/'), {
      type,
      plain: new Uint8Array(readFileSync(path)),
      encoded,
    });
  }
  return files;
}
