import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { LocalConfig } from '../config/local.ts';
import { readKeyRing } from '../keys/key-ring.ts';
import { describeTaken, readRememberedPorts } from './choose-ports.ts';
import { createDiskWatch, findDisks, formatMib } from './disk-watch.ts';
import type { Findings } from './doctor-findings.ts';
import { reasonOf } from './messages.ts';
import { defaultPorts, isPortFree, portNames } from './ports.ts';
import { findSupervisor } from './status.ts';
import { findSystemNote } from './system-errors.ts';
import { findGo, findTemporal } from './temporal-binary.ts';

/** Writes a file where fugo will write, and removes it: file modes alone do not tell whether that is possible. */
export function checkHome(home: string): Findings {
  const folder = findExistingAncestor(home);
  const draft = mkdtempSync(join(folder, '.fugo-doctor-'));
  try {
    writeFileSync(join(draft, 'file'), 'x');
    return [];
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function findExistingAncestor(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : findExistingAncestor(dirname(path));
}

export function checkDisks({ home, diskAlarmBytes }: Pick<LocalConfig, 'home' | 'diskAlarmBytes'>): Findings {
  const folders = (): string[] => findDisks(home).map(findExistingAncestor);
  const { states } = createDiskWatch(folders, { alarmBytes: diskAlarmBytes }).look();
  return states
    .filter(({ alarm }) => alarm)
    .map(({ folder, freeBytes, alarmBytes }) => ({
      state: 'warning' as const,
      note: { key: 'diskNearlyFull', values: { folder, free: formatMib(freeBytes), limit: formatMib(alarmBytes) } },
    }));
}

/** Checks that existing secret files are readable for their owner only, and whole. A first start makes missing ones. */
export function checkFiles(home: string, env: NodeJS.ProcessEnv): Findings {
  const admin = env['FUGO_ADMIN_CLIENT_FILE']?.trim() ?? '';
  const jsonFiles = [join(home, 'credentials.json'), admin === '' ? join(home, 'admin-client.json') : admin];
  return [
    ...checkSecret(keysFileOf(home, env), readKeyRing),
    ...jsonFiles.flatMap((path) => checkSecret(path, parseFile)),
  ];
}

/** The key ring that a start would take. */
export function keysFileOf(home: string, env: NodeJS.ProcessEnv): string {
  const keys = env['FUGO_KEYS_FILE']?.trim() ?? '';
  return keys === '' ? join(home, 'keys.json') : keys;
}

function checkSecret(path: string, read: (path: string) => unknown): Findings {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  const findings: Findings = [];
  const mode = found.mode & 0o777;
  if ((mode & 0o077) !== 0) {
    findings.push({ state: 'wrong', note: { key: 'doctorOpenFile', values: { path, mode: mode.toString(8) } } });
  }
  try {
    read(path);
  } catch (error) {
    const note = findSystemNote(error)?.note ?? {
      key: 'doctorBrokenFile',
      values: { path, reason: reasonWithoutText(error) },
    };
    findings.push({ state: 'wrong', note });
  }
  return findings;
}

/** Leaves out the text of a JSON error, which quotes what could not be read: a secret. */
function reasonWithoutText(error: unknown): string {
  return error instanceof SyntaxError ? 'JSON' : reasonOf(error);
}

function parseFile(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Finds nothing while fugo runs, because then it holds the ports itself. */
export async function checkPorts(home: string): Promise<Findings> {
  if (findSupervisor(home)) return [];
  const remembered = readRememberedPorts(home);
  const findings: Findings = [];
  for (const name of portNames) {
    const port = remembered[name] ?? defaultPorts[name];
    if (await isPortFree(port)) continue;
    const taken = describeTaken({ name, port });
    if (remembered[name] === undefined)
      findings.push({ state: 'warning', note: { key: 'doctorPort', values: { taken } } });
    else findings.push({ state: 'wrong', note: { key: 'portsTaken', values: { taken } } });
  }
  return findings;
}

const leastFiles = 1_024;
const leastMemoryBytes = 3 * 1_073_741_824;

export function checkLimits(): Findings {
  const findings: Findings = [];
  const files = readOpenFileLimit();
  if (files !== undefined && files < leastFiles) {
    findings.push({ state: 'warning', note: { key: 'doctorFileLimit', values: { files, least: leastFiles } } });
  }
  if (totalmem() < leastMemoryBytes) {
    const values = { memory: formatMib(totalmem()), least: formatMib(leastMemoryBytes) };
    findings.push({ state: 'warning', note: { key: 'doctorMemory', values } });
  }
  return findings;
}

/** The soft limit of this process, which its children inherit; Linux only. */
function readOpenFileLimit(): number | undefined {
  if (!existsSync('/proc/self/limits')) return undefined;
  const limit = /^Max open files\s+(\d+)/mu.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return limit === undefined ? undefined : Number(limit);
}

/** Whether Temporal's program is there, if fugo is to start it. */
export async function checkCache({
  cache,
  temporalAddress,
}: Pick<LocalConfig, 'cache' | 'temporalAddress'>): Promise<Findings> {
  if (temporalAddress !== undefined || (await findTemporal(cache)) !== undefined) return [];
  accessSync(findExistingAncestor(cache), constants.W_OK);
  if (findGo() === undefined) return [{ state: 'warning', note: { key: 'doctorNoGo' } }];
  return [{ state: 'warning', note: { key: 'doctorTemporalToCome' } }];
}
