/** Checks of file delivery: the signatures that are published, and whether it arrives. */
import { readKeyStates } from '../../deliveries/repository.ts';
import type { Database } from '../../storage/database/database.ts';
import { countTargetsBehind } from '../../storage/monitoring/deliveries.ts';
import type { Check } from '../prober.ts';

/**
 * The job that signs anew tells of what it finds itself. This is for the day on which it does not run: read from what
 * servers read, so that nobody else has to say so.
 */
export function checkDeliverySignatures(folder: string, now: () => number = Date.now): Check {
  return async () => {
    try {
      const { metadata } = await readKeyStates(folder, now());
      return metadata.some(({ soon }) => soon) ? { ok: false, error: 'DELIVERY_METADATA_EXPIRES' } : { ok: true };
    } catch {
      return { ok: false, error: 'DELIVERY_UNREADABLE' };
    }
  };
}

export function checkDeliveryTargets(db: Database): Check {
  return async () =>
    (await countTargetsBehind(db)) > 0 ? { ok: false, error: 'DELIVERY_TARGETS_BEHIND' } : { ok: true };
}
