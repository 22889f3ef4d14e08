/**
 * `npm run bench -- slow-line [ADDRESS]`: how soon the pages of a fugo that runs are seen on a slow line by a browser
 * that has nothing of them yet. The line is the browser's own (Chrome DevTools Protocol), so the machine matters little.
 */
import type { Browser } from 'playwright-core';
import { launchChromium } from './common/chromium.ts';
import { grouped, table } from './common/markdown.ts';

const line = { offline: false, latency: 600, downloadThroughput: 30_000, uploadThroughput: 30_000 };
const paths = ['/sign-in', '/'];

/** Answers the exit code. */
export async function measureSlowLine([address = 'http://127.0.0.1:8640']: readonly string[]): Promise<number> {
  const browser = await launchChromium();
  try {
    const rows: string[][] = [];
    for (const path of paths) rows.push(await visit(browser, address, path));
    process.stdout.write(`${table(['600 ms, 30 kB/s', 'frame, ms', 'form, ms', 'bytes'], rows)}\n`);
    return 0;
  } finally {
    await browser.close();
  }
}

async function visit(browser: Browser, address: string, path: string): Promise<string[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', line);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const began = performance.now();
  await page.goto(`${address}${path}`, { waitUntil: 'commit' });
  await page.locator('form').first().waitFor();
  const form = performance.now() - began;
  const painted: unknown = await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime`);
  await context.close();
  return [path, grouped(Number(painted)), grouped(form), grouped(bytes)];
}
