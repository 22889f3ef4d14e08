import { Comparison } from '../../contracts/api/error-entry.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { sexWord } from '../terminal/code-words.ts';
import { bodyOf, staffSessions, type SessionOptions } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { askEachMunicipality, checkFailureId } from './path.ts';

type Options = SessionOptions & { json?: boolean };

/** `fugo errors compare` shows a held transfer beside the address information that it would replace. */
export async function runCompare(context: Context, failureId: string, options: Options): Promise<ExitCode> {
  checkFailureId(context, failureId);
  const { session, reply } = await askEachMunicipality(staffSessions(context, options), failureId, (each, path) =>
    each.api.call({ path: `${path}/comparison`, answer: Comparison }),
  );
  const comparison = bodyOf(context, reply);
  if (options.json) printJson(context, { municipality: session.municipality, ...comparison });
  else printLines(context, comparisonLines(context, comparison));
  return exitCodes.ok;
}

function comparisonLines(context: Context, comparison: Comparison): string[] {
  const { fields, reasons, another } = comparison;
  const head = [
    '',
    say(context, 'compare.held'),
    say(context, `compare.with.${comparison.with}`),
    say(context, 'compare.differs'),
  ];
  const shown = (field: string, value: string | null): string =>
    value === null ? '-' : field === 'sex' ? sexWord(context, value) : value;
  const rows = fields.map(({ field, held, current, differs }) => [
    say(context, `residents.${field === 'birthDate' ? 'birthDateText' : field}`),
    shown(field, held),
    shown(field, current),
    differs ? '≠' : '',
  ]);
  return [
    `${say(context, 'resident.number')}: ${comparison.integratedAddressNumber ?? say(context, 'none')}`,
    `${say(context, 'transfer.id')}: ${comparison.transferId} (${tokyoTimeOf(comparison.operatedAt)})`,
    ...reasons.map((reason) => `- ${say(context, `compare.reason.${reason}`)}`),
    ...(another === null ? [] : [`${say(context, 'compare.another')}: ${another}`]),
    '',
    ...(comparison.masked ? [say(context, 'residents.maskedText')] : tableLines(head, rows)),
    `${say(context, 'residents.hasPersonalNumber')}: ${say(context, `compare.personalNumber.${comparison.personalNumber}`)}`,
  ];
}
