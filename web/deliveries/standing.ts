import type { DeliveryBoard } from '../../contracts/api/deliveries.ts';

type Target = DeliveryBoard['targets'][number];

/** Whether it has less than the latest published version of a file, or nothing of it. */
export function isOlder({ holdings }: Target, files: DeliveryBoard['files']): boolean {
  return files.some(({ name, latest }) => latest !== null && (holdings[name]?.version ?? 0) < latest);
}

/** What needs attention first: failed, then older, then by the code. */
export function inOrderOfTrouble(targets: readonly Target[], files: DeliveryBoard['files']): Target[] {
  const troubleOf = (target: Target): number =>
    target.open.some(({ state }) => state === 'failed') ? 0 : isOlder(target, files) ? 1 : 2;
  return targets.toSorted((a, b) => troubleOf(a) - troubleOf(b) || (a.organisation < b.organisation ? -1 : 1));
}
