import type { Sql } from './database.ts';
import type { SealedValues } from './sealed-values.ts';

/**
 * Lines that are taken in one request and must be passed on share one row of `batches`. The lines are rows of the
 * program's own table, numbered from `first_line` on. A line is written once and never updated, because its batch says
 * that it was passed on; ten thousand lines cost as many writes as one. Only lines that the fault `never-ready` holds
 * back from their batch are noted singly, in `stragglers`.
 */
export const batchTables = `
  -- Each batch gets a block of numbers. No request has as many lines, because its body is limited.
  create sequence if not exists line_blocks increment 1048576 start 1048576;
  create table if not exists batches (
    first_line bigint primary key,
    size integer not null,
    delivery text not null,
    municipality text not null,
    request_id text not null,
    -- From 0, one more for each repetition of a request that brings new lines; null if lines are known by their serial.
    part integer,
    sealed_numbers text storage external,
    waiting boolean not null,
    taken_at timestamptz not null default now(),
    unique (municipality, request_id, part)
  );
  create index if not exists batches_waiting on batches (delivery, first_line) where waiting;
  create table if not exists stragglers (
    line bigint primary key,
    delivery text not null
  );
`;

/** A line that was taken before under the same request id. */
export type TakenLine = { part: number; line_id: string; refused: string | null };

/** `table`: the program's table of lines, with `id`, `line_id` and `refused`. */
export async function findTakenLines(
  sql: Sql,
  table: string,
  municipality: string,
  requestId: string,
): Promise<readonly TakenLine[]> {
  return sql<TakenLine[]>`
    select coalesce(batch.part, 0) as part, line.line_id, line.refused
    from batches batch cross join lateral (
      select id, line_id, refused from ${sql(table)}
      where id >= batch.first_line and id < batch.first_line + batch.size offset 0
    ) line
    where batch.municipality = ${municipality} and batch.request_id = ${requestId} order by line.id`;
}

/** Counts for the page of a program that passes lines on. */
export async function countLines(
  sql: Sql,
  table: string,
): Promise<{ pending: number; forwarded: number; refused: number }> {
  const [row] = await sql<{ lines: number; refused: number; pending: number }[]>`
    select count(*)::int as lines, count(refused)::int as refused, (
      select count(*) from batches batch
        join ${sql(table)} line on line.id >= batch.first_line and line.id < batch.first_line + batch.size
      where batch.waiting and line.refused is null
    )::int + (select count(*) from stragglers)::int as pending
    from ${sql(table)}`;
  const { lines, refused, pending } = row ?? { lines: 0, refused: 0, pending: 0 };
  return { pending, forwarded: lines - refused - pending, refused };
}

/** Number of the next part of the request, for lines that are not among these. */
export function nextPart(taken: readonly TakenLine[]): number {
  return taken.reduce((next, { part }) => Math.max(next, part + 1), 0);
}

/** Each line once, without those that were taken before. */
export function selectFreshLines<Line extends { lineId: string }>(
  lines: readonly Line[],
  taken: readonly TakenLine[],
): Line[] {
  const seen = new Set(taken.map(({ line_id: lineId }) => lineId));
  return lines.filter(({ lineId }) => !seen.has(lineId) && seen.add(lineId));
}

const digits = 12;

/**
 * Encrypts the personal numbers of a batch together, in the order of its lines, because one number would cost as much.
 */
export function sealNumbers(sealed: SealedValues, lines: readonly { personalNumber: string }[]): string {
  return sealed.seal(lines.map(({ personalNumber }) => personalNumber).join(''));
}

/** Finds a line's personal number by its place in the batch. */
export function openNumbers(sealed: SealedValues, sealedNumbers: string): (place: number) => string {
  const numbers = sealed.open(sealedNumbers);
  return (place) => numbers.slice(place * digits, (place + 1) * digits);
}
