/**
 * Prepares for the first TypeScript file with Node's own modules only: a Node that runs TypeScript, and the packages of
 * package-lock.json. Messages go to standard error, so that standard output stays the command's own.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeInstallLock } from './install-lock.mjs';
import { patchPackages } from './patch-packages.mjs';
import { continueOnPackagedNode, isNodeNewEnough } from './runtime.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Japanese unless the locale says otherwise: the same rule as config/language.ts, which cannot be loaded yet.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function speaksJapanese(env) {
  const chosen = env.FUGO_LANG ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? '';
  return chosen === '' || /^(C|POSIX)(\.|$)/i.test(chosen) || chosen.toLowerCase().startsWith('ja');
}

/**
 * Decides what to do about node_modules: `none` if it was installed from this lock file, `mark` if somebody installed
 * the same packages by hand, `install` otherwise.
 * @param {{ lockText: string, markedHash: string | undefined, installedText: string | undefined }} found
 *   the lock file, the hash that fugo left in node_modules, and npm's own list of what it installed
 */
export function decideInstall({ lockText, markedHash, installedText }) {
  if (installedText === undefined) return 'install';
  if (markedHash === hashOf(lockText)) return 'none';
  try {
    const wanted = packagesOf(lockText);
    const installed = packagesOf(installedText);
    const isThere = ([path, { version, optional }]) =>
      installed.has(path) ? installed.get(path).version === version : optional === true;
    const isWanted = ([path, { version }]) => wanted.has(path) && wanted.get(path).version === version;
    return [...wanted].every(isThere) && [...installed].every(isWanted) ? 'mark' : 'install';
  } catch {
    return 'install';
  }
}

/** What npm puts into a node_modules; a workspace, such as bench/, is a link there, without a version. */
function packagesOf(lockText) {
  return new Map(Object.entries(JSON.parse(lockText).packages).filter(([path]) => path.includes('node_modules/')));
}

export function hashOf(text) {
  return createHash('sha256').update(text).digest('hex');
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * Makes sure that fugo can run. Ends the process with a sentence if it cannot, or when another Node.js has run it all.
 * With `announce` it says each time that this is not the machine's own Node.js.
 */
export async function bootstrap({ announce = false } = {}) {
  const japanese = speaksJapanese(process.env);
  const say = (ja, en) => process.stderr.write(`${japanese ? ja : en}\n`);
  if (!isNodeNewEnough(process.versions.node)) await continueOnPackagedNode({ say, announce });
  if (look().decision === 'install') await installOnce(say);
  const { decision, lockText } = look();
  correctPackages(say);
  if (decision === 'none') return;
  try {
    writeFileSync(markPath, `${hashOf(lockText)}\n`);
  } catch {
    // A read-only installation cannot be marked, and is examined again next time.
  }
}

const markPath = join(root, 'node_modules', '.fugo-lock');

function look() {
  const lockText = readText(join(root, 'package-lock.json')) ?? '';
  const installedText = readText(join(root, 'node_modules', '.package-lock.json'));
  return { decision: decideInstall({ lockText, markedHash: readText(markPath)?.trim(), installedText }), lockText };
}

/** Waits for another command that installs in this folder; after that nothing may be left to do. */
async function installOnce(say) {
  const lock = await takeInstallLock(join(root, '.fugo-install.lock'), {
    onWait: ({ pid, waitedMs }) => {
      const seconds = Math.round(waitedMs / 1000);
      const by = pid === undefined ? '' : ` ${pid}`;
      say(
        `[${seconds}秒] 別のコマンド(プロセス${by})がパッケージを入れているので、終わるのを待っています`,
        `[${seconds} s] another command (process${by}) is installing the packages; waiting until it has done so`,
      );
    },
  }).catch((error) => {
    say(
      `フォルダー ${root} に書き込めないため、パッケージを入れられません(${error.code})。書き込める利用者で実行してください。`,
      `The packages cannot be installed: the folder ${root} cannot be written to (${error.code}). Please run this as a user who may.`,
    );
    process.exit(1);
  });
  const isThere = look().decision !== 'install' || (await install(say, lock));
  lock.release();
  if (!isThere) process.exit(1);
}

/** Applies the patches, because npm does not if it was told to run no scripts. */
function correctPackages(say) {
  try {
    patchPackages();
  } catch (err) {
    const reason = err instanceof Error ? err.message : String(err);
    say(
      `パッケージの修正(patches/)を適用できませんでした: ${reason}`,
      `The corrections of packages (patches/) could not be applied: ${reason}`,
    );
    process.exit(1);
  }
}

/** Runs `npm ci` with the npm that called this command, if any. Its output is shown only if it fails. */
async function install(say, lock) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const tell = () =>
    say(`[${seconds()}秒] npm ci: パッケージを入れています`, `[${seconds()} s] npm ci: installing packages`);
  tell();
  const telling = setInterval(tell, 5_000);
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=warn'];
  const isScript = npm !== undefined && /npm-cli\.c?js$/.test(npm);
  const [command, ...rest] = isScript ? [process.execPath, npm, ...args] : ['npm', ...args];
  const child = spawn(command, rest, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  lock.share(child.pid);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output += String(error);
      resolve(1);
    });
    child.once('close', resolve);
  });
  clearInterval(telling);
  if (code !== 0) {
    process.stderr.write(`${output.trim()}\n`);
    say(
      'パッケージを入れられませんでした(npm ci)。上の理由を除いてから、もう一度実行してください。',
      'The packages could not be installed (npm ci). Please remove the reason above and run this again.',
    );
    return false;
  }
  if (/install scripts?/i.test(output)) {
    say(
      'npmがインストールスクリプトを止めました。必要な準備はfugoが起動時に自分で行います。',
      'npm held back install scripts. fugo does what is needed of them itself when it starts.',
    );
  }
  say(`[${seconds()}秒] パッケージを入れました`, `[${seconds()} s] packages installed`);
  return true;
}

/** Runs one of fugo's TypeScript programs in a process of its own; returns its exit code. */
export async function runTypeScript(entry, args, env = process.env) {
  return run(process.execPath, [join(root, entry), ...args], env);
}

export async function run(command, args, env = process.env) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
  // Ctrl-C reaches the child as well. The child decides whether it ends, and this process waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
