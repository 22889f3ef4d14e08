/**
 * Stores of the simulators in their former shape, when every line had its request and state in its own row: residents
 * who each stopped at another step, and one who has passed all steps.
 */
import postgres from 'postgres';
import { openSealedValues } from '../../simulators/base/sealed-values.ts';
import type { Person } from './participant-net.ts';

export const stops = ['S41', 'S50', 'S60', 'S70', 'S80', 'S90', 'done'] as const;
type Stop = (typeof stops)[number];

const codeRequests = (unique: string): string => `
  create table code_requests (
    id bigint generated always as identity primary key,
    municipality text not null,
    request_id text not null,
    line_id text not null,
    serial text not null ${unique},
    sealed_personal_number text not null,
    state text not null check (state in ('pending', 'forwarded', 'refused')),
    refused text,
    taken_at timestamptz not null default now(),
    unique (municipality, request_id, line_id)
  );
  create index code_requests_pending on code_requests (id) where state = 'pending';`;

const formerTables = {
  'intermediate-server': `
    create table serial_requests (
      id bigint generated always as identity primary key,
      municipality text not null,
      request_id text not null,
      line_id text not null,
      integrated_number text not null,
      sealed_personal_number text not null,
      state text not null check (state in ('pending', 'forwarded', 'issued', 'refused')),
      serial text unique,
      refused text,
      code_answered boolean not null default false,
      code_error text,
      taken_at timestamptz not null default now(),
      unique (municipality, request_id, line_id)
    );
    create index serial_requests_of_number on serial_requests (municipality, integrated_number, id);
    create index serial_requests_pending on serial_requests (id) where state = 'pending';
    create table receipts (
      id bigint generated always as identity primary key,
      municipality text not null,
      request_id text not null,
      receipt_number text not null unique,
      taken_at timestamptz not null default now(),
      expires_at timestamptz not null default now() + interval '7 days',
      built_at timestamptz,
      unique (municipality, request_id)
    );
    create table receipt_lines (
      receipt_id bigint not null references receipts,
      position integer not null,
      line_id text not null,
      integrated_number text not null,
      serial_request_id bigint references serial_requests,
      damage text check (damage in ('number', 'missing')),
      primary key (receipt_id, position)
    );
    create table linkage_codes (
      municipality text not null,
      integrated_number text not null,
      linkage_code text not null,
      serial text not null,
      stored_at timestamptz not null default now(),
      primary key (municipality, integrated_number),
      unique (municipality, linkage_code)
    );`,
  'information-providing-nws': `
    create sequence serial_number;
    create table serials (
      id bigint generated always as identity primary key,
      line_id text not null unique,
      request_id text not null,
      municipality text not null,
      integrated_number text not null,
      serial text unique,
      refused text,
      told boolean not null default false,
      linkage_code text,
      code_error text,
      code_state text check (code_state in ('pending', 'told')),
      issued_at timestamptz not null default now(),
      check ((serial is null) = (refused is not null))
    );
    create index serials_untold on serials (id) where not told;
    create index serials_code_pending on serials (id) where code_state = 'pending';`,
  'juki-gateway': codeRequests(''),
  'juki-system': codeRequests(''),
  'communication-server': codeRequests('unique'),
  'juki-national-server': `
    create table residents (
      fingerprint text primary key,
      register_number bigint generated always as identity unique,
      state text not null default 'registered' check (state in ('registered', 'withheld'))
    );
    create table code_requests (
      id bigint generated always as identity primary key,
      serial text not null unique,
      request_id text not null,
      municipality text not null,
      fingerprint text not null references residents,
      state text not null default 'pending' check (state in ('pending', 'forwarded', 'refused')),
      taken_at timestamptz not null default now()
    );
    create index code_requests_pending on code_requests (id) where state = 'pending';`,
};
type Store = keyof typeof formerTables;

/** Each person has stopped at the step of the same index in `stops`; all were asked for in one request, `a`. */
export async function makeFormerStores(options: {
  superuserUrl: string;
  keyFile: string;
  database: string;
  municipality: string;
  people: readonly Person[];
}): Promise<void> {
  const { superuserUrl, keyFile, database, municipality, people } = options;
  const admin = postgres(superuserUrl, { max: 1, onnotice: () => undefined });
  await admin`create database ${admin(database)}`;
  const lines = people.map((person, index) => ({
    ...person,
    stop: stops[index] ?? 'done',
    serial: `20261124000000000${index}`,
    id: String(index + 1),
  }));
  const past = (stop: Stop) => (line: { stop: Stop }) => stops.indexOf(line.stop) >= stops.indexOf(stop);

  async function make(store: Store, fill: (sql: postgres.Sql, seal: (text: string) => string) => Promise<unknown>) {
    const name = `${database}_${store.replaceAll('-', '_')}`;
    await admin`create database ${admin(name)}`;
    const url = new URL(superuserUrl);
    url.pathname = `/${name}`;
    const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
    await sql.unsafe(formerTables[store]);
    const sealed = openSealedValues(keyFile, store);
    await fill(sql, (text) => sealed.seal(text));
    await sql.end();
  }
  function makeCodeRequests(store: Store, step: Stop, taken: typeof lines) {
    return make(store, async (sql, seal) => {
      for (const { lineId, serial, personalNumber, stop } of taken) {
        await sql`
          insert into code_requests (municipality, request_id, line_id, serial, sealed_personal_number, state)
          values (${municipality}, 'a/route', ${lineId}, ${serial}, ${seal(personalNumber)},
            ${stop === step ? 'pending' : 'forwarded'})`;
      }
    });
  }

  await make('intermediate-server', async (sql, seal) => {
    const [receipt] = await sql<{ id: string }[]>`
      insert into receipts (municipality, request_id, receipt_number)
      values (${municipality}, 'a/fileRequest', 'R-former') returning id`;
    for (const [position, line] of lines.entries()) {
      const state = line.stop === 'S41' ? 'pending' : line.stop === 'S50' ? 'forwarded' : 'issued';
      await sql`
        insert into serial_requests (municipality, request_id, line_id, integrated_number, sealed_personal_number,
          state, serial, code_answered)
        values (${municipality}, 'a/serial', ${line.lineId}, ${line.integratedAddressNumber},
          ${seal(line.personalNumber)}, ${state}, ${state === 'issued' ? line.serial : null}, ${line.stop === 'done'})`;
      await sql`
        insert into receipt_lines (receipt_id, position, line_id, integrated_number, serial_request_id)
        values (${receipt?.id ?? ''}, ${position}, ${line.lineId}, ${line.integratedAddressNumber}, ${line.id})`;
      if (line.stop !== 'done') continue;
      await sql`
        insert into linkage_codes (municipality, integrated_number, linkage_code, serial)
        values (${municipality}, ${line.integratedAddressNumber}, 'a code', ${line.serial})`;
    }
  });
  await make('information-providing-nws', async (sql) => {
    await sql`select setval('serial_number', 1000)`;
    for (const line of lines.filter(past('S50'))) {
      const code = past('S90')(line) ? `code ${line.id}` : null;
      const codeState = line.stop === 'S90' ? 'pending' : line.stop === 'done' ? 'told' : null;
      await sql`
        insert into serials
          (line_id, request_id, municipality, integrated_number, serial, told, linkage_code, code_state)
        values (${`${municipality}-${line.id}`}, 'S41/1', ${municipality}, ${line.integratedAddressNumber},
          ${line.serial}, ${line.stop !== 'S50'}, ${code}, ${codeState})`;
    }
  });
  await makeCodeRequests('juki-gateway', 'S60', lines.filter(past('S60')));
  await makeCodeRequests('juki-system', 'S60', []);
  await makeCodeRequests('communication-server', 'S70', lines.filter(past('S70')));
  await make('juki-national-server', async (sql) => {
    const { fingerprint } = openSealedValues(keyFile, 'juki-national-server');
    for (const line of lines.filter(past('S80'))) {
      await sql`insert into residents (fingerprint) values (${fingerprint(line.personalNumber)})`;
      await sql`
        insert into code_requests (serial, request_id, municipality, fingerprint, state)
        values (${line.serial}, 'S70/1', ${municipality}, ${fingerprint(line.personalNumber)},
          ${line.stop === 'S80' ? 'pending' : 'forwarded'})`;
    }
  });
  await admin.end();
}
