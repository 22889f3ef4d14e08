/** How long each step of a load took, from Temporal's own histories: asked for afterwards, so that it costs nothing. */
import { acquireCodesIdFor, initialLoadIdFor } from '../../contracts/initial-load.ts';
import { confirmCodesIdFor } from '../../contracts/confirm-codes.ts';
import type { LoadStack } from './stack.ts';

export interface StepTime {
  runs: number;
  /** Of all runs together, from the worker's taking it to its end. */
  seconds: number;
  longest: number;
  /** Of all together: between the asking for it and the worker's taking it. */
  waited: number;
}

interface Event {
  eventId?: { toString: () => string } | null;
  eventTime?: { seconds?: { toString: () => string } | null; nanos?: number | null } | null;
  activityTaskScheduledEventAttributes?: { activityType?: { name?: string | null } | null } | null;
  activityTaskStartedEventAttributes?: { scheduledEventId?: { toString: () => string } | null } | null;
  activityTaskCompletedEventAttributes?: { scheduledEventId?: { toString: () => string } | null } | null;
}

export async function readStepTimes(
  { sql, temporal }: LoadStack,
  { municipality, loadId }: { municipality: string; loadId: string },
): Promise<Record<string, StepTime>> {
  const chunks = await sql<{ chunk_id: string }[]>`
    select chunk_id from load_chunks where municipality = ${municipality} and load_id = ${loadId}`;
  const ids: { workflowId: string; runId?: string }[] = [
    { workflowId: initialLoadIdFor(municipality, loadId) },
    ...chunks.map((row) => ({ workflowId: acquireCodesIdFor(municipality, row.chunk_id) })),
  ];
  const schedule = await temporal.schedule.getHandle(confirmCodesIdFor(municipality)).describe();
  for (const { action } of schedule.info.recentActions) {
    ids.push({ workflowId: action.workflow.workflowId, runId: action.workflow.firstExecutionRunId });
  }
  const times: Record<string, StepTime> = {};
  for (const { workflowId, runId } of ids) {
    const { events } = await temporal.workflow.getHandle(workflowId, runId).fetchHistory();
    addStepTimes(times, events ?? []);
  }
  return times;
}

/** Regular activities only; local ones leave no times of their own. */
export function addStepTimes(times: Record<string, StepTime>, events: readonly Event[]): void {
  const scheduled = new Map<string, { name: string; at: number; startedAt: number }>();
  for (const event of events) {
    const at = millisOf(event);
    const name = event.activityTaskScheduledEventAttributes?.activityType?.name;
    if (name) scheduled.set(String(event.eventId), { name, at, startedAt: Number.NaN });
    const started = scheduled.get(String(event.activityTaskStartedEventAttributes?.scheduledEventId));
    if (started) started.startedAt = at;
    const completed = scheduled.get(String(event.activityTaskCompletedEventAttributes?.scheduledEventId));
    if (completed) addOne(times, completed, at);
  }
}

function addOne(
  times: Record<string, StepTime>,
  { name, at, startedAt }: { name: string; at: number; startedAt: number },
  completedAt: number,
): void {
  const time = (times[name] ??= { runs: 0, seconds: 0, longest: 0, waited: 0 });
  const seconds = (completedAt - startedAt) / 1_000;
  time.runs += 1;
  time.seconds += seconds;
  time.longest = Math.max(time.longest, seconds);
  time.waited += (startedAt - at) / 1_000;
}

function millisOf({ eventTime }: Event): number {
  return Number(eventTime?.seconds ?? 0) * 1_000 + (eventTime?.nanos ?? 0) / 1e6;
}
