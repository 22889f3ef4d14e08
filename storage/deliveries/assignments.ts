/** Which target is to have which version of each name, as the rows say now. The repository says it, signed. */
import { sql } from 'drizzle-orm';
import type { DeliveredFile } from '../../contracts/deliveries.ts';
import type { ReleaseKind } from '../../domain/deliveries/names.ts';
import type { Database, Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

/** A file that the repository is to name. */
export interface OrderedFile extends DeliveredFile {
  lengthBytes: number;
  sha256: string;
}

interface Release {
  name: string;
  version: number;
  kind: ReleaseKind;
  state: string;
  lengthBytes: number;
  sha256: string;
  decidedAt: number | null;
  replacedBy: number | null;
}

interface OrderAt {
  rollout: string;
  /** Epoch milliseconds. */
  applyAfter: number;
  organisations: string[];
}

const keyOf = (name: string, version: number): string => `${name}-${version}`;

/**
 * All published files, with the orders of those who are to have them: of each name an organisation has the version of
 * the latest rollout that has reached it. A withdrawn version is replaced by the one that staff named. Sorted, so that
 * the same rows always give the same answer.
 */
export async function readOrderedFiles(db: Database | Transaction): Promise<OrderedFile[]> {
  const releases = await db.execute<Record<string, unknown> & Release>(sql`
    select name, version, kind, state, length_bytes::float8 as "lengthBytes", sha256,
      ${epochMs(sql`decided_at`)} as "decidedAt", replaced_by as "replacedBy"
    from releases where state in ('published', 'withdrawn') order by name, version`);
  const assigned = await db.execute<{
    organisation: string;
    name: string;
    version: number;
    rollout: string;
    apply_after: number;
  }>(sql`
    select distinct on (d.organisation, r.name) d.organisation, r.name, r.version, o.rollout,
      ${epochMs(sql`o.apply_after`)} as apply_after
    from deliveries d join rollouts o using (rollout) join releases r using (release)
    where d.state <> 'waiting' and r.state in ('published', 'withdrawn')
      and (o.state <> 'abandoned' or d.state in ('applied', 'rolled-back') or r.state = 'withdrawn')
    order by d.organisation, r.name, o.started_at desc, o.rollout`);
  const byKey = new Map(releases.map((release) => [keyOf(release.name, release.version), release]));
  const orders = new Map<string, Map<string, OrderAt>>();
  for (const { organisation, name, version, rollout, apply_after: applyAfter } of assigned) {
    const first = byKey.get(keyOf(name, version));
    const { release, since } = replacementOf(first, byKey);
    if (!release) continue;
    const own = orders.get(keyOf(name, release.version)) ?? new Map<string, OrderAt>();
    const order = own.get(`${rollout} ${String(since ?? applyAfter)}`) ?? {
      rollout,
      applyAfter: since ?? applyAfter,
      organisations: [],
    };
    order.organisations.push(organisation);
    own.set(`${rollout} ${String(since ?? applyAfter)}`, order);
    orders.set(keyOf(name, release.version), own);
  }
  return releases
    .filter(({ state }) => state === 'published')
    .map(({ name, version, kind, lengthBytes, sha256 }) => ({
      name,
      version,
      kind,
      lengthBytes,
      sha256,
      orders: [...(orders.get(keyOf(name, version))?.values() ?? [])]
        .toSorted((a, b) => (a.rollout < b.rollout ? -1 : 1))
        .map(({ applyAfter, ...order }) => ({ ...order, applyAfter: new Date(applyAfter).toISOString() })),
    }));
}

/** The version that is in force in place of a withdrawn one, and since when it takes its place. */
function replacementOf(
  first: Release | undefined,
  byKey: ReadonlyMap<string, Release>,
): { release: Release | undefined; since: number | undefined } {
  let since: number | undefined;
  const seen = new Set<Release>();
  for (let release = first; release && !seen.has(release);) {
    if (release.state === 'published') return { release, since };
    seen.add(release);
    since = release.decidedAt ?? since;
    release = release.replacedBy === null ? undefined : byKey.get(keyOf(release.name, release.replacedBy));
  }
  return { release: undefined, since };
}
