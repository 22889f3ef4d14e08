import type { PendingQuery, Row } from 'postgres';
import { openNumbers } from './batches.ts';
import { numberColumn, textColumn } from './columns.ts';
import { groupBy, notHeldBack } from './rows.ts';
import type { Base } from './program.ts';

/** A line of the program's table, with what its batch knows about it. */
export type WaitingLine<L> = L & {
  id: string;
  /** Id of the batch or the straggler under which the line waits. */
  owner: string;
  municipality: string;
  requestId: string;
  /** Empty if the batch has none. */
  personalNumber: string;
};

/** The ledger's entry for a line that was passed on. */
export type Effect = { lineId: string; subject: string; payloadHash: string };

/** Lines that are sent together. `note` records that they were passed on. */
export type Lot<L> = {
  lines: readonly WaitingLine<L>[];
  note: (effects: readonly (Effect & { owner: string })[]) => Promise<void>;
};

export type WaitingLines<L> = {
  /** All municipalities of which lines were ever taken. */
  listMunicipalities: () => Promise<string[]>;
  exist: () => Promise<boolean>;
  /** The oldest lots without those of municipalities that are closed now, and whether there may be more. */
  find: (closed: readonly string[]) => Promise<{ lots: readonly Lot<L>[]; more: boolean }>;
};

export type WaitingLinesOptions = {
  /** The step that passes the lines on; it marks their batches. */
  delivery: string;
  /**
   * A query of the lines that may go: `id`, as the bare column so that its index is used, and what the sender needs.
   */
  lines: PendingQuery<Row[]>;
  /** The column of `lines` by which the fault `never-ready` chooses. */
  heldBy?: string;
  /** Makes a lot for each value; without it one for all municipalities. */
  lotOf?: (municipality: string) => string;
  /** The ledger's name for passing a line on. */
  operation?: string;
};

/** The most lines and batches at once. Batches are not divided, so the last one may bring more lines. */
export const linesAtOnce = 10_000;
const batchesAtOnce = 1_000;
const stragglersAtOnce = 1_000;

type Batch = { first_line: string; municipality: string; request_id: string; sealed_numbers: string | null };
type LineRow<L> = L & { id: string; owner: string; first_line: string };

export function openWaitingLines<L>(base: Base, options: WaitingLinesOptions): WaitingLines<L> {
  const { faults, sealed } = base;
  const sql = base.database.background;
  const { delivery, lines, heldBy, lotOf = () => '', operation = '' } = options;
  /** Whether a straggler may go: unknown after a start and after a change of the fault, so true. */
  let stragglersMayGo = true;
  faults.onChange(() => (stragglersMayGo = true));

  function mayGo(): PendingQuery<Row[]> {
    return heldBy === undefined ? sql`true` : notHeldBack(sql, faults, sql`line.${sql(heldBy)}`);
  }

  function isOpen(closed: readonly string[], municipality: PendingQuery<Row[]>): PendingQuery<Row[]> {
    return closed.length === 0 ? sql`true` : sql`${municipality} <> all(${textColumn(closed)}::text[])`;
  }

  async function findBatches(closed: readonly string[]): Promise<{ lots: Lot<L>[]; more: boolean }> {
    const batches = await sql<(Batch & { size: number })[]>`
      select first_line, size, municipality, request_id, sealed_numbers from (
        select *, sum(size) over (order by first_line) - size as lines_before from (
          select * from (
            select * from batches where waiting and delivery = ${delivery} and ${isOpen(closed, sql`municipality`)} offset 0
          ) waiting
          order by first_line limit ${batchesAtOnce}
        ) oldest
      ) counted where lines_before < ${linesAtOnce} order by first_line`;
    if (batches.length === 0) return { lots: [], more: false };
    const rows = await sql<(LineRow<L> & { may_go: boolean })[]>`
      select line.*, batch.first_line, batch.first_line as owner, ${mayGo()} as may_go
      from unnest(
          ${textColumn(batches.map((batch) => batch.first_line))}::bigint[],
          ${numberColumn(batches.map((batch) => batch.size))}::integer[]
        ) as batch(first_line, size)
        cross join lateral (
          select * from (${lines}) line where id >= batch.first_line and id < batch.first_line + batch.size offset 0
        ) line
      order by line.id`;
    const rowsOf = groupBy(rows, (row) => row.first_line);
    const lots = [...groupBy(batches, ({ municipality }) => lotOf(municipality)).values()].map((members) => {
      const all = members.flatMap((batch) => rowsOf.get(batch.first_line) ?? []);
      const late = all.filter((row) => !row.may_go);
      return {
        lines: addBatchData(
          all.filter((row) => row.may_go),
          members,
        ),
        note: (effects: readonly (Effect & { owner: string })[]) => noteBatches(members, late, effects),
      };
    });
    const size = batches.reduce((sum, batch) => sum + batch.size, 0);
    return { lots, more: size >= linesAtOnce || batches.length === batchesAtOnce };
  }

  async function findStragglers(closed: readonly string[]): Promise<Lot<L>[]> {
    const rows = await sql<LineRow<L>[]>`
      select line.*, line.id as owner, batch.first_line
      from stragglers straggler
        cross join lateral (select * from (${lines}) line where id = straggler.line offset 0) line
        cross join lateral (
          select first_line, municipality from batches where first_line <= straggler.line
          order by first_line desc limit 1
        ) batch
      where straggler.delivery = ${delivery} and ${isOpen(closed, sql`batch.municipality`)} and ${mayGo()} order by straggler.line limit ${stragglersAtOnce}`;
    if (rows.length === 0) return [];
    const batches = await sql<Batch[]>`
      select first_line, municipality, request_id, sealed_numbers from batches
      where first_line = any(${textColumn([...new Set(rows.map((row) => row.first_line))])}::bigint[])`;
    return [...groupBy(addBatchData(rows, batches), ({ municipality }) => lotOf(municipality)).values()].map(
      (members) => ({
        lines: members,
        note: (effects) => noteStragglers(members, effects),
      }),
    );
  }

  function addBatchData(rows: readonly LineRow<L>[], batches: readonly Batch[]): WaitingLine<L>[] {
    const known = new Map(
      batches.map((batch) => [
        batch.first_line,
        {
          municipality: batch.municipality,
          requestId: batch.request_id,
          numberAt: batch.sealed_numbers === null ? () => '' : openNumbers(sealed, batch.sealed_numbers),
        },
      ]),
    );
    return rows.map((row) => {
      const batch = known.get(row.first_line);
      if (!batch) throw new Error('A line without a batch.');
      const { municipality, requestId, numberAt } = batch;
      // The line's own municipality wins where its batch has none.
      return { municipality, requestId, personalNumber: numberAt(Number(row.id) - Number(row.first_line)), ...row };
    });
  }

  /** Only lines that still wait count, so that another program doing the same leaves no second effect. */
  async function noteBatches(
    batches: readonly Batch[],
    late: readonly LineRow<L>[],
    effects: readonly (Effect & { owner: string })[],
  ): Promise<void> {
    await sql`
      with passed as (
        update batches set waiting = false
        where waiting and first_line = any(${textColumn(batches.map((batch) => batch.first_line))}::bigint[])
        returning first_line as owner, request_id
      ), late as (
        insert into stragglers (line, delivery)
        select line, ${delivery} from unnest(${textColumn(late.map(({ id }) => id))}::bigint[]) as line
        on conflict do nothing
      )
      ${insertEffects(effects)}`;
  }

  async function noteStragglers(
    gone: readonly WaitingLine<L>[],
    effects: readonly (Effect & { owner: string })[],
  ): Promise<void> {
    await sql`
      with passed as (
        delete from stragglers using unnest(
          ${textColumn(gone.map(({ id }) => id))}::bigint[], ${textColumn(gone.map(({ requestId }) => requestId))}::text[]
        ) as gone(line, request_id)
        where stragglers.line = gone.line returning gone.line as owner, gone.request_id
      )
      ${insertEffects(effects)}`;
  }

  function insertEffects(effects: readonly (Effect & { owner: string })[]): PendingQuery<Row[]> {
    return sql`
      insert into ledger (operation, request_id, line_id, subject, payload_hash)
      select ${operation}, request_id, line_id, subject, payload_hash
      from unnest(
          ${textColumn(effects.map(({ owner }) => owner))}::bigint[],
          ${textColumn(effects.map(({ lineId }) => lineId))}::text[],
          ${textColumn(effects.map(({ subject }) => subject))}::text[],
          ${textColumn(effects.map(({ payloadHash }) => payloadHash))}::text[]
        ) as effect(owner, line_id, subject, payload_hash) join passed using (owner)`;
  }

  return {
    async exist() {
      const [row] = await sql<{ exist: boolean }[]>`
        select exists (select from batches where waiting and delivery = ${delivery})
          or exists (select from stragglers where delivery = ${delivery}) as exist`;
      return row?.exist ?? false;
    },
    async listMunicipalities() {
      // From one to the next by the index, because there are many batches and few municipalities.
      const rows = await sql<{ municipality: string }[]>`
        with recursive found as (
          (select municipality from batches order by municipality limit 1)
          union all
          select next.municipality from found cross join lateral (
            select municipality from batches where municipality > found.municipality order by municipality limit 1
          ) next
        )
        select municipality from found`;
      return rows.map(({ municipality }) => municipality);
    },
    async find(closed) {
      if (stragglersMayGo) {
        // Reset before the query, because a change of the fault during it must set it again.
        stragglersMayGo = false;
        const lots = await findStragglers(closed);
        // Those of closed municipalities are looked at again each time.
        stragglersMayGo ||= lots.length > 0 || closed.length > 0;
        if (lots.length > 0) return { lots, more: true };
      }
      return findBatches(closed);
    },
  };
}
