import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where fugo keeps what all its homes of one user share: the Temporal binary. */
export function getLocalCache(env: NodeJS.ProcessEnv): string {
  return env['FUGO_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fugo');
}
