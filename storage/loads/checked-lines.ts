/** The lines of a check become those of the load that is started from it, so that the file is not read a second time. */
import { sql } from 'drizzle-orm';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inBulk, type Database, type Transaction } from '../database/database.ts';
import { asJson } from '../database/rows.ts';
import { readBadRowsUpTo } from './lines.ts';
import { findLoad, type LoadView } from './loads.ts';
import { badLineContext, lineColumns } from './seal-lines.ts';

/** So many lines a transaction, and so many bad ones, of which each may have 64 KiB. */
const linesAtOnce = 50_000;
const badLinesAtOnce = 500;

/**
 * Takes over what is not taken yet. False when this load has to read its file: the check is none or not over, or an
 * earlier load took its lines, whose ids are those of its residents now.
 */
export async function takeCheckedLines(
  { db, keys }: { db: Database; keys: KeyRing },
  load: LoadView,
  checkedId: string,
): Promise<boolean> {
  const { municipality, loadId } = load;
  const checked = await findLoad(db, { municipality, loadId: checkedId });
  if (!checked || !checked.dryRun || checked.state !== 'CHECKED') return false;
  if (!(await isFirstOf(db, load, checkedId))) return false;
  for (let from = load.readTo; from < checked.readTo;) {
    const start = from;
    from = await inBulk(db, municipality, async (tx) => {
      const to = await findEnd(tx, checked, start);
      const badRows = await readBadRowsUpTo({ tx, keys }, checked, { after: start, to });
      const good = await takeGoodLines(tx, { load, checked, after: start, to });
      const bad = badRows.map(({ line, problems, raw }) => ({
        line,
        problems,
        raw:
          raw && Buffer.from(keys.encrypt('data', raw, badLineContext(municipality, loadId, line))).toString('base64'),
      }));
      await tx.execute(sql`
        insert into bad_lines (municipality, load_id, line, problems, raw)
        select ${municipality}, ${loadId}::uuid, t.line, t.problems, decode(t.raw, 'base64')
        from jsonb_to_recordset(${asJson(bad)}) as t(line int, problems jsonb, raw text)`);
      await tx.execute(sql`
        update loads l set read_to = ${to}, good_lines = l.good_lines + ${good}, bad_lines = l.bad_lines + ${bad.length},
          heading = c.heading
        from loads c where c.municipality = ${municipality} and c.load_id = ${checkedId}::uuid
          and l.municipality = ${municipality} and l.load_id = ${loadId}::uuid`);
      return to;
    });
  }
  return true;
}

async function isFirstOf(db: Database, { municipality, loadId }: LoadView, checkedId: string): Promise<boolean> {
  return inBulk(db, municipality, async (tx) => {
    const [first] = await tx.execute<{ load_id: string }>(sql`
      select load_id from loads where municipality = ${municipality} and options->>'checkedId' = ${checkedId}
      order by created_at, load_id limit 1`);
    return first?.load_id === loadId;
  });
}

async function findEnd(tx: Transaction, { municipality, loadId, readTo }: LoadView, after: number): Promise<number> {
  const [row] = await tx.execute<{ line: number | null }>(sql`
    select least(
      (select line from lines_of_loads where load_id = ${loadId}::uuid and line > ${after}
        order by line offset ${linesAtOnce - 1} limit 1),
      (select line from bad_lines where municipality = ${municipality} and load_id = ${loadId}::uuid and line > ${after}
        order by line offset ${badLinesAtOnce - 1} limit 1)) as line`);
  return row?.line ?? readTo;
}

/**
 * What a line has by itself stays; its load, an id that was made of file and line, and the moment of the load are new. The
 * moments of a line with an id of its own stay, because its content hash covers them.
 */
async function takeGoodLines(
  tx: Transaction,
  { load, checked, after, to }: { load: LoadView; checked: LoadView; after: number; to: number },
): Promise<number> {
  const ownId = `${load.loadId.replaceAll('-', '')}:`;
  const momentOf = (column: 'operated_at' | 'confirmed_at') => sql`
    case when content_hash is null and ${sql.raw(column)} = ${checked.createdAt.toISOString()}::timestamptz
      then ${load.createdAt.toISOString()}::timestamptz else ${sql.raw(column)} end`;
  const others = {
    load_id: sql`${load.loadId}::uuid`,
    transfer_id: sql`case when content_hash is null then ${ownId} || line else transfer_id end`,
    operated_at: momentOf('operated_at'),
    confirmed_at: momentOf('confirmed_at'),
  };
  const within = sql`load_id = ${checked.loadId}::uuid and line > ${after} and line <= ${to}`;
  const columns = lineColumns.map((column) => new Map(Object.entries(others)).get(column) ?? sql.raw(column));
  await tx.execute(sql`
    insert into load_lines (${sql.raw(lineColumns.join(', '))})
    select ${sql.join(columns, sql`, `)} from lines_of_loads where ${within}`);
  // Programs read these lines by the view alone, so the inserting cannot return how many there were.
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from lines_of_loads where ${within}`);
  return row?.count ?? 0;
}
