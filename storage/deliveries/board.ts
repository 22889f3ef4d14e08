/** 配信盤: who has what, as far as whoever asks sees the organisations. */
import { sql } from 'drizzle-orm';
import type { Holdings } from '../../contracts/deliveries.ts';
import type { DeliveryState, ReleaseKind } from '../../domain/deliveries/names.ts';
import { nation } from '../../domain/organisations.ts';
import { inOrganisation, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface BoardFile {
  name: string;
  kind: ReleaseKind;
  latest: number | null;
}
export interface BoardTarget {
  organisation: string;
  name: string;
  nameEn: string;
  groups: string[];
  /** Epoch milliseconds. */
  seenAt: number | null;
  holdings: Holdings;
  open: {
    rollout: string;
    name: string;
    version: number;
    state: DeliveryState;
    bytes: number;
    lengthBytes: number;
    error: string | null;
  }[];
}

export function readDeliveryBoard(
  db: Database,
  acting: string,
): Promise<{ files: BoardFile[]; targets: BoardTarget[] }> {
  return inOrganisation(db, acting, async (tx) => {
    const files = await tx.execute<Record<string, unknown> & BoardFile>(sql`
      select name, min(kind) as kind, max(version) filter (where state = 'published') as latest
      from releases where state in ('published', 'withdrawn') group by name order by name`);
    const targets = await tx.execute<Record<string, unknown> & BoardTarget>(sql`
      select s.organisation, g.name, g.name_en as "nameEn", coalesce(t.groups, '{}') as groups,
        ${epochMs(sql`t.seen_at`)} as "seenAt", coalesce(t.holdings, '{}') as holdings,
        coalesce((select jsonb_agg(jsonb_build_object('rollout', o.rollout, 'name', r.name, 'version', r.version,
            'state', d.state, 'bytes', d.bytes, 'lengthBytes', r.length_bytes, 'error', d.error) order by r.name)
          from deliveries d join rollouts o using (rollout) join releases r using (release)
          where d.organisation = s.organisation and o.state in ('running', 'held') and d.state <> 'applied'), '[]') as open
      from servers s join organisations g using (organisation) left join delivery_targets t using (organisation)
      where s.organisation <> ${nation} and sees_organisation(s.organisation) order by s.organisation`);
    return { files: [...files], targets: [...targets] };
  });
}
