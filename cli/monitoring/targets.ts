import { CheckTarget, CheckTargets, type CheckTarget as Target } from '../../contracts/api/monitoring.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { wordsOfCause } from '../../domain/monitoring/causes.ts';
import type { Severity } from '../../domain/monitoring/names.ts';
import { administratorSession } from '../client/administrator.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';
import type { OrganisationOptions } from './work.ts';

export interface TargetOptions {
  organisation: string;
  kind: string;
  address: string;
  name: string;
  nameEn: string;
  parent?: string;
  severity?: Severity;
  interval?: number;
  json?: boolean;
}

/** `fugo monitor targets`: what is down first. */
export async function runTargets(context: Context, options: OrganisationOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'targets');
  const { targets } = bodyOf(context, await api.call({ path, answer: CheckTargets }));
  if (options.json) printJson(context, targets);
  else printLines(context, targetLines(context, targets));
  return exitCodes.ok;
}

function targetLines(context: Context, targets: readonly Target[]): string[] {
  const head = [
    say(context, 'targets.target'),
    say(context, 'staff.organisation'),
    say(context, 'targets.kind'),
    say(context, 'incidents.what'),
    say(context, 'incidents.state'),
    say(context, 'targets.since'),
    say(context, 'incidents.cause'),
    say(context, 'targets.suppressedBy'),
  ];
  return tableLines(
    head,
    targets.map(({ target, organisation, kind, name, nameEn, state, since, cause, suppressedBy }) => [
      target,
      organisation,
      kind,
      context.language === 'ja' ? name : nameEn,
      say(context, `target.state.${state}`),
      since === null ? '' : tokyoTimeOf(since),
      cause === null ? '' : wordsOfCause(cause)[context.language],
      suppressedBy ?? '',
    ]),
  );
}

/** `fugo monitor add`, as the installation's administrator. */
export async function runAddTarget(
  context: Context,
  target: string,
  { organisation, json, interval, ...rest }: TargetOptions,
): Promise<ExitCode> {
  const path = ofOrganisation(organisation, `targets/${encodeURIComponent(target)}`);
  const body = { ...rest, ...(interval !== undefined && { intervalSeconds: interval }) };
  const api = administratorSession(context);
  const stored = bodyOf(context, await api.call({ method: 'PUT', path, body, answer: CheckTarget }));
  if (json) printJson(context, stored);
  else printLines(context, targetLines(context, [stored]));
  return exitCodes.ok;
}

export async function runRemoveTarget(
  context: Context,
  target: string,
  { organisation, json }: { organisation: string; json?: boolean },
): Promise<ExitCode> {
  const path = ofOrganisation(organisation, `targets/${encodeURIComponent(target)}`);
  bodyOf(context, await administratorSession(context).callText({ method: 'DELETE', path }));
  if (json) printJson(context, { organisation, target });
  else print(context, say(context, 'targets.removed'));
  return exitCodes.ok;
}
