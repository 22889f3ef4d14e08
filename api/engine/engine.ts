/** The process engine as the API uses it; a test can put a broken one in its place. */
import type { Client } from '@temporalio/client';
import { ensureSchedules, triggerConfirmation, type ScheduleSettings } from '../../temporal/schedules.ts';

export interface Engine {
  ensureSchedules: (municipality: string, settings: ScheduleSettings) => Promise<void>;
  triggerConfirmation: (municipality: string) => Promise<'triggered' | 'not-scheduled'>;
  isReachable: (timeoutMs: number) => Promise<boolean>;
}

export function createEngine(client: Client): Engine {
  const within = <T>(timeoutMs: number, work: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + timeoutMs, work);
  return {
    async ensureSchedules(municipality, settings) {
      await within(10_000, () => ensureSchedules(client, municipality, settings));
    },
    triggerConfirmation: (municipality) => within(10_000, () => triggerConfirmation(client, municipality)),
    async isReachable(timeoutMs) {
      try {
        await within(timeoutMs, () =>
          client.workflowService.describeNamespace({ namespace: client.options.namespace }),
        );
        return true;
      } catch {
        return false;
      }
    },
  };
}
