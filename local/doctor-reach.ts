import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { LocalConfig } from '../config/local.ts';
import type { Findings } from './doctor-findings.ts';
import { readRun } from './run-file.ts';
import { findSupervisor } from './status.ts';

/**
 * Whether others of this machine reach the development server, which asks nobody who they are. As root, and while it
 * runs, it is tried as another user; otherwise it is said that there are others.
 */
export async function checkReach({
  home,
  temporalAddress,
}: Pick<LocalConfig, 'home' | 'temporalAddress'>): Promise<Findings> {
  if (temporalAddress !== undefined || process.platform !== 'linux') return [];
  const running = findSupervisor(home) && readRun(home);
  const addresses = running ? [running.addresses.temporal, running.addresses.temporalUi ?? ''] : [];
  const tried = process.getuid?.() === 0 && running ? await findReached(addresses.map(hostAndPort)) : 'untried';
  if (tried !== 'untried') {
    return tried.map((address) => ({ state: 'warning', note: { key: 'doctorTemporalOpen', values: { address } } }));
  }
  const names = othersIn(existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '', userInfo().username);
  if (names.length === 0) return [];
  return [{ state: 'warning', note: { key: 'doctorTemporalOthers', values: { names: names.join(', ') } } }];
}

const hostAndPort = (address: string): string => address.replace(/^http:\/\//u, '');

/** The accounts of people, besides one's own: those that may log in. Of a table like /etc/passwd. */
export function othersIn(table: string, own: string): string[] {
  return table.split('\n').flatMap((line) => {
    const [name = '', , uid = '', , , , shell = ''] = line.split(':');
    const isPerson = Number(uid) >= 1_000 && Number(uid) < 60_000 && !/(?:nologin|false|sync)$/u.test(shell);
    return isPerson && name !== own ? [name] : [];
  });
}

/** The user `nobody` of every Linux. */
const nobody = 65_534;
/** Begins as root, for whom alone Node.js may be readable, and is nobody before it speaks to anybody. */
const attempt = `
  process.setgroups([]); process.setgid(${nobody}); process.setuid(${nobody});
  const { connect } = require('node:net');
  for (const address of process.argv.slice(1)) {
    const [host, port] = address.split(':');
    const socket = connect({ host, port: Number(port), timeout: 2000 });
    socket.on('connect', () => { console.log(address); socket.destroy(); });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined);
  }`;

/** Those of the addresses (`host:port`) that another user reaches; `untried` where that cannot be found out. */
async function findReached(addresses: readonly string[]): Promise<string[] | 'untried'> {
  const child = spawn(process.execPath, ['-e', attempt, '--', ...addresses], {
    env: {},
    cwd: '/',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (status) => resolve(status));
  });
  if (code !== 0) return 'untried';
  return said.split('\n').filter((line) => line !== '');
}
