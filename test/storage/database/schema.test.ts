import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import drizzleConfig from '../../../drizzle.config.ts';
import { openStore } from '../support.ts';

const store = await openStore(1_793, { max: 1 });

test('the migrations make the tables of schema/, with its columns, their types and their nulls', async () => {
  const files = [drizzleConfig.schema ?? []].flat().map((file) => pathToFileURL(resolve(file)).href);
  const modules = await Promise.all(files.map((file) => import(file) as Promise<Record<string, unknown>>));
  const tables = modules.flatMap((module) => Object.values(module)).filter((value) => is(value, PgTable));
  const described = tables
    .map(getTableConfig)
    .flatMap(({ name: table, columns }) =>
      columns.map((column) => lineOf(table, column.name, column.getSQLType().replace(' (', '('), column.notNull)),
    );
  const made = await store.see<{ table: string; name: string; type: string; required: boolean }[]>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped`;
  expect(described.toSorted()).toEqual(
    made.map(({ table, name, type, required }) => lineOf(table, name, type, required)).toSorted(),
  );
});

const lineOf = (table: string, name: string, type: string, required: boolean): string =>
  `${table}.${name} ${type}${required ? ' not null' : ''}`;
