/**
 * The peer of the prober, as it is written in a quarter of an hour: a timer for each address in URLS, and a `fetch` each
 * ten seconds. It keeps no state, debounces nothing and tells nobody. Writes a line when it has asked each once.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const urls: unknown = JSON.parse(process.env['URLS'] ?? '[]');
if (!Array.isArray(urls)) throw new Error('URLS must be a list.');
const intervalMs = 10_000;
const down = new Set<string>();

async function ask(url: string): Promise<void> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    if (response.ok) down.delete(url);
    else down.add(url);
  } catch {
    down.add(url);
  }
}

const first = urls.map(async (url, index) => {
  const address = String(url);
  await sleep((index * intervalMs) / urls.length);
  setInterval(() => void ask(address), intervalMs);
  await ask(address);
});
await Promise.all(first);
process.stdout.write(`${down.size}\n`);
