import type { LocalConfig } from '../config/local.ts';
import { checkKeys } from './doctor-keys.ts';
import { checkCache, checkDisks, checkFiles, checkHome, checkLimits, checkPorts } from './doctor-machine.ts';
import { checkReach } from './doctor-reach.ts';
import { checkDatabase, checkTemporal } from './doctor-servers.ts';
import { checkNames, type CheckName, type Finding, type Findings } from './doctor-findings.ts';
import { noteOf } from './system-errors.ts';

/**
 * Examines everything that must hold at a start of this home's stack, and changes nothing. `env` is that of `fugo up`:
 * if it names servers, those are asked instead of fugo's own.
 */
export async function examine(config: LocalConfig, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const checks: Record<CheckName, () => Findings | Promise<Findings>> = {
    home: () => checkHome(config.home),
    disk: () => checkDisks(config),
    files: () => checkFiles(config.home, env),
    ports: () => checkPorts(config.home),
    limits: () => checkLimits(),
    temporal: async () => [
      ...(await checkTemporal(config)),
      ...(await checkCache(config)),
      ...(await checkReach(config)),
    ],
    database: () => checkDatabase(config),
    keys: () => checkKeys(config, env),
  };
  const found: Finding[] = [];
  for (const check of checkNames) {
    const findings = await Promise.resolve()
      .then(() => checks[check]())
      .catch((error: unknown): Findings => [{ state: 'wrong', note: noteOf(error) }]);
    found.push(...findings.map((finding) => ({ check, ...finding })));
    if (findings.length === 0) found.push({ check, state: 'ok', note: { key: 'doctorFine' } });
  }
  return found;
}
