/**
 * 後から登録されたサーバ: whoever is registered after a rollout gets what most servers of its kind were ordered to have. It joins
 * a rollout that is under way, in the last wave; otherwise one is started for the newcomers alone, in the name of fugo.
 */
import { sql } from 'drizzle-orm';
import { nation } from '../../domain/organisations.ts';
import type { Database } from '../database/database.ts';
import { byFugo, lockRolloutsOf } from './rollouts.ts';

interface Latest {
  release: string;
  rollout: string;
  isUnderWay: boolean;
  lastWave: number;
}

/** Called as often as one likes; who has an order already gets no second one. Answers how many got one. */
export async function orderForNewcomers(db: Database): Promise<number> {
  const names = await db.execute<{ name: string }>(sql`select distinct name from releases where state = 'published'`);
  let ordered = 0;
  for (const { name } of names) ordered += await orderOf(db, name);
  return ordered;
}

function orderOf(db: Database, name: string): Promise<number> {
  return db.transaction(async (tx) => {
    await lockRolloutsOf(tx, name);
    const newcomers = await tx.execute<{ organisation: string }>(sql`
      with ordered as (
        select d.organisation, min(o.started_at) as since
        from deliveries d join rollouts o using (rollout) join releases r using (release)
        where r.name = ${name} and r.state = 'published' and o.state <> 'abandoned'
        group by d.organisation
      ),
      kinds as (
        select s.kind from servers s left join ordered o using (organisation)
        where s.organisation <> ${nation}
          and (o.organisation is not null or s.registered_at <= (select max(since) from ordered))
        group by s.kind having count(o.organisation) * 2 > count(*)
      )
      select s.organisation from servers s join kinds using (kind)
      where not exists (select from ordered o where o.organisation = s.organisation)
        -- Whom staff have left out was there.
        and s.registered_at > (select max(since) from ordered)
      order by s.organisation`);
    const [latest] = await tx.execute<Record<string, unknown> & Latest>(sql`
      select r.release, o.rollout, o.state in ('running', 'held') as "isUnderWay",
        jsonb_array_length(o.waves) - 1 as "lastWave"
      from releases r join rollouts o using (release)
      where r.name = ${name} and r.state = 'published' and o.state <> 'abandoned'
      order by o.started_at desc limit 1`);
    if (!latest || newcomers.length === 0) return 0;
    const [rollout] = latest.isUnderWay
      ? await tx.execute<{ rollout: string }>(sql`
          update rollouts set look_at = now() where rollout = ${latest.rollout}::uuid returning rollout`)
      : await tx.execute<{ rollout: string }>(sql`
          insert into rollouts (release, waves, apply_after, started_by, look_at)
          values (${latest.release}::uuid, '[{"share": 100, "atLeastMinutes": 0}]', now(), ${byFugo}, now())
          returning rollout`);
    for (const { organisation } of newcomers)
      await tx.execute(sql`
        insert into deliveries (rollout, organisation, wave)
        values (${rollout?.rollout ?? null}::uuid, ${organisation}, ${latest.isUnderWay ? latest.lastWave : 0})`);
    return newcomers.length;
  });
}
