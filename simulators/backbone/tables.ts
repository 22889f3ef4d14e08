import {
  businessTables,
  type BusinessColumn,
  type BusinessNumberSystem,
  type BusinessTable,
} from '../../contracts/participants/backbone-tables.ts';
import { numberSystems } from '../../domain/number-systems.ts';
import type { ParticipantName } from '../../domain/participants.ts';

/** The backbones differ only in name, table and number system. */
export type BackboneName = Extract<ParticipantName, 'juki-system' | 'tax-system' | 'nhi-system' | 'welfare-system'>;

export interface Backbone {
  name: BackboneName;
  numberSystem: BusinessNumberSystem;
  /** Table 21, table 23, table 25 or table 27 of the seed. */
  table: string;
  business: BusinessTable;
}

const isNumberSystem = (text: string): text is BusinessNumberSystem => Object.hasOwn(businessTables, text);
const systems = Object.keys(businessTables).filter(isNumberSystem);

export function getBackbone(name: BackboneName): Backbone {
  const numberSystem = systems.find((each) => numberSystems[each].participant === name);
  if (!numberSystem) throw new Error(`${name} has no number system.`);
  const business = businessTables[numberSystem];
  return { name, numberSystem, table: business.table, business };
}

const columnTypes: Record<BusinessColumn['kind'], string> = {
  text: 'text',
  yen: 'bigint',
  year: 'integer',
  date: 'date',
};
export const columnTypeOf = ({ kind }: BusinessColumn): string => columnTypes[kind];

/**
 * Address numbers begin at the same value in all backbones, because real backbones too give one number to different
 * people (domain §6); only the number system tells them apart. A transfer that was being sent when the program died is
 * pending again. Tables of an earlier version get the columns that they lack.
 */
export function backboneTables({ table, business }: Backbone): string {
  return `
    create sequence if not exists address_number start 1000000001;
    create table if not exists ${table} (
      municipality text not null,
      address_number text not null,
      address_info jsonb,
      sealed_personal_number text,
      integrated_number text,
      history_seq integer not null default 0,
      updated_at timestamptz not null default now(),
      primary key (municipality, address_number)
    );
    alter table ${table} alter column address_info drop not null;
    alter table ${table} add column if not exists number_fingerprint text;
    ${business.columns.map((column) => `alter table ${table} add column if not exists ${column.name} ${columnTypeOf(column)};`).join('\n    ')}
    create index if not exists ${table}_by_number on ${table} (municipality, number_fingerprint);
    create index if not exists ${table}_by_time on ${table} (municipality, updated_at);
    create table if not exists transfers (
      id bigint generated always as identity primary key,
      municipality text not null,
      transfer_id text not null,
      address_number text not null,
      sealed_content text not null,
      input_hash text not null,
      state text not null check (state in ('pending', 'sending', 'answered', 'refused')),
      status integer,
      result text,
      integrated_number text,
      taken_at timestamptz not null default now(),
      answered_at timestamptz,
      unique (municipality, transfer_id)
    );
    create index if not exists transfers_pending on transfers (id) where state in ('pending', 'sending');
    alter table transfers add column if not exists carries text not null default 'both';
    alter table transfers add column if not exists clerk text not null default 'simulator';
    alter table transfers add column if not exists problems jsonb not null default '[]';
    create index if not exists transfers_by_resident on transfers (municipality, address_number, id);
    create index if not exists transfers_by_municipality on transfers (municipality, id);
    update transfers set state = 'pending' where state = 'sending';
    create table if not exists notices (
      municipality text not null,
      notice_id text not null,
      address_number text not null,
      kind text not null,
      history_seq integer not null,
      taken_at timestamptz not null default now(),
      primary key (municipality, notice_id)
    );
    create index if not exists notices_by_time on notices (municipality, taken_at);
    create index if not exists notices_by_resident on notices (municipality, address_number, taken_at);
  `;
}
