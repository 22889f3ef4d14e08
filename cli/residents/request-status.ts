import { ResidentStatus, Timeline } from '../../contracts/api/residents.ts';
import { below } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { checkAddressNumber } from '../../domain/values/address-number.ts';
import { checkImportedIntegratedAddressNumber } from '../../domain/values/integrated-address-number.ts';
import { checkNumberSystem } from '../../domain/values/number-system.ts';
import { printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, type ExitCode } from '../terminal/exit.ts';
import { isIntegratedNumber } from './path.ts';
import { bodyOf, municipalitySessions, type MunicipalitySession, type SessionOptions } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { isLikePersonalNumber, readBy } from '../terminal/values.ts';
import { titledLines } from '../terminal/sections.ts';

export interface ResidentOptions extends SessionOptions {
  numberSystem?: string;
  addressNumber?: string;
  timeline?: boolean;
  json?: boolean;
}

interface Found {
  session: MunicipalitySession;
  status: ResidentStatus;
}

/** `fugo resident` shows where one resident's code request stands, and with `--timeline` how it got there. */
export async function runResident(
  context: Context,
  number: string | undefined,
  options: ResidentOptions,
): Promise<ExitCode> {
  const asked = readQuestion(context, number, options);
  const { session, status } = await findResident(context, options, asked);
  const { municipality } = session;
  const entries =
    options.timeline && status.integratedAddressNumber !== null
      ? await findTimeline(context, session, status.integratedAddressNumber)
      : undefined;
  if (options.json) {
    printJson(context, { municipality, ...status, ...(entries && { timeline: entries }) });
    return exitCodes.ok;
  }
  printLines(context, statusLines(context, municipality, status));
  if (entries) printLines(context, ['', ...timelineLines(context, entries)]);
  return exitCodes.ok;
}

type Question = { path: string; number?: string; query?: { numberSystem: string; addressNumber: string } };

function readQuestion(context: Context, number: string | undefined, options: ResidentOptions): Question {
  const { numberSystem, addressNumber } = options;
  if (number !== undefined && numberSystem === undefined && addressNumber === undefined) {
    const checked = readBy(context, 'INTEGRATED_NUMBER', checkImportedIntegratedAddressNumber)(number);
    return { path: `residents/${checked}`, number: checked };
  }
  if (number !== undefined || numberSystem === undefined || addressNumber === undefined) {
    throw usageError(context, 'resident', say(context, 'usage.eitherNumber'));
  }
  return {
    path: 'residents',
    query: {
      numberSystem: readBy(context, '--number-system', checkNumberSystem)(numberSystem),
      addressNumber: readBy(context, '--address-number', checkAddressNumber)(addressNumber),
    },
  };
}

/**
 * Each municipality numbers its own residents, so two people may have one number. Then the command asks for the
 * municipality.
 */
async function findResident(
  context: Context,
  options: ResidentOptions,
  { path, number, query }: Question,
): Promise<Found> {
  const found: Found[] = [];
  for (const session of municipalitySessions(context, options)) {
    if (number !== undefined && isLikePersonalNumber(number) && !(await isIntegratedNumber(context, session, number))) {
      continue;
    }
    const reply = await session.api.call({
      path: below(session.municipality, path),
      ...(query && { query }),
      answer: ResidentStatus,
    });
    if (reply.kind === 'problem' && reply.problem.code === 'UNKNOWN_RESIDENT') continue;
    found.push({ session, status: bodyOf(context, reply) });
  }
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  if (first) throw new CommandError(exitCodes.usage, say(context, 'municipalityNeeded'));
  throw new CommandError(exitCodes.refused, `UNKNOWN_RESIDENT: ${say(context, 'resident.unknown')}`);
}

async function findTimeline(context: Context, { municipality, api }: MunicipalitySession, number: string) {
  const path = below(municipality, `residents/${number}/timeline`);
  return bodyOf(context, await api.call({ path, answer: Timeline })).entries;
}

function statusLines(context: Context, municipality: string, status: ResidentStatus): string[] {
  const { failure } = status;
  const lines: [string, string][] = [
    [say(context, 'resident.municipality'), municipality],
    [say(context, 'resident.number'), status.integratedAddressNumber ?? say(context, 'none')],
    [say(context, 'resident.status'), say(context, `status.${status.codeRequestStatus}`)],
    [say(context, 'resident.stage'), status.stage ?? say(context, 'none')],
    [say(context, 'resident.since'), tokyoTimeOf(status.since)],
    [say(context, 'resident.attempt'), String(status.attempt)],
    [say(context, 'resident.history'), String(status.historyCount)],
    [
      say(context, 'resident.addressNumbers'),
      status.addressNumbers.map(({ numberSystem, addressNumber }) => `${numberSystem}-${addressNumber}`).join(', '),
    ],
  ];
  if (status.heldTransfers > 0) lines.push([say(context, 'resident.held'), String(status.heldTransfers)]);
  if (status.opensAt !== null) lines.push([say(context, 'resident.opensAt'), tokyoTimeOf(status.opensAt)]);
  if (failure) {
    lines.push([say(context, 'resident.error'), `${failure.code} ${failure.text[context.language]}`]);
    lines.push([say(context, 'errors.id'), failure.failureId]);
  }
  return titledLines(lines);
}

function timelineLines(context: Context, entries: Timeline['entries']): string[] {
  const rows = entries.map(({ at, event, stage, attempt }) => [tokyoTimeOf(at), event, stage ?? '', String(attempt)]);
  const titles = ['timeline.at', 'timeline.event', 'resident.stage', 'resident.attempt'] as const;
  return tableLines(
    titles.map((title) => say(context, title)),
    rows,
    new Set([3]),
  );
}
