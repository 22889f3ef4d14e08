import { z } from 'zod';
import { AddressUpdate, AddressUpdated, AddressUpdateProposed } from '../../contracts/api/address-update.ts';
import { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { askConsent } from '../terminal/prompts.ts';
import { note, print, printJson, say, usageError, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, type ExitCode } from '../terminal/exit.ts';
import { readText } from '../terminal/input.ts';
import { bodyOf, staffSession } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { residentPath } from './path.ts';
import { type AddressInformation } from './field-words.ts';
import { sexWord } from '../terminal/code-words.ts';

export interface UpdateOptions {
  municipality?: string;
  name?: string;
  nameKana?: string;
  birthDate?: string;
  sex?: string;
  address?: string;
  contact?: string;
  delivery?: string;
  fields?: string;
  reason: string;
  yes?: boolean;
  json?: boolean;
}

/** What a file of fields may hold. `currentHistorySeq` names the row that its writer saw. */
const Fields = AddressUpdate.omit({ reason: true }).partial();
type Fields = z.infer<typeof Fields>;
const Answer = z.union([AddressUpdated, AddressUpdateProposed]);

const names = ['name', 'nameKana', 'birthDate', 'sex', 'address', 'contact', 'delivery'] as const;
type Name = (typeof names)[number];
type Values = Record<Name, string>;

/** `fugo residents update` changes only what is named, and ends with 1 when nothing differs or the person says no. */
export async function runUpdate(context: Context, number: string, options: UpdateOptions): Promise<ExitCode> {
  const session = staffSession(context, options);
  const path = await residentPath(context, session, number);
  const given = await readChanges(context, options);
  const detail = bodyOf(context, await session.api.call({ path: `${path}/detail`, answer: ResidentDetail }));
  const current = detail.history.find((row) => row.current);
  if (detail.masked || !current) throw new CommandError(exitCodes.noRights, say(context, 'update.masked'));
  const before = valuesOf(current);
  const after = { ...before, ...given.values };
  const lines = differenceLines(context, before, after);
  if (lines.length === 0) {
    note(context, say(context, 'update.nothing'));
    return exitCodes.refused;
  }
  for (const line of lines) note(context, line);
  if (!(await askConsent(context, options, say(context, 'update.ask')))) {
    note(context, say(context, 'update.left'));
    return exitCodes.refused;
  }
  const body = {
    ...Object.fromEntries(Object.entries(after).filter(([, value]) => value !== '')),
    currentHistorySeq: given.currentHistorySeq ?? current.historySeq,
    reason: options.reason,
  };
  const asked = { method: 'POST', path: `${path}/address-information`, body, answer: Answer } as const;
  const done = bodyOf(context, await session.api.call(asked));
  if (options.json) printJson(context, { municipality: session.municipality, ...done });
  else if ('updateId' in done) print(context, say(context, 'update.proposed', { id: done.updateId }));
  else print(context, say(context, 'update.done', { seq: done.historySeq, count: done.notices }));
  return exitCodes.ok;
}

async function readChanges(
  context: Context,
  options: UpdateOptions,
): Promise<{ values: Partial<Values>; currentHistorySeq: number | undefined }> {
  const file: Fields =
    options.fields === undefined ? {} : parseFields(context, await readText(context, options.fields));
  const values = names.flatMap((name) => {
    const value = options[name] ?? file[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  if (values.length === 0) throw usageError(context, 'residents update', say(context, 'update.needsOne'));
  return { values: Object.fromEntries(values), currentHistorySeq: file.currentHistorySeq };
}

function parseFields(context: Context, text: string): Fields {
  try {
    const { success, data, error } = Fields.safeParse(JSON.parse(text));
    if (success) return data;
    const wrong = error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')],
    );
    throw usageError(context, '--fields', say(context, 'residents.criteria.fields', { fields: wrong.join(', ') }));
  } catch (error) {
    if (error instanceof SyntaxError) throw usageError(context, '--fields', say(context, 'residents.criteria.notJson'));
    throw error;
  }
}

/** The text as it is stored, because what is not changed must stay as it came. */
const valuesOf = (row: AddressInformation): Values => ({
  name: row.name ?? '',
  nameKana: row.nameKana ?? '',
  birthDate: row.birthDateText ?? '',
  sex: row.sex ?? 'unknown',
  address: row.address ?? '',
  contact: row.contact ?? '',
  delivery: row.delivery ?? '',
});

function differenceLines(context: Context, before: Values, after: Values): string[] {
  const shown = (name: Name, value: string): string => (name === 'sex' ? sexWord(context, value) : value) || '-';
  const rows = names
    .filter((name) => before[name] !== after[name])
    .map((name) => [
      say(context, `residents.${name === 'birthDate' ? 'birthDateText' : name}`),
      shown(name, before[name]),
      shown(name, after[name]),
    ]);
  const head = ['update.field', 'update.before', 'update.after'] as const;
  return rows.length === 0
    ? []
    : tableLines(
        head.map((title) => say(context, title)),
        rows,
      );
}
