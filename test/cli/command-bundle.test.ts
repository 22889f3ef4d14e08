import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCommandBundle } from '../../scripts/command-bundle.mjs';
import { fugo } from './fugo.ts';

const bundler = new URL('../../scripts/command-bundle.mjs', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'fugo-cli-'));
let root = join(folder, 'checkout');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A checkout with a command of two files, of which one is loaded only when it is needed. */
beforeAll(() => {
  mkdirSync(join(root, 'cli'), { recursive: true });
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'package-lock.json'), '{}');
  mkdirSync(join(root, 'patches'));
  writeFileSync(
    join(root, 'cli', 'main.ts'),
    "const { word } = await import('./word.ts'); process.stdout.write(`${word as string} ${import.meta.url}`);",
  );
  writeFileSync(join(root, 'cli', 'word.ts'), "export const word: string = 'one';");
});

/** What the command says when it is run from where it was compiled to. */
async function run(): Promise<{ at: string; said: string }> {
  // As cli/fugo.mjs does, in a process of its own.
  const script = `const { getCommandBundle } = await import(${JSON.stringify(bundler)});
    const at = await getCommandBundle(${JSON.stringify(root)});
    process.stdout.write(at + ' ');
    await import(at);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  await new Promise((resolve) => child.once('close', resolve));
  const [at = '', ...words] = said.split(' ');
  return { at, said: words.join(' ') };
}
const mainUrl = (): string => pathToFileURL(join(root, 'cli', 'main.ts')).href;

test('what was compiled is taken until a source has another content, whatever its time and size', async () => {
  const first = await run();
  expect(first.said).toBe(`one ${mainUrl()}`);
  expect((await run()).at).toBe(first.at);

  const word = join(root, 'cli', 'word.ts');
  const { atime, mtime } = statSync(word);
  writeFileSync(word, readFileSync(word, 'utf8').replace('one', 'two'));
  utimesSync(word, atime, mtime);
  const second = await run();
  expect(second.said).toBe(`two ${mainUrl()}`);
  expect(second.at).not.toBe(first.at);
});

test('a checkout that is moved goes on as it is, and its sources know where they lie', async () => {
  const { at } = await run();
  const moved = join(folder, 'moved');
  renameSync(root, moved);
  const before = root;
  root = moved;
  const { at: now, said } = await run();
  expect(now).toBe(at.replace(before, moved));
  expect(said).toBe(`two ${mainUrl()}`);
});

test('several that find nothing compiled do not meet', async () => {
  rmSync(join(root, 'node_modules', '.cache'), { recursive: true });
  const outcomes = await Promise.all([run(), run(), run()]);
  expect(outcomes.map(({ said }) => said)).toEqual(Array.from({ length: 3 }, () => `two ${mainUrl()}`));
  expect(readdirSync(join(root, 'node_modules', '.cache', 'fugo-command'))).toContain('current.json');
});

test('where it cannot be kept there is none, and the sources are run', async () => {
  const closed = join(folder, 'closed');
  cpSync(root, closed, { recursive: true });
  rmSync(join(closed, 'node_modules', '.cache'), { recursive: true });
  writeFileSync(join(closed, 'node_modules', '.cache'), 'no folder');
  expect(await getCommandBundle(closed)).toBeUndefined();
});

test('a simple command loads nothing of Temporal’s SDK', async () => {
  const spy = join(folder, 'spy.cjs');
  writeFileSync(
    spy,
    `process.on('exit', () => {
       const loaded = Object.keys(require('node:module')._cache).filter((path) => /@temporalio/.test(path));
       process.stderr.write('SDK files: ' + loaded.length + '\\n');
     });`,
  );
  const env = { FUGO_HOME: join(folder, 'home'), NODE_OPTIONS: `--require ${spy}` };
  const simple = [
    ['status'],
    ['errors', 'list'],
    ['staff', 'samples'],
    ['load', '--list'],
    ['whoami'],
    ['hours', '--help'],
  ];
  for (const args of simple) {
    const { stderr } = await fugo(args, { env });
    expect({ args, sdk: stderr.trim().split('\n').at(-1) }).toEqual({ args, sdk: 'SDK files: 0' });
  }
});
