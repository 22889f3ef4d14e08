/** `npm test`: installs, gets Temporal, runs the tests. Arguments after `--` go to vitest. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, root, run, runTypeScript } from './bootstrap.mjs';

await bootstrap({ announce: true });
const provisioned = await runTypeScript('local/provision.ts', []);
if (provisioned !== 0) process.exit(provisioned);

const folder = mkdtempSync(join(tmpdir(), 'fugo-results-'));
const results = join(folder, 'results.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
const code = await run(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)]);
const { passed, failed } = readCounts(results, code);
rmSync(folder, { recursive: true, force: true });
process.exitCode = code === 0 && failed > 0 ? 1 : code;
// Machines read the last line.
process.stdout.write(`${passed} passed, ${failed} failed\n`);

/** Counts a file that cannot be read or a server that does not start as failed, although no single test failed. */
function readCounts(path, exitCode) {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(path, 'utf8'));
    const atLeast = exitCode === 0 ? 0 : Math.max(1, numFailedTests === 0 ? numFailedTestSuites : 0);
    return { passed: numPassedTests, failed: Math.max(numFailedTests, atLeast) };
  } catch {
    return { passed: 0, failed: exitCode === 0 ? 0 : 1 };
  }
}
