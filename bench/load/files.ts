/** Files of residents who do not exist: made once, and kept for as long as what makes them stays the same. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getLocalCache } from '../../config/local.ts';
import { hashSources } from '../../local/sources.ts';
import { grouped } from '../common/markdown.ts';
import { say } from '../common/say.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What decides the bytes of a file. */
const makers = ['fictitious', 'load-files', 'domain/values'];

export async function getResidentsFile({ count, seed }: { count: number; seed: number }): Promise<string> {
  const folder = join(getLocalCache(process.env), 'bench', 'files');
  mkdirSync(folder, { recursive: true });
  const name = `residents-${count}-${seed}-${hashSources(root, makers)}.csv`;
  const path = join(folder, name);
  if (existsSync(path)) return path;
  say(`making a file of ${grouped(count)} residents`);
  const part = join(folder, `part-${process.pid}.csv`);
  const options = { count, seed, 'number-systems': '01', output: part };
  const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, String(value)]);
  await run([join(root, 'cli', 'fugo.mjs'), 'generate', 'residents', ...args]);
  renameSync(part, path);
  return path;
}

function run(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The file of residents was not made (exit code ${String(code)}).`));
    });
  });
}
