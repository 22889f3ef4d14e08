/**
 * The steps of file delivery. The rows say who is to have what (storage/deliveries); here the repository is signed, and
 * the servers are asked for the keys of their receipts.
 */
import { cancellationSignal } from '@temporalio/activity';
import type {
  PublicationActivities,
  PublicationInput,
  PublicationOutcome,
  RolloutActivities,
  SwitchBackActivities,
} from '../contracts/rollout.ts';
import { createPublisher } from '../deliveries/publisher.ts';
import type { KeyVault } from '../deliveries/keys.ts';
import { tokyoDateOf } from '../domain/calendar/civil-date.ts';
import { timestampDaysFor } from '../domain/deliveries/expiry.ts';
import type { ServerControlClient } from '../participants/server-control/client.ts';
import type { Database } from '../storage/database/database.ts';
import { orderForNewcomers } from '../storage/deliveries/newcomers.ts';
import { inPublication, keepDeliveryIncident } from '../storage/deliveries/publication.ts';
import { listUnregisteredTargets, registerTarget } from '../storage/deliveries/receipts.ts';
import { takeRolloutStep } from '../storage/deliveries/rollouts.ts';
import { findServer } from '../storage/organisations/organisations.ts';
import { runWithHeartbeats } from './heartbeats.ts';

export interface DeliveryDependencies {
  db: Database;
  clock: () => Date;
  serverControlAt: (controlUrl: string) => ServerControlClient;
  /** Undefined where this worker signs nothing. */
  repository: { folder: string; vault: KeyVault } | undefined;
}

/** Staff or a receipt wake the workflow; this is for what nobody tells of. Seconds. */
const restSeconds = 6 * 60 * 60;
/** So many servers are asked for their keys at once. */
const askedAtOnce = 16;

export function createDeliveryActivities(
  deps: DeliveryDependencies,
): RolloutActivities & PublicationActivities & SwitchBackActivities {
  const { db } = deps;
  const now = (): number => deps.clock().getTime();

  return {
    takeRolloutStep: ({ rollout }) =>
      runWithHeartbeats(async () => {
        await registerTargets(deps, rollout);
        for (;;) {
          const taken = await takeRolloutStep(db, rollout, now());
          if (!taken) return { state: null, waitSeconds: null };
          // Also when nothing has changed just now: whoever changed it may have been killed before it was signed.
          await publish(deps, {});
          const { state } = taken;
          if (taken.do === 'end') return { state, waitSeconds: null };
          if (taken.do === 'wait') {
            return {
              state,
              waitSeconds: taken.until === null ? restSeconds : Math.max(0, (taken.until - now()) / 1_000),
            };
          }
        }
      }),

    publishDeliveries: (input) => publish(deps, input),

    async switchBackDelivery({ organisation, name, requestId }) {
      const server = await findServer(db, organisation);
      if (!server) return { kind: 'unreachable' };
      const control = deps.serverControlAt(server.controlUrl);
      const reply = await control.switchBack(organisation, { requestId, name }, { signal: cancellationSignal() });
      if (reply.kind === 'answered') return { kind: 'switched', version: reply.body.version };
      return reply.kind === 'refused' ? { kind: 'nothingBefore' } : { kind: 'unreachable' };
    },
  };
}

/** Signs what the rows say. What goes wrong is an incident until it goes well again. */
async function publish(
  { db, clock, repository }: DeliveryDependencies,
  input: PublicationInput,
): Promise<PublicationOutcome> {
  if (!repository)
    return { published: false, versions: { root: 0, targets: 0, snapshot: 0, timestamp: 0 }, alarms: [] };
  const now = (): number => clock().getTime();
  try {
    await orderForNewcomers(db);
    const outcome = await inPublication(db, async ({ files, hours }) => {
      const timestampDays = timestampDaysFor(hours, tokyoDateOf(now()));
      const publisher = createPublisher({ ...repository, clock: now, timestampDays });
      if (input.rotate) await publisher.rotate(input.rotate);
      return { ...(await publisher.publish(files)), alarms: await publisher.alarms() };
    });
    await keepDeliveryIncident(db, 'DELIVERY_NOT_SIGNED', null);
    await keepDeliveryIncident(
      db,
      'DELIVERY_KEYS_EXPIRE',
      outcome.alarms.length === 0 ? null : outcome.alarms.join(', '),
    );
    return outcome;
  } catch (err) {
    const detail = err instanceof Error ? err.message : 'unknown';
    await keepDeliveryIncident(db, 'DELIVERY_NOT_SIGNED', detail).catch(() => undefined);
    throw err;
  }
}

/** A server is asked at the address that staff registered, which is why its key is believed. */
async function registerTargets({ db, serverControlAt }: DeliveryDependencies, rollout: string): Promise<void> {
  const unknown = await listUnregisteredTargets(db, rollout);
  const ask = async (): Promise<void> => {
    for (let next = unknown.shift(); next; next = unknown.shift()) {
      const { organisation, controlUrl } = next;
      const reply = await serverControlAt(controlUrl).readDelivery(organisation, { signal: cancellationSignal() });
      if (reply.kind === 'answered') await registerTarget(db, { organisation, publicKey: reply.body.publicKey });
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, ask));
}
