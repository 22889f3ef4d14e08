/** What the database itself forbids of the calendar, whoever writes. */
import { beforeAll, describe, expect, test } from 'vitest';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { MunicipalityLimits } from '../../../contracts/municipality.ts';
import { approveChange, changeCalendar } from '../../../storage/hours/changes.ts';
import { findMunicipality, putMunicipality } from '../../../storage/settings/municipalities.ts';
import { municipality, openStore, otherMunicipality, type Store } from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(91);
  for (const code of [municipality, otherMunicipality]) {
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
});

const setting = { ...commonNationalCalendar, closes: '18:00' };
/** `check_violation`. */
const forbidden = { code: '23514' };

describe('the national calendar', () => {
  test('is not decided when it is proposed, nor by the proposer, nor twice', async () => {
    const { see } = store;
    const json = see.json(setting);
    const decided = see`
      insert into calendar_changes (organisation, based_on, setting, reason, proposed_by, decision, decided_by, decided_at)
      values ('nation', 0, ${json}, 'x', 's-1', 'approved', 's-2', now())`;
    await expect(decided).rejects.toMatchObject(forbidden);
    await see`
      insert into calendar_changes (organisation, based_on, setting, reason, proposed_by)
      values ('nation', 0, ${json}, 'x', 's-1')`;
    const decide = (by: string) => see`
      update calendar_changes set decision = 'approved', decided_by = ${by}, decided_at = now()`;
    await expect(decide('s-1')).rejects.toMatchObject(forbidden);
    await expect(see`update calendar_changes set setting = '{}'`).rejects.toMatchObject(forbidden);
    await decide('s-2');
    await expect(decide('s-3')).rejects.toMatchObject(forbidden);
  });

  test('follows an approved change of its present version and nothing else', async () => {
    const { see } = store;
    const insert = (content: object, version: number) => see`
      insert into calendars (organisation, setting, version) values ('nation', ${see.json({ ...content })}, ${version})`;
    await expect(insert({ ...setting, enforced: false }, 1)).rejects.toMatchObject(forbidden);
    await expect(insert(setting, 2)).rejects.toMatchObject(forbidden);
    await insert(setting, 1);
    await expect(see`update calendars set setting = '{}', version = 2`).rejects.toMatchObject(forbidden);
    await expect(see`update calendars set version = 1`).rejects.toMatchObject(forbidden);
  });

  test('of two who approve at once one does, and of two changes from one version one is lost to nobody', async () => {
    const next = { ...setting, closes: '17:45' };
    const proposed = await Promise.all(
      ['s-1', 's-2'].map((by) =>
        changeCalendar(store.api, { organisation: nation, setting: next, basedOn: 1, reason: 'x', by }),
      ),
    );
    expect(proposed.map(({ kind }) => kind).toSorted()).toEqual(['proposed', 'waiting-already']);
    const changeId = proposed.flatMap((each) => ('changeId' in each ? [each.changeId] : []))[0] ?? '';
    const approved = await Promise.all(
      ['s-3', 's-4'].map((by) => approveChange(store.api, { organisation: nation, changeId, by, reason: null })),
    );
    expect(approved.map(({ kind }) => kind).toSorted()).toEqual(['decided', 'done']);
    const again = await changeCalendar(store.api, {
      organisation: nation,
      setting: { ...setting, closes: '18:15' },
      basedOn: 1,
      reason: 'x',
      by: 's-1',
    });
    expect(again).toEqual({ kind: 'changed-meanwhile' });
  });
});

describe('an exception', () => {
  const ask = ({
    organisation = municipality,
    kind = 'wide-area-copy',
    agreeing = [otherMunicipality],
    from = '1 day',
  }) =>
    store.see<{ exception_id: string }[]>`
      insert into hour_exceptions (organisation, kind, from_at, to_at, reason, agreeing, asked_by)
      values (${organisation}, ${kind}, now() + ${from}::interval, now() + interval '2 days', 'x', ${agreeing}, 's-1')
      returning exception_id`;
  const answer = (exceptionId: string | undefined, organisation: string, by = 's-2') => store.see`
    insert into hour_exception_agreements (exception_id, organisation, decision, decided_by)
    values (${exceptionId ?? null}, ${organisation}, 'agreed', ${by})`;

  test.each([
    ['names the asker', { agreeing: [municipality] }],
    ['is asked for by a prefecture', { organisation: prefectureOf(municipality) }],
    ['names a prefecture for copies', { agreeing: [prefectureOf(municipality)] }],
    ['names another prefecture', { kind: 'identity-confirmation', agreeing: [prefectureOf(otherMunicipality)] }],
    ['names nobody', { agreeing: [] }],
  ])('that %s is forbidden', async (_, asked) => {
    await expect(ask(asked)).rejects.toMatchObject(forbidden);
  });

  test('is answered once, by a named side, before it begins, and not by who asked', async () => {
    const [row] = await ask({});
    await expect(answer(row?.exception_id, prefectureOf(municipality))).rejects.toMatchObject(forbidden);
    await expect(answer(row?.exception_id, otherMunicipality, 's-1')).rejects.toMatchObject(forbidden);
    await answer(row?.exception_id, otherMunicipality);
    await expect(store.see`update hour_exception_agreements set decision = 'refused'`).rejects.toMatchObject(forbidden);
    await expect(store.see`update hour_exceptions set to_at = to_at + interval '1 day'`).rejects.toMatchObject(
      forbidden,
    );
    const [begun] = await ask({ from: '-1 hour' });
    await expect(answer(begun?.exception_id, otherMunicipality)).rejects.toMatchObject(forbidden);
  });
});

test('what an older version let a municipality say alone counts no more: open days and own exceptions', async () => {
  const closed = { date: '2026-04-01', kind: 'closed', reason: '工事' };
  const old = {
    enforced: true,
    opens: '09:30',
    closes: '17:00',
    closingMarginMinutes: 0,
    prefecture: { closes: '16:00' },
    overrides: [closed, { date: '2026-04-04', kind: 'open', reason: '開庁' }],
    exceptions: [{ from: '2026-04-05T09:00+09:00', to: '2026-04-05T12:00+09:00', approver: '課長', reason: '転入' }],
  };
  await store.see`update municipalities set hours = ${store.see.json(old)} where municipality = ${otherMunicipality}`;
  const stored = await findMunicipality(store.db, otherMunicipality);
  expect(stored?.hours).toMatchObject({
    enforced: true,
    opens: '09:30',
    closingMarginMinutes: 10,
    overrides: [closed],
    exceptions: [],
  });
  expect(stored?.hours.prefecture).toBeUndefined();
});
