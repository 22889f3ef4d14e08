import { createHash } from 'node:crypto';
import { webUiPath } from './web-ui-address.ts';

/**
 * The UI's page with fugo's script in front of its own, and what the page may do. The UI is somebody else's program at
 * the address of the staff web: its requests reach nothing of fugo but itself, so that a mistake in it cannot act in the
 * person's name. Its one inline script is allowed by its hash.
 */
export function guardedPage(html: string, publicUrl: string): { html: string; policy: string } {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/gu)].map(([, text = '']) => text);
  const hashes = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  const own = `${publicUrl}${webUiPath}/`;
  const policy = [
    "default-src 'none'",
    `script-src ${[own, ...hashes].join(' ')}`,
    `style-src ${own} 'unsafe-inline'`,
    `img-src ${own} data:`,
    `font-src ${own} data:`,
    `connect-src ${own}`,
    `media-src ${own}`,
    `manifest-src ${own}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { html: html.replace('<head>', `<head><script src="${webUiPath}/fugo-begin.js"></script>`), policy };
}
