/** The stack as a person has it: the command, in a home of its own. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Home {
  path: string;
  fugo: (...args: string[]) => Promise<Ended>;
  /** Stops everything and removes it. */
  remove: () => Promise<void>;
}

export function createHome(): Home {
  const path = mkdtempSync(join(tmpdir(), 'fugo-e2e-'));
  chmodSync(path, 0o711); // the postgres user passes through
  const fugo = (...args: string[]): Promise<Ended> => {
    const child = spawn(process.execPath, ['cli/fugo.mjs', ...args], {
      env: { ...process.env, FUGO_HOME: path, FUGO_LANG: 'en' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((resolve) => {
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  };
  const remove = async (): Promise<void> => {
    await fugo('down');
    rmSync(path, { recursive: true, force: true });
  };
  return { path, fugo, remove };
}

/** Files of a run in which one of these numbers stands, in any of four writings. `searched`: how many there are. */
export function filesWith(home: Home, numbers: readonly string[]): { searched: number; found: string[] } {
  const forms = [...new Set(numbers)].flatMap((number) => [
    Buffer.from(number, 'utf8'),
    Buffer.from(number, 'utf16le'),
    Buffer.from(Buffer.from(number).toString('hex')),
    Buffer.from(Buffer.from(number).toString('base64').replaceAll('=', '')),
  ]);
  const files = filesUnder(home.path);
  const found = files.filter((file) => {
    const bytes = unlessGone(() => readFileSync(file));
    return bytes !== null && forms.some((form) => bytes.includes(form));
  });
  return { searched: files.length, found };
}

/** Everything a run wrote, also where its data had to lie elsewhere. */
function filesUnder(folder: string): string[] {
  const names = unlessGone(() => readdirSync(folder)) ?? [];
  return names.flatMap((name) => {
    const seen = unlessGone(() => {
      const path = realpathSync(join(folder, name));
      return { path, stat: statSync(path) };
    });
    if (seen?.stat.isDirectory()) return filesUnder(seen.path);
    return seen?.stat.isFile() ? [seen.path] : [];
  });
}

/** The programs of the run are still at work: a journal of SQLite, say, comes and goes between two looks. */
function unlessGone<T>(look: () => T): T | null {
  try {
    return look();
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return null;
    throw err;
  }
}
