/** What PostgreSQL says of a statement without running it, and what postgres.js makes of its columns. */
import type postgres from 'postgres';

/** What postgres.js delivers: of an array, what its elements are. */
export type Delivered = 'string' | 'number' | 'bigint' | 'boolean' | 'Date' | 'bytes' | 'json' | { arrayOf: Delivered };

export interface Column {
  name: string;
  /** Of PostgreSQL. */
  type: string;
  delivered: Delivered;
  /** It is a column that may be null, or of a side of an outer join that may be missing. False also where nobody knows. */
  nullable: boolean;
}

interface TypeRow {
  oid: number;
  name: string;
  category: string;
  element: number;
}

export interface Describer {
  /** Throws what PostgreSQL says of a statement that it would not run. */
  describe: (text: string) => Promise<Column[]>;
}

/** `product` is a connection with the parsers of the product; `superuser` may have everything planned. */
export async function openDescriber(product: postgres.Sql, superuser: postgres.Sql): Promise<Describer> {
  const types = new Map(
    (
      await product<TypeRow[]>`
        select oid::int, format_type(oid, null) as name, typcategory as category, typelem::int as element from pg_type`
    ).map((row) => [row.oid, row]),
  );
  const nullable = new Set(
    (
      await product<{ key: string }[]>`
        select attrelid::text || '/' || attnum::text as key from pg_attribute join pg_class on pg_class.oid = attrelid
        where relkind = 'r' and attnum > 0 and not attnotnull`
    ).map(({ key }) => key),
  );

  function deliveredAs(oid: number): Delivered {
    const type = types.get(oid);
    if (type?.category === 'A') return { arrayOf: deliveredAs(type.element) };
    const sample = sampleOf(type);
    const parse = product.options.parsers[oid];
    return kindOf(parse ? parse(sample) : sample);
  }

  return {
    async describe(text) {
      const { columns } = await product.unsafe(text).describe();
      // A statement that answers nothing has no columns to speak of.
      const described = (columns as typeof columns | null) ?? [];
      const plan = described.length === 0 ? undefined : await planOf(superuser, text);
      const missing = missingAtJoins(plan);
      const wanted = conditionsOf(plan);
      return described.map(({ name, type, table, number }, at) => {
        const output = plan?.Output?.[at] ?? '';
        const mayBeNull = nullable.has(`${String(table)}/${String(number)}`) && !isWanted(output, wanted);
        return {
          name,
          type: types.get(type)?.name ?? String(type),
          delivered: deliveredAs(type),
          nullable: mayBeNull || (table > 0 && missing.has(output)),
        };
      });
    },
  };
}

/** As PostgreSQL would send a value of this type. */
function sampleOf(type: TypeRow | undefined): string {
  if (type?.name === 'bytea') return '\\x00';
  if (type?.name === 'json' || type?.name === 'jsonb') return '{}';
  switch (type?.category) {
    case 'N':
      return '1';
    case 'B':
      return 't';
    case 'D':
      return '2026-01-01 00:00:00+00';
    default:
      return 'a';
  }
}

function kindOf(value: unknown): Delivered {
  if (value instanceof Date) return 'Date';
  if (value instanceof Uint8Array) return 'bytes';
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return typeof value as 'string';
    default:
      return 'json';
  }
}

/** As `explain` writes it; of its conditions those that every row has passed. */
interface Plan {
  'Join Type'?: string;
  'Parent Relationship'?: string;
  Output?: string[];
  Filter?: string;
  'Index Cond'?: string;
  'Recheck Cond'?: string;
  'Hash Cond'?: string;
  'Merge Cond'?: string;
  'Join Filter'?: string;
  Plans?: Plan[];
}

async function planOf(superuser: postgres.Sql, text: string): Promise<Plan | undefined> {
  const [row] = await superuser.unsafe(`explain (generic_plan, verbose, format json) ${text}`);
  const plans = row?.['QUERY PLAN'] as { Plan: Plan }[] | undefined;
  return plans?.[0]?.Plan;
}

const plansOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(plansOf)];

/** What an outer join leaves null where it finds nobody. The planner knows which of them the conditions leave. */
function missingAtJoins(top: Plan | undefined): Set<string> {
  const sides = (top ? plansOf(top) : []).flatMap(({ 'Join Type': join, Plans = [] }) =>
    Plans.filter(({ 'Parent Relationship': side }) => {
      const isInner = side === 'Inner';
      return join === 'Full' || (join === 'Left' && isInner) || (join === 'Right' && !isInner);
    }),
  );
  return new Set(sides.flatMap(({ Output = [] }) => Output));
}

function conditionsOf(top: Plan | undefined): string[] {
  const conditions = (top ? plansOf(top) : []).flatMap((plan) => {
    const own = [plan.Filter, plan['Index Cond'], plan['Recheck Cond']];
    const isStrict = plan['Join Type'] === 'Inner' || plan['Join Type'] === 'Semi';
    return isStrict ? [...own, plan['Hash Cond'], plan['Merge Cond'], plan['Join Filter']] : own;
  });
  return conditions.flatMap((condition) =>
    condition === undefined || / OR |CASE |\(NOT \(/u.test(condition) ? [] : [condition],
  );
}

/** A condition has passed rows only in which this is not null. */
function isWanted(output: string, conditions: readonly string[]): boolean {
  // Where there is one table only, its name stands in the conditions alone.
  const column = (output.includes('.') ? '' : String.raw`\w+\.`) + output.replaceAll('.', String.raw`\.`);
  const wanted = new RegExp(`\\(${column} (?:IS NOT NULL\\)|= )| = ${column}\\)`, 'u');
  return output !== '' && conditions.some((condition) => wanted.test(condition));
}
