/** A country in operation: servers of the three tiers as the prober, the operating day and the staff left them. */
import type postgres from 'postgres';
import { nation, prefectureOf, serverOfTier, tierOf } from '../../domain/organisations.ts';
import type { CheckState } from '../../domain/monitoring/names.ts';

type Sql = postgres.Sql;

export const targetOf = (organisation: string): string => `server/${organisation}`;

/** Registers a server with a target that watches it, as hanging on the server above. */
export async function addServer(
  see: Sql,
  organisation: string,
  { state = 'up', suppressedBy = null, minutes = 60, cause = null }: CheckNow = {},
): Promise<void> {
  const kind = serverOfTier[tierOf(organisation)];
  const parent = parentTarget(organisation);
  await see`
    insert into servers (organisation, kind, control_url)
    values (${organisation}, ${kind}, 'http://server.example') on conflict do nothing`;
  await see`
    insert into check_targets (target, organisation, kind, address, name, name_en, parent)
    values (${targetOf(organisation)}, ${organisation}, 'server', 'http://server.example',
      ${`サーバ ${organisation}`}, ${`Server ${organisation}`}, ${parent}) on conflict do nothing`;
  await setState(see, targetOf(organisation), organisation, { state, suppressedBy, minutes, cause });
}

export interface CheckNow {
  state?: CheckState;
  suppressedBy?: string | null;
  /** How long it has been so. */
  minutes?: number;
  cause?: string | null;
}

export async function setState(
  see: Sql,
  target: string,
  organisation: string,
  { state = 'up', suppressedBy = null, minutes = 60, cause = null }: CheckNow,
): Promise<void> {
  await see`
    insert into check_states (target, organisation, state, since, checked_at, suppressed_by, detail)
    values (${target}, ${organisation}, ${state}, now() - ${minutes} * interval '1 minute', now(), ${suppressedBy}, ${cause})
    on conflict (target) do update set state = excluded.state, since = excluded.since,
      checked_at = excluded.checked_at, suppressed_by = excluded.suppressed_by, detail = excluded.detail`;
}

/** A router, say, of an organisation. */
export async function addDevice(see: Sql, organisation: string, name: string, now: CheckNow = {}): Promise<string> {
  const target = `device/${organisation}/${name}`;
  await see`
    insert into check_targets (target, organisation, kind, address, name, name_en, parent)
    values (${target}, ${organisation}, 'tcp', 'device.example:22', ${`機器 ${name}`}, ${`Device ${name}`}, null)
    on conflict do nothing`;
  await setState(see, target, organisation, now);
  return target;
}

function parentTarget(organisation: string): string | null {
  if (organisation === nation) return null;
  return targetOf(tierOf(organisation) === 'prefecture' ? nation : prefectureOf(organisation));
}

export interface NewIncident {
  organisation: string;
  severity?: 'info' | 'warning' | 'critical';
  cause?: string;
  target?: string | null;
  minutes?: number;
  suppressed?: number;
  closed?: boolean;
}

export async function addIncident(
  see: Sql,
  {
    organisation,
    severity = 'critical',
    cause = 'TIMEOUT',
    target,
    minutes = 30,
    suppressed = 0,
    closed = false,
  }: NewIncident,
): Promise<number> {
  const about = target === undefined ? targetOf(organisation) : target;
  const [row] = await see<{ incident: number }[]>`
    insert into incidents (fingerprint, organisation, target, severity, cause, opened_at, suppressed, closed_at)
    values (${`target/${about ?? cause}`}, ${organisation}, ${about}, ${severity}, ${cause},
      now() - ${minutes} * interval '1 minute', ${suppressed}, ${closed ? new Date() : null})
    returning incident::int`;
  if (!row) throw new Error('no incident');
  return row.incident;
}

export interface NewStep {
  step: 'tell-calendar' | 'start' | 'stop' | 'statistics' | 'backup';
  state: 'waiting' | 'commanded' | 'verified' | 'failed' | 'abandoned';
  error?: string;
}

/** An operating day of today that began an hour ago. Its steps are due from then on, a minute apart. */
export async function addDay(see: Sql, organisation: string, state: string, steps: readonly NewStep[]): Promise<void> {
  await see`
    insert into operating_days (organisation, day, state, starts_at, online_opens_at, online_closes_at, daily_ends_at)
    values (${organisation}, (now() at time zone 'Asia/Tokyo')::date, ${state}, now() - interval '1 hour',
      now() - interval '30 minutes', now() + interval '7 hours', now() + interval '10 hours')`;
  for (const [index, { step, state: stepState, error }] of steps.entries()) {
    const isBegun = stepState !== 'waiting';
    await see`
      insert into day_steps (organisation, day, step_no, step, state, attempt, due_at, deadline_at, commanded_at,
        verified_at, error)
      values (${organisation}, (now() at time zone 'Asia/Tokyo')::date, ${index + 1}, ${step}, ${stepState}, ${isBegun ? 1 : 0},
        now() - interval '1 hour' + ${index} * interval '1 minute', now() + interval '1 hour',
        ${isBegun ? see`now() - interval '50 minutes'` : null},
        ${stepState === 'verified' ? see`now() - interval '49 minutes'` : null}, ${error ?? null})`;
  }
}

export async function addSilence(see: Sql, organisation: string, message: string): Promise<void> {
  await see`
    insert into silences (organisation, from_at, to_at, message, set_by)
    values (${organisation}, now() - interval '1 hour', now() + interval '1 hour', ${message}, 'staff-of-the-test')`;
}

/** Thirty days that end with yesterday, with figures that follow from the day's number alone. */
export async function addStatistics(see: Sql, municipality: string): Promise<void> {
  await see`
    insert into daily_statistics (organisation, day, new_requests, requested, confirmed, errors, seconds_to_code_mean,
      seconds_to_code_p50, seconds_to_code_p95, seconds_to_code_histogram)
    select ${municipality}, (now() at time zone 'Asia/Tokyo')::date - n, 100 + (n * 37) % 60, 90 + (n * 37) % 60,
      80 + (n * 31) % 60, (n * 7) % 5, 50 + (n * 13) % 30, 40 + (n * 13) % 30, 300 + (n * 29) % 200, jsonb_build_object('64', 70 + (n * 31) % 60, '86', 10)
    from generate_series(1, 30) as n`;
}
