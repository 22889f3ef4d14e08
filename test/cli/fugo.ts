import { spawn } from 'node:child_process';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  millis: number;
}

/** The command as a person runs it: a process of its own, in English unless the test says otherwise. */
export function fugo(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const startedAt = performance.now();
  const { FUGO_API_URL: _api, FUGO_ADMIN_CLIENT_FILE: _admin, ...inherited } = process.env;
  const child = spawn(process.execPath, ['cli/fugo.mjs', ...args], { env: { ...inherited, FUGO_LANG: 'en', ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  // A command that ends without reading is free to.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr, millis: performance.now() - startedAt }));
  });
}
