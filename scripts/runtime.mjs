/**
 * Chooses the Node.js that fugo runs on: the machine's own if it runs TypeScript by itself, else the npm package `node`,
 * which is installed beside fugo's other downloads and takes over the command. Uses Node's own modules only, and
 * JavaScript that old versions can read.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { takeInstallLock } from './install-lock.mjs';

/** The version that replaces a Node.js that is too old. */
export const packagedVersion = '24.21.0';

/** Whether this version of Node runs TypeScript without a loader. `version` is as in `process.versions.node`. */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/**
 * Runs this command again on the packaged Node.js, with the same arguments and terminal, and exits with its code. Does
 * not return.
 * @param {{ say: (ja: string, en: string) => void, announce: boolean }} options
 */
export async function continueOnPackagedNode({ say, announce }) {
  const own = process.versions.node;
  const folder = join(cacheFolder(process.env), `node-${packagedVersion}`);
  const binary = binaryIn(folder);
  if (!existsSync(binary)) await fetchNode({ folder, binary, own, say });
  if (announce) {
    say(
      `このマシンのNode.jsは${own}で古いため、Node.js ${packagedVersion}(npmパッケージ node)で動きます`,
      `This machine's Node.js is ${own}, which is too old: running on Node.js ${packagedVersion} (npm package node)`,
    );
  }
  const env = {
    ...process.env,
    // Programs that this command starts by name must run on the same Node.js.
    PATH: [dirname(binary), process.env.PATH].join(delimiter),
    NODE: binary,
    npm_node_execpath: binary,
  };
  const child = spawn(binary, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((done) => {
    child.once('error', () => done(1));
    child.once('close', (ended, signal) => done(ended ?? (signal === 'SIGINT' ? 130 : 143)));
  });
  process.exit(code);
}

/** The same folder as `getLocalCache` in config/local.ts, which cannot be loaded yet. */
function cacheFolder(env) {
  const given = env.FUGO_CACHE?.trim() ?? '';
  return given === '' ? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'fugo') : resolve(given);
}

function binaryIn(folder) {
  return join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Installs the packaged Node.js. Ends the process with a sentence if that fails. */
async function fetchNode({ folder, binary, own, say }) {
  const refuse = (reason) => {
    if (reason !== '') process.stderr.write(`${reason}\n`);
    say(
      `fugoにはNode.js 22.18以上が必要です(今は${own})。npmパッケージ node@${packagedVersion} も入れられませんでした。新しいNode.jsを入れてから、もう一度実行してください。`,
      `fugo needs Node.js 22.18 or newer (this is ${own}), and the npm package node@${packagedVersion} could not be installed. Please install a newer Node.js and run this again.`,
    );
    process.exit(1);
  };
  let lock;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    lock = await takeInstallLock(`${folder}.lock`);
  } catch (error) {
    return refuse(error.message);
  }
  // Another command may have fetched it while this one waited.
  if (!existsSync(binary)) {
    say(
      `Node.js ${packagedVersion} を入れています(npmパッケージ node、およそ10秒、200 MB): ${folder}`,
      `Installing Node.js ${packagedVersion} (npm package node; about 10 seconds, 200 MB): ${folder}`,
    );
    const draft = `${folder}.${process.pid}`;
    const reason = installInto(draft);
    if (reason === undefined) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(draft, folder);
    } else {
      rmSync(draft, { recursive: true, force: true });
      lock.release();
      return refuse(reason);
    }
  }
  lock.release();
}

/** Returns undefined if the installed binary answers, else the output of npm. */
function installInto(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts=false'];
  const npm = spawnSync('npm', [...args, '--prefix', folder, `node@${packagedVersion}`], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: withoutNpmSettings(process.env),
  });
  const { error, stdout } = spawnSync(binaryIn(folder), ['--version'], { encoding: 'utf8' });
  if (error === undefined && stdout.trim() === `v${packagedVersion}`) return undefined;
  return [npm.error?.message, npm.stderr, npm.stdout].filter(Boolean).join('\n').trim();
}

/** Leaves out the settings by which an npm that runs this command would pass on its own project. */
function withoutNpmSettings(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(config_(local_)?prefix|package|lifecycle|command)/i.test(name)),
  );
}
