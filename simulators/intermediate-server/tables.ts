/**
 * The intermediate server's store. Table 46 (符号情報) is `linkage_codes`; the seed leaves the registry of serials and
 * the receipts unnamed. The latest serial request of an integrated number is the one that counts.
 */
export const intermediateServerTables = `
  create table if not exists serial_requests (
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
  create index if not exists serial_requests_of_number on serial_requests (municipality, integrated_number, id);
  create index if not exists serial_requests_pending on serial_requests (id) where state = 'pending';

  create table if not exists receipts (
    id bigint generated always as identity primary key,
    municipality text not null,
    request_id text not null,
    receipt_number text not null unique,
    taken_at timestamptz not null default now(),
    expires_at timestamptz not null default now() + interval '7 days',
    built_at timestamptz,
    unique (municipality, request_id)
  );
  create table if not exists receipt_lines (
    receipt_id bigint not null references receipts,
    position integer not null,
    line_id text not null,
    integrated_number text not null,
    serial_request_id bigint references serial_requests,
    damage text check (damage in ('number', 'missing')),
    primary key (receipt_id, position)
  );

  create table if not exists linkage_codes (
    municipality text not null,
    integrated_number text not null,
    linkage_code text not null,
    serial text not null,
    stored_at timestamptz not null default now(),
    primary key (municipality, integrated_number),
    unique (municipality, linkage_code)
  );
`;
