/** ジョブ定義 as it was applied: each version for ever, of which the highest counts. In the role of whoever asks. */
import type { Definition } from '../../domain/jobs/definition.ts';
import type { Database } from '../database/database.ts';

export interface Who {
  id: string;
  /** Null for a program. */
  name: string | null;
}

export interface StoredVersion {
  organisation: string;
  /** 0 before any was applied. */
  version: number;
  hash: string;
  /** Null before any was applied. */
  appliedBy: Who | null;
  /** Epoch milliseconds. */
  appliedAt: number | null;
}
export interface StoredDefinition extends StoredVersion {
  definition: Definition;
}

/** SHA-256 of the canonical JSON, in hexadecimal. */
export declare function hashOf(definition: Definition): string;

/** What counts for an organisation; version 0 without nets before any was applied. `acting`: whoever asks. */
export declare function readDefinition(db: Database, acting: string, organisation: string): Promise<StoredDefinition>;

/** The latest first. */
export declare function listVersions(
  db: Database,
  acting: string,
  organisation: string,
  limit: number,
): Promise<(StoredVersion & { nets: number })[]>;

/** A version of before; undefined where there is none. */
export declare function findVersion(
  db: Database,
  acting: string,
  organisation: string,
  version: number,
): Promise<StoredDefinition | undefined>;

export type ApplyResult =
  | { kind: 'applied'; version: number; hash: string }
  /** It says what counts already; nothing was stored. */
  | { kind: 'unchanged'; version: number; hash: string }
  /** Another one counts by now than `expect` names. */
  | { kind: 'moved'; version: number; hash: string };

/** Stores a definition that domain/jobs/check has found right. Pauses and skipped days stay as they are. */
export declare function applyDefinition(
  db: Database,
  organisation: string,
  { definition, expect, appliedBy }: { definition: Definition; expect: string; appliedBy: string },
): Promise<ApplyResult>;
