/** The days to come of an organisation's nets, with what is decided about each and why. */
import type { NetOnServer } from '../../domain/jobs/definition.ts';
import type { PlannedDay } from '../../domain/jobs/plan.ts';
import type { Database } from '../database/database.ts';

export interface NextRun extends NetOnServer, PlannedDay {}

/**
 * From the day of `now` on, `days` of them. `db` is the program's own: the plan asks for the calendars of all servers, so
 * whoever calls has asked for the right before. Days that staff leave out, and all days of a paused net, are skipped.
 */
export declare function listNextRuns(
  db: Database,
  filter: { organisation: string; net?: string | undefined; server?: string | undefined; days: number; now: number },
): Promise<NextRun[]>;
