import type { PendingQuery, Row } from 'postgres';
import { batchTables } from '../base/batches.ts';
import type { Sql } from '../base/database.ts';

/**
 * The intermediate server's store. Table 46 (符号情報) is `linkage_codes`; the seed does not name the registry of serials
 * and the receipts. Of the serial requests of an integrated number the latest counts. Nothing about a resident is
 * updated: a request, its serial and the answer to the serial have a row each.
 */
export const intermediateServerTables = `
  ${batchTables}
  create table if not exists serial_requests (
    id bigint primary key,
    municipality text not null,
    line_id text not null,
    integrated_number text not null,
    refused text
  );
  create index if not exists serial_requests_of_number on serial_requests (municipality, integrated_number, id);

  create table if not exists processing_serials (
    serial text primary key,
    serial_request bigint not null unique,
    municipality text not null,
    integrated_number text not null
  );

  -- The lines are columns of the receipt, because they are always read together.
  create table if not exists receipts (
    receipt_number text primary key,
    municipality text not null,
    request_id text not null,
    line_ids text[] storage external not null,
    integrated_numbers text[] storage external not null,
    serial_requests bigint[] not null,
    -- By row from 0: another personal number, or no row at all.
    damage jsonb not null default '{}',
    taken_at timestamptz not null default now(),
    expires_at timestamptz not null default now() + interval '7 days',
    built_at timestamptz,
    unique (municipality, request_id)
  );

  create table if not exists linkage_codes (
    municipality text not null,
    integrated_number text not null,
    serial text not null,
    linkage_code text,
    error text,
    stored_at timestamptz not null default now(),
    primary key (municipality, integrated_number, serial),
    check ((linkage_code is null) = (error is not null))
  );
  create index if not exists linkage_codes_of_code on linkage_codes (linkage_code);
`;

/** A subquery: the latest serial request of an integrated number, which is the one that counts. */
export function latestSerialRequest(
  sql: Sql,
  municipality: PendingQuery<Row[]>,
  integratedNumber: PendingQuery<Row[]>,
): PendingQuery<Row[]> {
  return sql`
    select id from (
      select id from serial_requests
      where municipality = ${municipality} and integrated_number = ${integratedNumber} offset 0
    ) request order by id desc limit 1`;
}
