/**
 * What the monitor must not forget when the database is away: one small file in its home. It is written before the
 * database is, so what was decided is known after the end of this process, of the database, or of both. Each entry of
 * it may be stored again.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { transitions, type Incident } from '../domain/monitoring/incidents.ts';
import { checkKinds, checkStates, severities } from '../domain/monitoring/names.ts';
import { recipientKinds, type Recipient } from '../domain/monitoring/recipients.ts';
import type { Silence } from '../domain/monitoring/silences.ts';
import type { Entry } from '../storage/monitoring/entries.ts';
import type { StoredTarget } from '../storage/monitoring/targets.ts';

const Moment = z.number();

const StoredIncident = z.object({
  incidentId: z.uuid(),
  fingerprint: z.string(),
  organisation: z.string(),
  severity: z.enum(severities),
  targetId: z.string().nullable(),
  cause: z.string(),
  openedAt: Moment,
  toldAt: Moment.nullable(),
  acknowledgedAt: Moment.nullable(),
  escalatedAt: Moment.nullable(),
  escalatedMinutes: z.number(),
  closedAt: Moment.nullable(),
  flaps: z.number(),
  suppressed: z.number(),
}) satisfies z.ZodType<Incident>;

const StateEntry = z.object({
  kind: z.literal('state'),
  target: z.string(),
  organisation: z.string(),
  state: z.enum(checkStates),
  since: Moment,
  checkedAt: Moment,
  suppressedBy: z.string().nullable(),
  detail: z.string().nullable(),
  changed: z.boolean(),
});

const NotificationEntry = z.object({
  kind: z.literal('notification'),
  incidentId: z.uuid(),
  transition: z.enum(transitions),
  recipient: z.string(),
  recipientKind: z.enum(recipientKinds),
  messageId: z.string(),
  organisation: z.string(),
  at: Moment,
  sentAt: Moment.nullable(),
});

const EntryShape = z.discriminatedUnion('kind', [
  StateEntry,
  z.object({ kind: z.literal('incident'), incident: StoredIncident, detail: z.string().nullable() }),
  NotificationEntry,
]) satisfies z.ZodType<Entry>;

/** A notification with its incident, so that it can be sent without the database. */
const Unsent = z.object({
  notification: NotificationEntry,
  incident: StoredIncident,
  attempts: z.number(),
  nextAttemptAt: Moment,
});

export const Journal = z.object({
  targets: z.array(
    z.object({
      target: z.string(),
      organisation: z.string(),
      kind: z.enum(checkKinds),
      address: z.string(),
      name: z.string(),
      nameEn: z.string(),
      parent: z.string().nullable(),
      intervalSeconds: z.number(),
      failAfter: z.number(),
      okAfter: z.number(),
      severity: z.enum(severities),
      watched: z.boolean(),
    }) satisfies z.ZodType<StoredTarget>,
  ),
  recipients: z.array(
    z.object({
      organisation: z.string(),
      kind: z.enum(recipientKinds),
      address: z.string(),
      severity: z.enum(severities),
      afterMinutes: z.number(),
    }) satisfies z.ZodType<Recipient>,
  ),
  silences: z.array(
    z.object({
      silenceId: z.string(),
      organisation: z.string(),
      targetId: z.string().nullable(),
      from: Moment,
      to: Moment,
      message: z.string(),
    }) satisfies z.ZodType<Silence>,
  ),
  /** Servers that are not meant to run. */
  atRest: z.array(z.string()),
  /** The latest state of each target, and the open incidents. */
  states: z.array(StateEntry),
  incidents: z.array(StoredIncident),
  /** What the database may not have yet, in its order. */
  unsaved: z.array(EntryShape),
  /** What may not have been sent yet. */
  unsent: z.array(Unsent),
});
export type Journal = z.infer<typeof Journal>;
export type Unsent = z.infer<typeof Unsent>;

export const emptyJournal = (): Journal => ({
  targets: [],
  recipients: [],
  silences: [],
  atRest: [],
  states: [],
  incidents: [],
  unsaved: [],
  unsent: [],
});

/** The journal of an earlier process; an empty one when there is none, or it is not to be understood any more. */
export function readJournal(path: string): Journal {
  try {
    return Journal.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return emptyJournal();
  }
}

/** Replaces the file as a whole, so that a reader finds the old one or the new one. On the disk when it returns. */
export function writeJournal(path: string, journal: Journal): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.new`;
  const file = openSync(next, 'w', 0o600);
  try {
    writeSync(file, JSON.stringify(journal));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
}
