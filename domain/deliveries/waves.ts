import type { WavePlan } from './names.ts';

/**
 * The wave of each target: those of the canary (先行配信) first, then in an order that looks random and is the same for the
 * same rollout, so that not always the same ones go first. The canary has at least one, the last wave all that are left.
 */
export function planWaves(
  targets: readonly string[],
  waves: readonly WavePlan[],
  { seed, canary = [] }: { seed: string; canary?: readonly string[] },
): Map<string, number> {
  const first = targets.filter((target) => canary.includes(target));
  const others = targets
    .filter((target) => !canary.includes(target))
    .map((target) => ({ target, place: mix(`${seed}/${target}`) }))
    .toSorted((a, b) => a.place - b.place || (a.target < b.target ? -1 : 1))
    .map(({ target }) => target);
  const ordered = [...first, ...others];
  const plan = new Map<string, number>();
  let begun = 0;
  for (const [wave, { share }] of waves.entries()) {
    const isLast = wave === waves.length - 1;
    const atLeast = wave === 0 ? Math.max(first.length, 1) : 0;
    const end = isLast ? ordered.length : Math.max(begun, atLeast, Math.ceil((ordered.length * share) / 100));
    for (const target of ordered.slice(begun, end)) plan.set(target, wave);
    begun = Math.min(end, ordered.length);
  }
  return plan;
}

/** FNV-1a, 32 bits: spreads; it keeps no secret. */
function mix(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  // The last characters differ most, so their bits are spread once more.
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
