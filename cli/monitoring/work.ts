import {
  IncidentDetail,
  Recipients,
  Silence,
  Silences,
  StoredRecipient,
  type StoredRecipient as Recipient,
} from '../../contracts/api/monitoring.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import type { Severity } from '../../domain/monitoring/names.ts';
import type { RecipientKind } from '../../domain/monitoring/recipients.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';

export interface OrganisationOptions {
  organisation?: string;
  json?: boolean;
}
export interface SilenceOptions extends OrganisationOptions {
  to: string;
  from?: string;
  target?: string;
  message: string;
}
export interface RecipientOptions extends OrganisationOptions {
  kind: RecipientKind;
  address: string;
  severity: Severity;
  afterMinutes: number;
}

export async function runAcknowledge(
  context: Context,
  incident: number,
  options: OrganisationOptions,
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `incidents/${String(incident)}/acknowledgement`);
  const detail = bodyOf(context, await api.call({ method: 'POST', path, answer: IncidentDetail }));
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'incidents.acknowledgedNow', { incident }));
  return exitCodes.ok;
}

export async function runNote(
  context: Context,
  incident: number,
  { text, ...options }: OrganisationOptions & { text: string },
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `incidents/${String(incident)}/notes`);
  const detail = bodyOf(context, await api.call({ method: 'POST', path, body: { text }, answer: IncidentDetail }));
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'incidents.noted', { incident }));
  return exitCodes.ok;
}

export async function runSilences(context: Context, options: OrganisationOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'silences');
  const { silences } = bodyOf(context, await api.call({ path, answer: Silences }));
  if (options.json) printJson(context, silences);
  else printLines(context, silenceLines(context, silences));
  return exitCodes.ok;
}

function silenceLines(context: Context, silences: readonly Silence[]): string[] {
  const head = [
    say(context, 'silences.id'),
    say(context, 'staff.organisation'),
    say(context, 'incidents.what'),
    say(context, 'silences.from'),
    say(context, 'silences.to'),
    say(context, 'incidents.by'),
    say(context, 'silences.message'),
    say(context, 'silences.withdrawnBy'),
  ];
  return tableLines(
    head,
    silences.map(({ silenceId, organisation, target, fromAt, toAt, setBy, message, withdrawnBy }) => [
      silenceId,
      organisation,
      target ?? say(context, 'silences.everything'),
      tokyoTimeOf(fromAt),
      tokyoTimeOf(toAt),
      setBy.name ?? setBy.id,
      message,
      withdrawnBy === null ? '' : (withdrawnBy.name ?? withdrawnBy.id),
    ]),
  );
}

export async function runSilence(
  context: Context,
  { to, from, target, message, ...options }: SilenceOptions,
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'silences');
  const body = { to, message, ...(from !== undefined && { from }), ...(target !== undefined && { target }) };
  const silence = bodyOf(context, await api.call({ method: 'POST', path, body, answer: Silence }));
  if (options.json) printJson(context, silence);
  else printLines(context, silenceLines(context, [silence]));
  return exitCodes.ok;
}

export async function runWithdraw(
  context: Context,
  silenceId: string,
  options: OrganisationOptions,
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `silences/${encodeURIComponent(silenceId)}`);
  bodyOf(context, await api.callText({ method: 'DELETE', path }));
  if (options.json) printJson(context, { silenceId });
  else print(context, say(context, 'silences.withdrawn'));
  return exitCodes.ok;
}

export async function runRecipients(context: Context, options: OrganisationOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'recipients');
  const { recipients } = bodyOf(context, await api.call({ path, answer: Recipients }));
  if (options.json) printJson(context, recipients);
  else printLines(context, recipientLines(context, recipients));
  return exitCodes.ok;
}

function recipientLines(context: Context, recipients: readonly Recipient[]): string[] {
  const head = [
    say(context, 'silences.id'),
    say(context, 'targets.kind'),
    say(context, 'recipients.address'),
    say(context, 'incidents.severity'),
    say(context, 'recipients.after'),
  ];
  return tableLines(
    head,
    recipients.map(({ recipientId, kind, address, severity, afterMinutes }) => [
      recipientId,
      kind,
      address,
      say(context, `severity.${severity}`),
      String(afterMinutes),
    ]),
    new Set([4]),
  );
}

export async function runTell(
  context: Context,
  { kind, address, severity, afterMinutes, ...options }: RecipientOptions,
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'recipients');
  const body = { kind, address, severity, afterMinutes };
  const recipient = bodyOf(context, await api.call({ method: 'POST', path, body, answer: StoredRecipient }));
  if (options.json) printJson(context, recipient);
  else printLines(context, recipientLines(context, [recipient]));
  return exitCodes.ok;
}

export async function runUntell(
  context: Context,
  recipientId: string,
  options: OrganisationOptions,
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `recipients/${encodeURIComponent(recipientId)}`);
  bodyOf(context, await api.callText({ method: 'DELETE', path }));
  if (options.json) printJson(context, { recipientId });
  else print(context, say(context, 'recipients.removed'));
  return exitCodes.ok;
}
