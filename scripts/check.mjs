/**
 * `npm run check`: everything that a change must pass but the tests. All of it is run, also when a part has failed, so that
 * one look shows what is left to do.
 */
import { join } from 'node:path';
import { bootstrap, root, run } from './bootstrap.mjs';

await bootstrap();

/** Called by their files, because the shell's way to them is another one on each system. */
const parts = {
  format: ['prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn'],
  lint: ['oxlint/bin/oxlint'],
  types: ['typescript/bin/tsc'],
  'import directions': ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', '.'],
  'unused code': ['knip/bin/knip.js'],
};

const failed = [];
for (const [name, [file, ...args]] of Object.entries(parts)) {
  process.stdout.write(`${name} …\n`);
  if ((await run(process.execPath, [join(root, 'node_modules', file), ...args])) !== 0) failed.push(name);
}
process.stdout.write(failed.length === 0 ? 'All of it passes.\n' : `To be mended: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
