/**
 * A store of the earlier shape, where each line had its request and its state in its own row, is taken over at the first
 * start: its tables are set aside, the present ones are made and filled from them, and the old ones go. All of it is one
 * transaction with the other tables.
 */
export function withFormerTables(
  former: {
    /** Set aside in the schema `former` when the first of them still has this column. */
    tables: readonly [string, ...string[]];
    column: string;
    /** Statements that read `former.…`. */
    takeOver: string;
  },
  present: string,
): string {
  const { tables, column, takeOver } = former;
  return `
    do $$ begin
      if exists (
        select from information_schema.columns
        where table_schema = current_schema() and table_name = '${tables[0]}' and column_name = '${column}'
      ) then
        create schema former;
        ${tables.map((table) => `alter table ${table} set schema former;`).join('\n')}
      end if;
    end $$;
    ${present}
    do $$ begin
      if to_regnamespace('former') is not null then
        ${takeOver}
        drop schema former cascade;
      end if;
    end $$;
  `;
}

/**
 * Batches over rows that keep their ids, one for each run of ids that a request has, and new blocks behind them. With
 * `sealed` the personal numbers, sealed one by one, are joined by blanks.
 */
export function takeOverBatches({
  table,
  delivery,
  municipality = 'municipality',
  sealed = false,
}: {
  table: string;
  delivery: string;
  municipality?: string;
  sealed?: boolean;
}): string {
  return `
    insert into batches (first_line, size, delivery, municipality, request_id, part, sealed_numbers, waiting, taken_at)
    select min(id), count(*), '${delivery}', municipality, request_id,
      row_number() over (partition by municipality, request_id order by min(id)) - 1,
      ${sealed ? `string_agg(sealed_personal_number, ' ' order by id)` : 'null'}, false, now()
    from (
      select *, id - row_number() over (partition by municipality, request_id order by id) as run
      from (select ${municipality} as municipality, request_id, id${sealed ? ', sealed_personal_number' : ''} from ${table}) as line
    ) as line
    group by municipality, request_id, run;
    perform setval('line_blocks', ((select coalesce(max(first_line + size), 0) from batches) / 1048576 + 1) * 1048576, false);
  `;
}
