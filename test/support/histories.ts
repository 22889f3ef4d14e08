import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** With `FUGO_RECORD_HISTORIES=1`, stores the history that the real server recorded, for the replay test. */
export async function recordHistory(
  name: string,
  { maxCachedWorkflows }: { maxCachedWorkflows: number },
  history: Parameters<typeof historyToJSON>[0],
): Promise<void> {
  if (process.env['FUGO_RECORD_HISTORIES'] !== '1' || maxCachedWorkflows === 0) return;
  const folder = new URL('../replay/histories/', import.meta.url);
  await mkdir(folder, { recursive: true });
  // Stack traces contain this machine's paths of the sources.
  const root = new URL('../../', import.meta.url);
  const json = historyToJSON(history).replaceAll(root.href, '').replaceAll(root.pathname, '');
  await writeFile(new URL(`${name}.json`, folder), json);
}
