/** `fugo deliveries keys`, `resign` and `rotate`. */
import { DeliveryKeys } from '../../contracts/api/deliveries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import type { KeyRole } from '../../domain/deliveries/names.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';
import { titles } from './look.ts';
import type { DeliveryOptions, ReasonOptions } from './options.ts';

/** Ends with 1 when something expires soon. */
export async function runKeys(context: Context, options: DeliveryOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'deliveries/keys');
  return show(context, bodyOf(context, await api.call({ path, answer: DeliveryKeys })), options);
}

/** Signs anew what is due; with a role, its oldest key is replaced first. */
export async function runSigning(context: Context, role: KeyRole | null, options: ReasonOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `deliveries/keys/${role === null ? 'resign' : 'rotate'}`);
  const body = { reason: options.reason, ...(role !== null && { role }) };
  return show(context, bodyOf(context, await api.call({ method: 'POST', path, body, answer: DeliveryKeys })), options);
}

function show(context: Context, found: DeliveryKeys, { json }: DeliveryOptions): ExitCode {
  if (json) printJson(context, found);
  else if (found.metadata.length === 0) print(context, say(context, 'delivery.noKeys'));
  else printLines(context, keyLines(context, found));
  return [...found.keys, ...found.metadata].some(({ soon }) => soon) ? exitCodes.refused : exitCodes.ok;
}

/** The nearest end first. */
const byEnd = <Row extends { expiresAt: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));

function keyLines(context: Context, { keys, metadata }: DeliveryKeys): string[] {
  const soonText = (soon: boolean): string => (soon ? say(context, 'delivery.soon') : '');
  return [
    ...tableLines(
      titles(context, [
        'delivery.metadata',
        'delivery.version',
        'delivery.threshold',
        'delivery.expires',
        'delivery.remark',
      ]),
      byEnd(metadata).map(({ role, version, threshold, expiresAt, soon }) => [
        say(context, `delivery.role.${role}`),
        String(version),
        String(threshold),
        tokyoTimeOf(expiresAt),
        soonText(soon),
      ]),
      new Set([1, 2]),
    ),
    '',
    ...tableLines(
      titles(context, ['delivery.key', 'delivery.role.title', 'delivery.expires', 'delivery.remark']),
      byEnd(keys).map(({ keyId, role, expiresAt, soon }) => [
        keyId.slice(0, 16),
        say(context, `delivery.role.${role}`),
        tokyoTimeOf(expiresAt),
        soonText(soon),
      ]),
    ),
  ];
}
