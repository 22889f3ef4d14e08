import { numberSystems } from '../../domain/number-systems.ts';
import type { ParticipantName } from '../../domain/participants.ts';

/** The backbones differ only in name, table and number system. */
export type BackboneName = Extract<ParticipantName, 'juki-system' | 'tax-system' | 'nhi-system' | 'welfare-system'>;

export type Backbone = { name: BackboneName; table: string; numberSystem: string };

/** Table 21, table 23, table 25 and table 27 of the seed; the number systems are in domain/number-systems.ts. */
const residentTables: Record<BackboneName, string> = {
  'juki-system': 'household_info',
  'tax-system': 'income_info',
  'nhi-system': 'national_health_insurance_info',
  'welfare-system': 'welfare_info',
};

export function getBackbone(name: BackboneName): Backbone {
  const found = Object.entries(numberSystems).find(([, { participant }]) => participant === name);
  if (!found) throw new Error(`${name} has no number system.`);
  return { name, table: residentTables[name], numberSystem: found[0] };
}

/**
 * Address numbers begin at the same value in all backbones, because real backbones too give one number to different
 * people (domain §6); only the number system tells them apart. A transfer that was being sent when the program died is
 * pending again.
 */
export function backboneTables({ table }: Backbone): string {
  return `
    create sequence if not exists address_number start 1000000001;
    create table if not exists ${table} (
      municipality text not null,
      address_number text not null,
      address_info jsonb not null,
      sealed_personal_number text,
      integrated_number text,
      history_seq integer not null default 0,
      updated_at timestamptz not null default now(),
      primary key (municipality, address_number)
    );
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
  `;
}
