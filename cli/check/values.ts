import { once } from 'node:events';
import type { Language } from '../../config/language.ts';
import { checkAddress, checkBirthDate, transferRules, type TransferRule } from '../../domain/checked-transfer.ts';
import { foldAddress } from '../../domain/values/address-folding.ts';
import { checkDate, partlyKnownKey, type KnownParts } from '../../domain/values/japanese-date.ts';
import { checkName, foldName, foldNameStrictly } from '../../domain/values/name-folding.ts';
import type { Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { readLines } from '../terminal/input.ts';

/** What fugo makes of a value, by which two systems can find out why two writings of it do not agree. */
type Made =
  | { searchKey: string; judgeKey: string }
  | { searchKey: string }
  | { date: string | null; knownParts: KnownParts }
  | { invalid: { rule: TransferRule; ja: string; en: string } };
/** The value is null where it may be somebody's personal number. */
export type MadeLine = { value: string | null } & Made;

const makers = { name: makeName, reading: makeName, address: makeAddress, date: makeDate } as const satisfies Record<
  string,
  (text: string) => Made
>;
export type ValueName = keyof typeof makers;

export function makeLine(name: ValueName, text: string): MadeLine {
  const made = text.trim() === '' ? refused('EMPTY') : makers[name](text);
  const isSecret = 'invalid' in made && made.invalid.rule === 'PERSONAL_NUMBER_INSIDE';
  return { value: isSecret ? null : text, ...made };
}

function makeName(text: string): Made {
  const checked = checkName(text);
  if (!checked.valid) return refused(checked.rule);
  const searchKey = foldName(text);
  return searchKey === '' ? refused('EMPTY') : { searchKey, judgeKey: foldNameStrictly(text) };
}

function makeAddress(text: string): Made {
  const checked = checkAddress(text);
  return checked.valid ? { searchKey: foldAddress(text) } : refused(checked.rule);
}

function makeDate(text: string): Made {
  const bounded = checkBirthDate(text, Date.now());
  if (!bounded.valid && bounded.rule !== 'DATE_IN_FUTURE') return refused(bounded.rule);
  const checked = checkDate(text);
  return checked.valid ? { date: checked.value.date, knownParts: checked.value.known } : refused(checked.rule);
}

const refused = (rule: TransferRule): Made => ({ invalid: { rule, ...transferRules[rule] } });

/** The search key and, behind a tab, the judge's; of a date the day, with zeros where a part is not known. */
export function madeText(made: MadeLine, language: Language): string {
  if ('invalid' in made) return `invalid: ${made.invalid[language]}`;
  if ('date' in made) return made.date ?? partlyKnownKey(made.value ?? '') ?? '';
  return 'judgeKey' in made ? `${made.searchKey}\t${made.judgeKey}` : made.searchKey;
}

/** `fugo check name|reading|address|date` answers each line with a line, and ends with 1 when one is invalid. */
export async function runCheckValues(
  context: Context,
  name: ValueName,
  file: string | undefined,
  { json = false }: { json?: boolean },
): Promise<ExitCode> {
  const { stdout, language } = context;
  let invalid = false;
  let kept = '';
  const flush = async (): Promise<void> => {
    if (!stdout.write(kept)) await once(stdout, 'drain');
    kept = '';
  };
  for await (const text of readLines(context, file)) {
    const made = makeLine(name, text);
    invalid ||= 'invalid' in made;
    kept += `${json ? JSON.stringify(made) : madeText(made, language)}\n`;
    if (kept.length > 65_536 || stdout.isTTY) await flush();
  }
  await flush();
  return invalid ? exitCodes.refused : exitCodes.ok;
}
