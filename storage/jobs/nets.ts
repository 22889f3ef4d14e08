/** Nets on their servers, and what staff say of them outside the definition: pauses and days to leave out. */
import type { Definition, NetDefinition, NetOnServer } from '../../domain/jobs/definition.ts';
import type { Database } from '../database/database.ts';
import type { ShownJobDay } from './days.ts';
import type { Who } from './definitions.ts';

export interface ShownNet extends NetOnServer {
  definition: NetDefinition;
  /** Null while it is not paused. `at` is epoch milliseconds. */
  pause: { reason: string | null; by: Who; at: number } | null;
  last: ShownJobDay | null;
}

/** Every net of the organisation's definition on each of its servers, by net and server. In the role of whoever asks. */
export declare function listNets(db: Database, acting: string, organisation: string): Promise<ShownNet[]>;

/** The nets of a definition on their servers: the words of `servers` as the organisations that have one. */
export declare function placesOf(db: Database, organisation: string, definition: Definition): Promise<NetOnServer[]>;

export type NetChange = { kind: 'changed' } | { kind: 'unchanged' } | { kind: 'unknown' };

/** 一時停止 and its end. `unknown`: the definition has no such net on that server. */
export declare function pauseNet(
  db: Database,
  acting: string,
  net: NetOnServer,
  { paused, reason, changedBy }: { paused: boolean; reason: string; changedBy: string },
): Promise<NetChange>;

export interface Skip extends NetOnServer {
  day: string;
  reason: string;
  skippedBy: Who;
  /** Epoch milliseconds. */
  skippedAt: number;
}
/** Days to leave out, from a day on. */
export declare function listSkips(db: Database, acting: string, organisation: string, from: string): Promise<Skip[]>;

/** `begun`: the day has been begun or decided already. */
export declare function skipDay(
  db: Database,
  acting: string,
  net: NetOnServer,
  { day, reason, skippedBy }: { day: string; reason: string; skippedBy: string },
): Promise<NetChange | { kind: 'begun' }>;
export declare function unskipDay(db: Database, acting: string, net: NetOnServer, day: string): Promise<NetChange>;
