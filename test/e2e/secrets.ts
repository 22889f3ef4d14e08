/** Where every local account may look: the command lines of all processes, and what the Temporal Web UI says of itself. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRun } from '../../local/run-file.ts';
import type { Home } from './support.ts';

/** The names of the secrets of `credentials.json` that anybody can read there. */
export async function secretsInTheOpen({ path }: Home): Promise<string[]> {
  const secrets = Object.entries(
    JSON.parse(readFileSync(join(path, 'credentials.json'), 'utf8')) as Record<string, string>,
  );
  const commands = execFileSync('ps', ['-axww', '-o', 'args='], { encoding: 'utf8' });
  if (!commands.includes(path)) throw new Error('The processes of the run are not in the list.');
  const ui = readRun(path)?.addresses.temporalUi;
  const settings = await (await fetch(`${ui}/api/v1/settings`)).text();
  return secrets.filter(([, secret]) => `${commands}\n${settings}`.includes(secret)).map(([name]) => name);
}
