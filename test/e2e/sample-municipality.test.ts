import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScenario } from '../../cli/demo/scenario.ts';

const seed = 20_260_401;
const residents = 16;
const home = mkdtempSync(join(tmpdir(), 'fugo-e2e-'));
chmodSync(home, 0o711); // the postgres user passes through

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The command as a person runs it, in a home of its own. */
function fugo(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['cli/fugo.mjs', ...args], {
    env: { ...process.env, FUGO_HOME: home, FUGO_LANG: 'en' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

let demo: Ended;
beforeAll(async () => {
  demo = await fugo('demo', '--residents', String(residents), '--seed', String(seed), '--exit', '--json');
});
afterAll(async () => {
  await fugo('down');
  rmSync(home, { recursive: true, force: true });
});

describe('the sample municipalities', () => {
  test('end with every resident 依頼済 or in the error list, and nothing asked twice', () => {
    expect(demo).toMatchObject({ code: 0 });
    const summary = JSON.parse(demo.stdout) as Record<string, unknown>;
    const expected = createScenario(seed, residents).map(({ role }) => role);
    const count = (...roles: string[]): number => expected.filter((role) => roles.includes(role)).length;
    expect(summary).toMatchObject({
      residents,
      requested: count('plain', 'simultaneous', 'late-number'),
      errors: { RESIDENT_RECORD_NOT_FOUND: count('withheld'), IDENTITY_MISMATCH: count('mistaken') },
      duplicateRequests: 0,
      unaccounted: 0,
    });
  });

  test('leave no personal number in clear in any file of the run', () => {
    const numbers = [...new Set(createScenario(seed, residents).map(({ person }) => person.personalNumber))];
    const forms = numbers.flatMap((number) => [
      Buffer.from(number, 'utf8'),
      Buffer.from(number, 'utf16le'),
      Buffer.from(Buffer.from(number).toString('hex')),
      Buffer.from(Buffer.from(number).toString('base64').replaceAll('=', '')),
    ]);
    const files = filesUnder(home);
    expect(files.length).toBeGreaterThan(100); // both clusters, Temporal's file and the logs
    const found = files.filter((file) => {
      const bytes = readFileSync(file);
      return forms.some((form) => bytes.includes(form));
    });
    expect(found).toEqual([]);
  });
});

/** Everything a run wrote, also where its data had to lie elsewhere. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = realpathSync(join(folder, name));
    const stat = statSync(path);
    if (stat.isDirectory()) return filesUnder(path);
    return stat.isFile() ? [path] : [];
  });
}
