/** What the board shows. All of it is about servers and watched targets, and nothing about a resident. */
import { sql } from 'drizzle-orm';
import type { CheckKind, CheckState, Severity } from '../../domain/monitoring/names.ts';
import type { DayState, StepName, StepState } from '../../domain/operating-day.ts';
import type { ServerKind, Tier } from '../../domain/organisations.ts';
import { inOrganisation, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface ServerRow {
  organisation: string;
  tier: Tier;
  parent: string | null;
  name: string;
  nameEn: string;
  kind: ServerKind | null;
  /** Null when nothing watches the server. Moments are epoch milliseconds. */
  state: CheckState | null;
  since: number | null;
  checkedAt: number | null;
  suppressedBy: string | null;
  cause: string | null;
  day: string | null;
  dayState: DayState | null;
  step: StepName | null;
  stepState: StepState | null;
  power: 'start' | 'stop' | null;
  openIncidents: number;
}

export interface TargetRow {
  target: string;
  kind: CheckKind;
  name: string;
  nameEn: string;
  state: CheckState | null;
  since: number | null;
  suppressedBy: string | null;
  cause: string | null;
}

export interface IncidentRow {
  incident: number;
  organisation: string;
  name: string;
  nameEn: string;
  severity: Severity;
  cause: string;
  target: string | null;
  openedAt: number;
  acknowledgedAt: number | null;
  suppressed: number;
}

export interface SilenceRow {
  silenceId: string;
  organisation: string;
  target: string | null;
  fromAt: number;
  toAt: number;
  message: string;
}

export interface BoardFigures {
  servers: ServerRow[];
  targets: TargetRow[];
  incidents: IncidentRow[];
  counts: { openIncidents: number; unacknowledged: number; suppressed: number };
  silences: SilenceRow[];
}

/**
 * The organisations above `organisation`, itself and all below, as far as `acting` sees them: a neighbour stays hidden
 * also from whoever asks by way of the organisation above both.
 */
export function readBoard(
  db: Database,
  { acting, organisation, shownIncidents }: { acting: string; organisation: string; shownIncidents: number },
): Promise<BoardFigures> {
  const around = sql`sees_organisation(o.organisation) and (o.organisation = ${organisation}
    or o.parent = ${organisation} or ${organisation} = 'nation' or o.organisation = 'nation'
    or o.organisation = (select own.parent from organisations own where own.organisation = ${organisation}))`;
  return inOrganisation(db, acting, async (tx) => {
    const [servers, targets, incidents, counts, silences] = await Promise.all([
      tx.execute<Record<string, unknown> & ServerRow>(sql`
        select o.organisation, o.tier, o.parent, o.name, o.name_en as "nameEn", s.kind, c.state,
          ${epochMs(sql`c.since`)} as since, ${epochMs(sql`c.checked_at`)} as "checkedAt",
          c.suppressed_by as "suppressedBy", c.detail as cause, d.day::text as day, d.state as "dayState",
          p.step, p.state as "stepState", v.step as power,
          (select count(*) from incidents i
            where i.organisation = o.organisation and i.closed_at is null)::int as "openIncidents"
        from organisations o
        left join servers s on s.organisation = o.organisation
        left join lateral (
          select cs.* from check_targets t join check_states cs on cs.target = t.target
          where t.organisation = o.organisation and t.kind = 'server' and t.watched
          order by t.target limit 1) c on true
        left join lateral (
          select od.day, od.state from operating_days od
          where od.organisation = o.organisation and od.starts_at <= now() order by od.day desc limit 1) d on true
        left join lateral (
          select ds.step, ds.state from day_steps ds
          where ds.organisation = o.organisation and ds.day = d.day and ds.state <> 'verified'
          order by ds.step_no limit 1) p on true
        left join lateral (
          select ds.step from day_steps ds
          where ds.organisation = o.organisation and ds.step in ('start', 'stop') and ds.state = 'verified'
          order by ds.day desc, ds.step_no desc limit 1) v on true
        where ${around}
        order by o.organisation`),
      tx.execute<Record<string, unknown> & TargetRow>(sql`
        select t.target, t.kind, t.name, t.name_en as "nameEn", c.state, ${epochMs(sql`c.since`)} as since,
          c.suppressed_by as "suppressedBy", c.detail as cause
        from check_targets t left join check_states c on c.target = t.target
        where t.organisation = ${organisation} and t.kind <> 'server' and t.watched
        order by c.state = 'up' nulls first, t.target`),
      tx.execute<Record<string, unknown> & IncidentRow>(sql`
        select i.incident::float8 as incident, i.organisation, o.name, o.name_en as "nameEn", i.severity, i.cause,
          i.target,
          ${epochMs(sql`i.opened_at`)} as "openedAt", ${epochMs(sql`i.acknowledged_at`)} as "acknowledgedAt", i.suppressed
        from incidents i join organisations o on o.organisation = i.organisation
        where i.closed_at is null and ${around}
        order by array_position(array['critical', 'warning', 'info'], i.severity), i.opened_at desc
        limit ${shownIncidents}`),
      tx.execute<Record<string, unknown> & BoardFigures['counts']>(sql`
        select count(*)::int as "openIncidents",
          count(*) filter (where i.acknowledged_at is null)::int as unacknowledged,
          (select count(*) from check_states c join organisations o on o.organisation = c.organisation
            where c.suppressed_by is not null and ${around})::int as suppressed
        from incidents i join organisations o on o.organisation = i.organisation
        where i.closed_at is null and ${around}`),
      tx.execute<Record<string, unknown> & SilenceRow>(sql`
        select s.silence_id as "silenceId", s.organisation, s.target, ${epochMs(sql`s.from_at`)} as "fromAt",
          ${epochMs(sql`s.to_at`)} as "toAt", s.message
        from silences s join organisations o on o.organisation = s.organisation
        where s.from_at <= now() and s.to_at > now() and s.withdrawn_at is null and ${around}
        order by s.to_at, s.silence_id`),
    ]);
    const [sums] = counts;
    if (!sums) throw new Error('a count is missing');
    return {
      servers: [...servers],
      targets: [...targets],
      incidents: [...incidents],
      counts: sums,
      silences: [...silences],
    };
  });
}
