/**
 * `npm run check:alerts`: lets Prometheus' own `promtool` read the rules of `ops/alerts.yml` and run their tests. Where it
 * is not on PATH, Debian's package of Prometheus is unpacked beside fugo's other downloads; nothing is installed. Where
 * neither can be had, the check says so and passes, because the rules are an offer to those who run Prometheus.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const given = process.env.FUGO_CACHE?.trim() ?? '';
const cache = given === '' ? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'fugo') : resolve(given);

function findPromtool() {
  if (spawnSync('promtool', ['--version']).status === 0) return 'promtool';
  const folder = join(cache, 'prometheus');
  const binary = join(folder, 'usr', 'bin', 'promtool');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  spawnSync('apt-get', ['download', 'prometheus'], { cwd: folder });
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (archive !== undefined) {
    spawnSync('dpkg-deb', ['-x', archive, '.'], { cwd: folder });
    rmSync(join(folder, archive));
  }
  return existsSync(binary) ? binary : undefined;
}

const promtool = findPromtool();
if (promtool === undefined) {
  process.stdout.write(
    'promtool cannot be had here, so nobody has read ops/alerts.yml (Debian: apt-get install prometheus).\n',
  );
} else {
  for (const [what, file] of [
    ['check', 'ops/alerts.yml'],
    ['test', 'ops/alerts.test.yml'],
  ]) {
    const { status, stdout, stderr } = spawnSync(promtool, [what, 'rules', file], { encoding: 'utf8' });
    if (status === 0) continue;
    process.stdout.write(`${stdout}${stderr}`);
    process.exitCode = 1;
  }
}
