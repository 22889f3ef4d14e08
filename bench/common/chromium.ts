import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** The machine's own, without a window. Throws where it has none. */
export function launchChromium(): Promise<Browser> {
  const executablePath = browsers.find(existsSync);
  if (executablePath === undefined) throw new Error(`There is no Chromium: ${browsers.join(', ')}.`);
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
