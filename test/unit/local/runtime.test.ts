/** What a command does on a machine whose own Node.js cannot run TypeScript. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isNodeNewEnough, packagedVersion } from '../../../scripts/runtime.mjs';

const runtime = new URL('../../../scripts/runtime.mjs', import.meta.url).href;
const left: string[] = [];
afterEach(() => left.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

test.each([
  ['18.20.4', false],
  ['20.20.2', false],
  ['22.17.1', false],
  ['22.18.0', true],
  ['23.5.0', false],
  ['23.6.0', true],
  ['24.21.0', true],
])('%s is new enough: %s', (version, expected) => expect(isNodeNewEnough(version)).toBe(expected));

/** A command on an old Node.js, with an npm of the test's. */
async function run({ npm, args = [] }: { npm: string; args?: string[] }) {
  const folder = mkdtempSync(join(tmpdir(), 'fugo-unit-'));
  left.push(folder);
  const cache = join(folder, 'cache');
  put(join(folder, 'bin', 'npm'), `#!/bin/sh\necho npm >> '${join(folder, 'log')}'\n${npm}\n`);
  const command = join(folder, 'command.mjs');
  put(
    command,
    `const say = (ja, en) => process.stderr.write(en + '\\n');
     const { continueOnPackagedNode } = await import(${JSON.stringify(runtime)});
     await continueOnPackagedNode({ say, announce: true });`,
  );
  const start = async () => {
    const child = spawn(process.execPath, [command, ...args], {
      env: { ...process.env, FUGO_CACHE: cache, PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter) },
    });
    let said = '';
    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, said, printed: printed.trim() };
  };
  return { start, command, log: () => readFileSync(join(folder, 'log'), 'utf8') };
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

/** An npm that installs a `node` which prints what it is to run, and ends with 7. */
const installing = `
  while [ "$1" != --prefix ]; do shift; done
  bin="$2/node_modules/node/bin"; mkdir -p "$bin"
  printf '#!/bin/sh\\nif [ "$1" = --version ]; then echo v${packagedVersion}; else echo "$@"; exit 7; fi\\n' > "$bin/node"
  chmod +x "$bin/node"`;

test('it goes on on the npm package node, with its arguments and its end, and says so in one line', async () => {
  const { start, command, log } = await run({ npm: installing, args: ['load', '--json'] });
  const first = await start();
  expect(first).toMatchObject({ code: 7, printed: `${command} load --json` });
  expect(first.said).toMatch(/^Installing Node\.js .*\nThis machine's Node\.js is .* running on Node\.js .*\n$/u);
  const second = await start();
  expect(second.said.trim().split('\n')).toHaveLength(1);
  expect(log()).toBe('npm\n');
});

test('it ends with what npm says and what is needed, when the package cannot be had', async () => {
  const { start } = await run({ npm: 'echo the registry is away >&2; exit 1' });
  const { code, said } = await start();
  expect(code).toBe(1);
  expect(said).toContain('the registry is away');
  expect(said).toContain('fugo needs Node.js 22.18 or newer');
});
