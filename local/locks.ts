import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { findJson } from './files.ts';
import { findIdentity, isRunning, parseIdentity } from './processes.ts';

/**
 * Takes a lock for this process, or for a child that was just started and has not come so far. Undefined when another
 * running process holds it. A lock whose owner is gone is nobody's.
 */
export function findLock(path: string, owner = findIdentity(process.pid)): (() => void) | undefined {
  mkdirSync(dirname(path), { recursive: true });
  const mine = JSON.stringify(owner);
  for (let attempt = 0; attempt < 10; attempt++) {
    // Written first and then linked, so that nobody ever sees a lock without an owner in it.
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, mine, { mode: 0o600 });
    try {
      linkSync(draft, path);
      return () => releaseLock(path, mine);
    } catch {
      if (readText(path) === mine) return () => releaseLock(path, mine);
      if (isHeld(path)) return undefined;
      removeStaleLock(path);
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return undefined;
}

function releaseLock(path: string, mine: string): void {
  if (readText(path) === mine) rmSync(path, { force: true });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isHeld(path: string): boolean {
  const owner = parseIdentity(findJson(path));
  return owner !== undefined && isRunning(owner);
}

/** Moved away before it is deleted: between the look and the deletion somebody else may have taken the lock. */
function removeStaleLock(path: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (isHeld(aside)) linkSync(aside, path);
  } catch {
    // Somebody else was quicker.
  } finally {
    rmSync(aside, { force: true });
  }
}
