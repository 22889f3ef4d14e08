/**
 * Results on the disk, a file a part, written after each round: a run that broke off goes on where it was. What was
 * measured with --force lies apart, where it is never taken for a figure.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { z } from 'zod';
import { getLocalCache } from '../../config/local.ts';
import type { Machine } from './machine.ts';
import { roundNumbers } from './statistics.ts';
import { Versions } from './versions.ts';

/** One thing that is measured, in a file of its own. */
export interface Part {
  /** Name of its file: the case, and what tells it from other parts. */
  name: string;
  rounds: number;
  /** What it was measured with, for whoever reads the file. */
  settings: Record<string, number>;
}

const StoredRound = z.object({
  round: z.number(),
  at: z.string(),
  commit: z.string(),
  /** Of the machine, in percent, just before. */
  idleBefore: z.number(),
  versions: Versions.partial().nullable(),
  figures: z.unknown(),
});
type StoredRound = z.infer<typeof StoredRound>;

const StoredPart = z.object({
  part: z.string(),
  settings: z.record(z.string(), z.number()),
  machine: z.custom<Machine>((machine) => typeof machine === 'object' && machine !== null),
  rounds: z.array(StoredRound),
});
export type StoredPart = z.infer<typeof StoredPart>;

export interface Store {
  find: (part: Part) => StoredPart | undefined;
  keep: (part: StoredPart) => Promise<void>;
}

/** `bench`: names its folder. */
export function openStore(bench: 'load' | 'operations', { force }: { force: boolean }): Store {
  const folder = force
    ? join(getLocalCache(process.env), 'bench', bench === 'load' ? 'forced' : `forced-${bench}`)
    : fileURLToPath(new URL(`../results/${bench}/`, import.meta.url));
  const pathOf = (name: string): string => join(folder, `${name}.json`);
  return {
    find({ name }) {
      const text = findText(pathOf(name));
      return text === undefined ? undefined : StoredPart.parse(JSON.parse(text));
    },
    async keep(part) {
      mkdirSync(folder, { recursive: true });
      const json = JSON.stringify(part, roundNumbers(4));
      writeFileSync(pathOf(part.part), await format(json, { parser: 'json', printWidth: 120 }));
    },
  };
}

function findText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
