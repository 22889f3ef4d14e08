import { once } from 'node:events';
import { refuse, rules, type Checked, type RuleCode } from '../../domain/values/checked.ts';
import { checkMunicipalityCode } from '../../domain/values/municipality-code.ts';
import { checkPersonalNumber } from '../../domain/values/personal-number.ts';
import { checkResidentRecordCode } from '../../domain/values/resident-record-code.ts';
import type { Language } from '../../config/language.ts';
import type { Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { readLines } from '../terminal/input.ts';

const checks = {
  'personal-number': checkPersonalNumber,
  'municipality-code': checkMunicipalityCode,
  'resident-record-code': (text: string) => checkResidentRecordCode(text),
} as const satisfies Record<string, (text: string) => Checked<string>>;
export type CheckName = keyof typeof checks;

/** The answer about one line. It never repeats the value, which may be somebody's. */
export interface CheckedLine {
  line: number;
  valid: boolean;
  rule: RuleCode | null;
  reason: { ja: string; en: string } | null;
}

export function checkLine(name: CheckName, text: string, line: number): CheckedLine {
  const checked = text.trim() === '' ? refuse('EMPTY') : checks[name](text);
  return checked.valid
    ? { line, valid: true, rule: null, reason: null }
    : { line, valid: false, rule: checked.rule, reason: rules[checked.rule] };
}

export function lineText({ reason }: CheckedLine, language: Language): string {
  return reason === null ? 'valid' : `invalid: ${reason[language]}`;
}

/** `fugo check` answers each line of its input with a line, and ends with 1 when one of them is invalid. */
export async function runCheck(
  context: Context,
  name: CheckName,
  file: string | undefined,
  { json = false }: { json?: boolean },
): Promise<ExitCode> {
  const { stdout, language } = context;
  let line = 0;
  let invalid = false;
  let kept = '';
  const flush = async (): Promise<void> => {
    if (!stdout.write(kept)) await once(stdout, 'drain');
    kept = '';
  };
  if (json) kept = '[';
  for await (const text of readLines(context, file)) {
    line += 1;
    const checked = checkLine(name, text, line);
    invalid ||= !checked.valid;
    kept += json ? `${line === 1 ? '' : ','}\n  ${JSON.stringify(checked)}` : `${lineText(checked, language)}\n`;
    if (kept.length > 65_536 || stdout.isTTY) await flush();
  }
  if (json) kept += line === 0 ? ']\n' : '\n]\n';
  await flush();
  return invalid ? exitCodes.refused : exitCodes.ok;
}
