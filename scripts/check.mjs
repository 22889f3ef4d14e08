/**
 * `npm run check`: everything that a change must pass except the tests. All parts run even if one fails, so that one
 * run shows everything that is to be mended.
 */
import { bootstrap, run } from './bootstrap.mjs';

await bootstrap({ announce: true });

const failed = [];
for (const part of ['format', 'lint', 'types', 'imports', 'alerts', 'unused']) {
  process.stdout.write(`${part} …\n`);
  if ((await run('npm', ['run', '--silent', `check:${part}`])) !== 0) failed.push(part);
}
process.stdout.write(failed.length === 0 ? 'All of it passes.\n' : `To be mended: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
