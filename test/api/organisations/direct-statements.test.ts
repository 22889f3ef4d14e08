/** Statements that no route sends, in the roles of people of each tier and of the monitor: what the database itself says. */
import { randomUUID } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { MunicipalityLimits } from '../../../contracts/municipality.ts';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { nation, prefectureOf, standsBelow, tierOf } from '../../../domain/organisations.ts';
import { operationRoles, type OperationRole } from '../../../domain/rights.ts';
import {
  databaseAs,
  databaseRoleOf,
  inOrganisation,
  openDatabase,
  operationRoleOf,
  sqlStateOf,
} from '../../../storage/database/database.ts';
import { putMunicipality } from '../../../storage/settings/municipalities.ts';
import { municipality, openStore, otherMunicipality, type Store } from '../../storage/support.ts';
import { addJobDay } from '../../support/job-data.ts';
import { addIncident, addServer, addSilence } from '../../support/operation-data.ts';

const prefecture = prefectureOf(municipality);
/** A municipality beside the first, below the same prefecture. */
const neighbour = '131024';
const everybody = [nation, prefecture, prefectureOf(otherMunicipality), municipality, neighbour, otherMunicipality];

let store: Store;
const exceptionId = randomUUID();
const incidents = new Map<string, number>();
beforeAll(async () => {
  store = await openStore(143);
  const { see } = store;
  for (const code of [municipality, neighbour, otherMunicipality]) {
    await putMunicipality(store.api, {
      municipality: code,
      name: '見本市',
      nameEn: 'Mihon City',
      route: 'JUKI_SYSTEM',
      participants: {},
      hours: commonHours,
      limits: MunicipalityLimits.parse({}),
    });
  }
  for (const organisation of everybody) {
    await addServer(see, organisation);
    const incident = await addIncident(see, { organisation });
    incidents.set(organisation, incident);
    if (tierOf(organisation) !== 'municipality') {
      await see`
        insert into day_steps (organisation, day, step_no, step, state, due_at, deadline_at, awaits)
        values (${organisation}, '2026-12-01', 1, 'stop', 'failed', now(), now(), ${everybody})`;
      await see`
        update incidents set cause = 'OPERATING_DAY_HALTED', detail = ${['stop AWAITED_LATE', ...everybody].join(' ')}
        where incident = ${incident}`;
    }
    await addSilence(see, organisation, 'x');
    await see`
      insert into operating_days (organisation, day, state, starts_at, online_opens_at, online_closes_at, daily_ends_at)
      values (${organisation}, '2026-12-01', 'halted', now(), now(), now(), now())`;
    await see`
      insert into recipients (organisation, kind, address, severity)
      values (${organisation}, 'mail', ${`${organisation}@mihon.example`}, 'warning')`;
    if (tierOf(organisation) === 'municipality') {
      await see`insert into incident_requests (incident, organisation, person_id) values (${incident}, ${organisation}, gen_random_uuid())`;
    }
  }
  await see`
    insert into hour_exceptions (exception_id, organisation, kind, from_at, to_at, reason, agreeing, asked_by)
    values (${exceptionId}, ${otherMunicipality}, 'identity-confirmation', now() + interval '1 day', now() + interval '2 days',
      'x', ${[prefectureOf(otherMunicipality)]}, 's-9')`;
});

/** How many rows it touched, or that the database refused it: by right, or by a rule of the calendar. */
async function outcomeOf(acting: string, role: string, statement: SQL, staffId = 's-1'): Promise<number | string> {
  try {
    return (await inOrganisation(databaseAs(store.api, role, staffId), acting, (tx) => tx.execute(statement))).length;
  } catch (error) {
    const state = sqlStateOf(error);
    if (state === '42501') return 'no right';
    if (state === '23514') return 'against a rule';
    throw error;
  }
}

/** The strongest of each tier: all its roles at once. */
const all = (acting: string): string =>
  tierOf(acting) === 'municipality'
    ? databaseRoleOf(['clerk', 'supervisor', 'administrator', 'auditor', 'manager'])
    : operationRoleOf([...operationRoles] satisfies OperationRole[]);
const parentOf = (organisation: string): string | undefined =>
  tierOf(organisation) === 'municipality'
    ? prefectureOf(organisation)
    : tierOf(organisation) === 'prefecture'
      ? nation
      : undefined;
const tried = [nation, prefecture, municipality];

describe.each(tried)('with all roles of %s', (acting) => {
  const worksFor = (organisation: string): boolean => acting === organisation || acting === nation;
  const sees = (organisation: string): boolean =>
    worksFor(organisation) ||
    organisation === nation ||
    organisation === parentOf(acting) ||
    parentOf(organisation) === acting;

  test.each([
    [
      'orders a day',
      (of: string) => sql`
      update operating_days set staff_order = 'resume', ordered_by = 's-1', ordered_at = now() where organisation = ${of} returning 1`,
    ],
    [
      'acknowledges an incident',
      (of: string) => sql`
      update incidents set acknowledged_by = 's-1', acknowledged_at = now() where organisation = ${of} returning 1`,
    ],
    [
      'withdraws a silence',
      (of: string) => sql`
      update silences set withdrawn_by = 's-1', withdrawn_at = now() where organisation = ${of} returning 1`,
    ],
  ])('one %s of the own organisation, of everybody only for the nation', async (_, statement) => {
    for (const organisation of everybody) {
      expect([organisation, await outcomeOf(acting, all(acting), statement(organisation))]).toEqual([
        organisation,
        worksFor(organisation) ? 1 : 0,
      ]);
    }
    expect(await outcomeOf(acting, all(acting), statement(acting), 's-2')).toBe('no right');
  });

  test('one changes nobody else’s part of the calendar, and the own one by a change alone', async () => {
    for (const organisation of everybody) {
      const setting = JSON.stringify({ ...commonNationalCalendar, enforced: false });
      const proposed = sql`
        insert into calendar_changes (organisation, based_on, setting, reason, proposed_by, decision, decided_by, decided_at)
        values (${organisation}, 0, ${setting}::jsonb, 'x', 's-1', 'approved', 's-1', now())`;
      const set = sql`insert into calendars (organisation, setting, version, updated_at) values (${organisation}, ${setting}::jsonb, 1, now())`;
      if (organisation !== acting)
        expect(['no right', 'against a rule']).toContain(await outcomeOf(acting, all(acting), proposed));
      else if (acting === nation) expect(await outcomeOf(acting, all(acting), proposed)).toBe('against a rule');
      expect(['no right', 'against a rule']).toContain(await outcomeOf(acting, all(acting), set));
    }
  });

  test('one answers no exception that does not name the own organisation, and asks in nobody else’s name', async () => {
    for (const organisation of everybody) {
      const answered = sql`
        insert into hour_exception_agreements (exception_id, organisation, decision, decided_by)
        values (${exceptionId}::uuid, ${organisation}, 'agreed', 's-1')`;
      expect(['no right', 'against a rule']).toContain(await outcomeOf(acting, all(acting), answered));
      const asked = sql`
        insert into hour_exceptions (organisation, kind, from_at, to_at, reason, agreeing, asked_by)
        values (${organisation}, 'own-work', now(), now() + interval '1 hour', 'x', '{}', 's-1')`;
      if (organisation !== acting)
        expect(['no right', 'against a rule']).toContain(await outcomeOf(acting, all(acting), asked));
    }
    const withdrawn = sql`update hour_exceptions set withdrawn_by = 's-1', withdrawn_at = now() returning 1`;
    expect(await outcomeOf(acting, all(acting), sql`${withdrawn}`)).toBe(0);
  });

  test('one sees the affected requests of the own municipality alone, and nobody’s address of work', async () => {
    const persons = await outcomeOf(acting, all(acting), sql`select person_id from incident_requests`);
    expect(persons).toBe(tierOf(acting) === 'municipality' ? 1 : 'no right');
    expect(await outcomeOf(acting, all(acting), sql`select address from recipients`)).toBe('no right');
    expect(await outcomeOf(acting, all(acting), sql`select recipient from notifications`)).toBe('no right');
    if (tierOf(acting) === 'municipality') return;
    for (const table of ['persons', 'address_information', 'inbox', 'failures', 'timeline', 'bad_lines']) {
      expect([table, await outcomeOf(acting, all(acting), sql`select 1 from ${sql.identifier(table)}`)]).toEqual([
        table,
        'no right',
      ]);
    }
  });

  test('one notes what belongs to an incident of the organisation that is named, and to no other', async () => {
    for (const organisation of everybody) {
      for (const [owner, incident] of incidents) {
        const noted = sql`
          insert into incident_notes (incident, organisation, staff_id, text)
          values (${incident}, ${organisation}, 's-1', 'x') returning 1`;
        expect([organisation, owner, await outcomeOf(acting, all(acting), noted)]).toEqual([
          organisation,
          owner,
          owner === organisation && worksFor(organisation) ? 1 : 'no right',
        ]);
      }
    }
  });

  test('one is told of nobody for whom a day waits but those that one sees', async () => {
    for (const statement of [
      sql`select awaits from day_steps`,
      sql`select detail from incidents`,
      sql`select i from incidents i`,
    ]) {
      expect(await outcomeOf(acting, all(acting), statement)).toBe('no right');
    }
    const seen = (statement: SQL) =>
      inOrganisation(databaseAs(store.api, all(acting), 's-1'), acting, async (tx) =>
        JSON.stringify(await tx.execute(statement)),
      );
    const told = [
      await seen(sql`select seen_awaits(organisation, day, step_no) from day_steps`),
      await seen(
        sql`select seen_awaits(o, date '2026-12-01', 1) from unnest(array[${sql.join(
          everybody.map((code) => sql`${code}`),
          sql`, `,
        )}]) o`,
      ),
      await seen(sql`select seen_detail(i::bigint) from generate_series(1, 1000) i`),
    ];
    for (const text of told) {
      for (const organisation of everybody)
        expect([organisation, text.includes(organisation)]).toEqual([organisation, sees(organisation)]);
    }
  });

  test('one proposes, starts and orders deliveries for the nation alone, and never in another’s name', async () => {
    const proposed = (by: string): SQL => sql`
      insert into releases (name, version, kind, length_bytes, sha256, reason, proposed_by)
      values (${randomUUID()}, 1, 'program', 1, 'x', 'x', ${by}) returning 1`;
    expect(await outcomeOf(acting, all(acting), proposed('s-1'))).toBe(acting === nation ? 1 : 'no right');
    expect(await outcomeOf(acting, all(acting), proposed('s-2'))).toBe('no right');
    const [stored] = await store.see<{ release: string }[]>`
      insert into releases (name, version, kind, length_bytes, sha256, reason, proposed_by)
      values (${randomUUID()}, 1, 'program', 1, 'x', 'x', 's-1') returning release`;
    const release = stored?.release ?? '';
    const decided = (by: string): SQL => sql`
      update releases set state = 'published', decided_by = ${by}, decided_at = now()
      where release = ${release}::uuid returning 1`;
    // Its own proposal is approved by nobody, whatever a statement says.
    expect(await outcomeOf(acting, all(acting), decided('s-1'))).toBe(acting === nation ? 'against a rule' : 0);
    expect(await outcomeOf(acting, all(acting), decided('s-3'))).toBe(acting === nation ? 'no right' : 0);
    expect(await outcomeOf(acting, all(acting), decided('s-2'), 's-2')).toBe(acting === nation ? 1 : 0);
    const started = sql`
      insert into rollouts (release, waves, apply_after, started_by) values (${release}::uuid, '[]', now(), 's-1') returning 1`;
    expect(await outcomeOf(acting, all(acting), started)).toBe(acting === nation ? 1 : 'no right');
    const ordered = sql`
      update rollouts set staff_order = 'abandon', ordered_by = 's-1', ordered_at = now() where release = ${release}::uuid returning 1`;
    expect(await outcomeOf(acting, all(acting), ordered)).toBe(acting === nation ? 1 : 0);
    // What a server has said stays as it was said.
    for (const statement of [
      sql`update deliveries set state = 'applied' returning 1`,
      sql`update delivery_targets set holdings = '{}' returning 1`,
      sql`update releases set sha256 = 'y' returning 1`,
      sql`delete from releases returning 1`,
    ]) {
      expect(await outcomeOf(acting, all(acting), statement)).toBe('no right');
    }
  });

  test('one asks for a backup in the own name alone, and writes none', async () => {
    expect(await outcomeOf(acting, all(acting), sql`insert into backups (asked_by) values ('s-2')`)).toBe('no right');
    expect(await outcomeOf(acting, all(acting), sql`update backups set state = 'done' returning 1`)).toBe('no right');
    expect(await outcomeOf(acting, all(acting), sql`update servers set control_url = 'http://x' returning 1`)).toBe(
      'no right',
    );
  });
});

describe('job nets', () => {
  const day = '2026-12-01';
  beforeAll(async () => {
    for (const server of everybody) {
      await addJobDay(store.see, { organisation: nation, net: 'country', server, day, state: 'halted' });
      await addJobDay(store.see, { organisation: server, net: 'own', server, day, state: 'halted' });
    }
  });

  test.each(tried)('%s sees no day of a neighbour, also of a net of the nation', async (acting) => {
    const seen = everybody.filter(
      (each) => each === acting || standsBelow(each, acting) || standsBelow(acting, each),
    ).length;
    const ofNation = sql`select 1 from job_days where organisation = 'nation' and net = 'country'`;
    expect(await outcomeOf(acting, all(acting), ofNation)).toBe(seen);
    expect(await outcomeOf(acting, all(acting), sql`select 1 from job_days where net = 'own'`)).toBe(seen);
  });

  test.each(tried)(
    'with all roles of %s one orders days of the own nets, of all only for the nation',
    async (acting) => {
      for (const organisation of everybody) {
        const ordered = sql`
        update job_days set staff_order = 'resume', decided_by = 's-1', ordered_at = now()
        where organisation = ${organisation} and net = 'own' returning 1`;
        expect([organisation, await outcomeOf(acting, all(acting), ordered)]).toEqual([
          organisation,
          acting === organisation || acting === nation ? 1 : 0,
        ]);
      }
      const ended = sql`update job_days set state = 'done' where organisation = ${acting} returning 1`;
      expect(await outcomeOf(acting, all(acting), ended)).toBe('no right');
      const planned = (decision: string, no: number) => sql`
      insert into job_days (organisation, net, server, day, no, version, planned_at, decision, decided_by, state)
      values (${acting}, 'own', ${acting}, ${day}::date, ${no}::int, 1, now(), ${decision}, 's-1', 'planned') returning 1`;
      expect(await outcomeOf(acting, all(acting), planned('run', 1))).toBe('no right');
      expect(await outcomeOf(acting, all(acting), planned('asked', 1))).toBe(1);
      const defined = (organisation: string, by: string) => sql`
      insert into job_definitions (organisation, version, hash, definition, applied_by)
      values (${organisation}, 1, 'x', '{"nets": []}', ${by}) returning 1`;
      expect(await outcomeOf(acting, all(acting), defined(acting, 's-2'))).toBe('no right');
      expect(await outcomeOf(acting, all(acting), defined(otherMunicipality, 's-1'))).toBe('no right');
    },
  );
});

describe('the national calendar', () => {
  const manager = operationRoleOf(['manager']);
  const decide = (by: string) => sql`
    update calendar_changes set decision = 'approved', decided_by = ${by}, decided_at = now()
    where organisation = 'nation' and decision is null returning 1`;

  test('is approved by a second person in the own name, also by direct statements', async () => {
    const setting = JSON.stringify({ ...commonNationalCalendar, closes: '18:00' });
    await outcomeOf(
      nation,
      manager,
      sql`
      insert into calendar_changes (organisation, based_on, setting, reason, proposed_by)
      values ('nation', 0, ${setting}::jsonb, 'x', 's-1')`,
    );
    expect(await outcomeOf(nation, manager, decide('s-1'))).toBe('against a rule');
    expect(await outcomeOf(nation, manager, decide('s-2'))).toBe('no right');
    expect(await outcomeOf(prefecture, manager, decide('s-2'), 's-2')).toBe(0);
    expect(await outcomeOf(nation, operationRoleOf(['administrator']), decide('s-2'), 's-2')).toBe('no right');
    const other = JSON.stringify(commonNationalCalendar);
    const set = (content: string) => sql`
      insert into calendars (organisation, setting, version, updated_at) values ('nation', ${content}::jsonb, 1, now()) returning 1`;
    expect(await outcomeOf(nation, manager, set(setting))).toBe('against a rule');
    expect(await outcomeOf(nation, manager, decide('s-2'), 's-2')).toBe(1);
    expect(await outcomeOf(nation, manager, set(other))).toBe('against a rule');
    expect(await outcomeOf(nation, manager, set(setting))).toBe(1);
    const opened = sql`update calendars set setting = setting || '{"enforced": false}', version = 2 where organisation = 'nation' returning 1`;
    expect(await outcomeOf(nation, manager, opened)).toBe('against a rule');
  });
});

test('the monitor reads no name and no personal number, and changes no calendar', async () => {
  const { db, close } = openDatabase(store.database.monitorUrl, { max: 1, name: 'test-monitor' });
  const refused = async (statement: SQL): Promise<string | undefined> =>
    inOrganisation(db, municipality, (tx) => tx.execute(statement)).then(() => 'done', sqlStateOf);
  for (const statement of [
    sql`select personal_number from persons`,
    sql`select name from address_information`,
    sql`select payload from inbox`,
    sql`select name from staff`,
    sql`update calendars set version = version + 1`,
    sql`update operating_days set staff_order = 'resume'`,
    sql`delete from incidents`,
  ]) {
    expect(await refused(statement)).toBe('42501');
  }
  await close();
});
