import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A program that listens on a port. Its name is the system's, without arguments, which may hold anything. */
export interface PortHolder {
  name: string;
  pid: number;
}

/** Finds who listens on a port of this machine; undefined if nobody does, or a program this user may not look at. */
export function findPortHolder(port: number): PortHolder | undefined {
  try {
    return existsSync('/proc/net/tcp') ? findByProc(port) : findByLsof(port);
  } catch {
    return undefined;
  }
}

function findByProc(port: number): PortHolder | undefined {
  const inodes = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
      existsSync(table) ? findListeningInodes(readFileSync(table, 'utf8'), port) : [],
    ),
  );
  if (inodes.size === 0) return undefined;
  const pid = readdirSync('/proc').find((name) => /^\d+$/u.test(name) && hasSocket(name, inodes));
  if (pid === undefined) return undefined;
  return { name: readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), pid: Number(pid) };
}

/** Reads a table like /proc/net/tcp: state 0A is LISTEN, the port is hexadecimal, the inode is the tenth column. */
export function findListeningInodes(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/u);
    return state === '0A' && local.endsWith(wanted) && inode !== undefined ? [inode] : [];
  });
}

function hasSocket(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      const inode = /^socket:\[(\d+)\]$/u.exec(readLink(`/proc/${pid}/fd/${descriptor}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    // The process has ended, or belongs to another user.
    return false;
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function findByLsof(port: number): PortHolder | undefined {
  const output = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' });
  const pid = /^p(\d+)$/mu.exec(output)?.[1];
  const name = /^c(.+)$/mu.exec(output)?.[1];
  return pid === undefined || name === undefined ? undefined : { name, pid: Number(pid) };
}
