/** Stored deliveries as the API shows them. */
import type { z } from 'zod';
import type { DeliveryBoard, Release, Rollout, RolloutWithDeliveries } from '../../contracts/api/deliveries.ts';
import { standsBelow } from '../../domain/organisations.ts';
import type { readDeliveryBoard } from '../../storage/deliveries/board.ts';
import type { ReleaseRow } from '../../storage/deliveries/releases.ts';
import type { DeliveryRow, RolloutRow } from '../../storage/deliveries/rollouts.ts';

export function releaseBodyOf({
  proposedBy,
  proposedByName,
  proposedAt,
  decidedBy,
  decidedByName,
  decidedAt,
  ...row
}: ReleaseRow): Release {
  return {
    ...row,
    proposedBy: { id: proposedBy, name: proposedByName },
    proposedAt: isoOf(proposedAt),
    decidedBy: decidedBy === null ? null : { id: decidedBy, name: decidedByName },
    decidedAt: isoOrNull(decidedAt),
  };
}

/** Why it is held stands there as a code; which organisations have failed, their own states say to whoever sees them. */
export function rolloutBodyOf({
  applyAfter,
  startedBy,
  startedByName,
  startedAt,
  heldReason,
  orderedBy,
  orderedByName,
  orderedAt,
  endedAt,
  ...row
}: RolloutRow): Rollout {
  return {
    ...row,
    applyAfter: isoOf(applyAfter),
    startedBy: { id: startedBy, name: startedByName },
    startedAt: isoOf(startedAt),
    heldReason: heldReason?.split(' ', 1)[0] ?? null,
    orderedBy: orderedBy === null ? null : { id: orderedBy, name: orderedByName },
    orderedAt: isoOrNull(orderedAt),
    endedAt: isoOrNull(endedAt),
  };
}

export function detailBodyOf({
  rollout,
  deliveries,
}: {
  rollout: RolloutRow;
  deliveries: readonly DeliveryRow[];
}): z.infer<typeof RolloutWithDeliveries> {
  return {
    ...rolloutBodyOf(rollout),
    deliveries: deliveries.map(({ seenAt, changedAt, ...row }) => ({
      ...row,
      seenAt: isoOrNull(seenAt),
      changedAt: isoOf(changedAt),
    })),
  };
}

/** The organisation that was asked about, and those below it. */
export function boardBodyOf(
  organisation: string,
  { files, targets }: Awaited<ReturnType<typeof readDeliveryBoard>>,
  at: number,
): DeliveryBoard {
  return {
    at: isoOf(at),
    files,
    targets: targets
      .filter((each) => each.organisation === organisation || standsBelow(each.organisation, organisation))
      .map(({ seenAt, ...target }) => ({ ...target, seenAt: isoOrNull(seenAt) })),
  };
}

const isoOf = (millis: number): string => new Date(millis).toISOString();
const isoOrNull = (millis: number | null): string | null => (millis === null ? null : isoOf(millis));
