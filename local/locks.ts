import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { findJson } from './files.ts';
import { findIdentity, isRunning, parseIdentity } from './processes.ts';

/**
 * Takes a lock for this process, or for a child that was just started and cannot take it yet. Undefined if another
 * running process holds it; a lock whose owner has ended counts as free.
 */
export function takeLock(path: string, owner = findIdentity(process.pid)): (() => void) | undefined {
  mkdirSync(dirname(path), { recursive: true });
  const ownText = JSON.stringify(owner);
  for (let attempt = 0; attempt < 10; attempt++) {
    // The owner is written before the file is linked, so that nobody ever sees a lock without an owner.
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, ownText, { mode: 0o600 });
    try {
      linkSync(draft, path);
      return () => releaseLock(path, ownText);
    } catch {
      if (readText(path) === ownText) return () => releaseLock(path, ownText);
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

/** Renames the lock before deleting it, because somebody else may have taken it since it was read. */
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
