import { once } from 'node:events';
import { noteAnswer, say, type Context } from '../terminal/context.ts';
import { createTable, type Row, type Table } from '../terminal/table.ts';
import { createProgressLine } from '../terminal/redraw.ts';

/** How a list is shown: a table for people, or an array of `value`s for machines. */
export interface Listing<Item> extends Table {
  json: boolean;
  /** Shows no more items than this. */
  most: number;
  row: (item: Item) => Row;
  value: (item: Item) => unknown;
  /** Shown in place of an empty table. */
  none: string;
}

export interface Page<Item, Cursor> {
  items: readonly Item[];
  next: Cursor | null;
}

export interface Listed {
  count: number;
  /** Whether there are more than were asked for. */
  isCut: boolean;
}

/** Shows a list page by page as it comes, so that no list is too long for the memory. */
export async function showPages<Item, Cursor>(
  context: Context,
  { json, most, row, value, none, ...table }: Listing<Item>,
  ask: (after: Cursor | undefined, limit: number) => Promise<Page<Item, Cursor>>,
): Promise<Listed> {
  const linesOf = createTable(table);
  // Whoever sends the list into a file may still want to see that it grows.
  const progress = context.stdout.isTTY ? undefined : createProgressLine(context);
  let count = 0;
  let after: Cursor | undefined;
  let isCut = false;
  try {
    for (;;) {
      const { items, next } = await ask(after, most - count);
      const shown = items.slice(0, most - count);
      const lines = json
        ? shown.map((item, index) => `${count + index === 0 ? '[\n' : ',\n'}${indent(value(item))}`)
        : shown.length === 0
          ? []
          : linesOf(shown.map(row)).map((line) => `${line}\n`);
      await write(context, lines.join(''));
      count += shown.length;
      isCut = count >= most && (next !== null || items.length > shown.length);
      if (next === null || count >= most) break;
      after = next;
      progress?.show(() => say(context, 'list.soFar', { count }));
    }
  } finally {
    progress?.end();
  }
  if (json) await write(context, count === 0 ? '[]\n' : '\n]\n');
  else await write(context, count === 0 ? `${none}\n` : `\n${say(context, 'list.count', { count })}\n`);
  return { count, isCut };
}

const indent = (value: unknown): string => JSON.stringify(value, null, 2).replaceAll(/^/gmu, '  ');

async function write(context: Context, text: string): Promise<void> {
  const { stdout } = context;
  noteAnswer(context);
  if (text !== '' && !stdout.write(text)) await once(stdout, 'drain');
}
