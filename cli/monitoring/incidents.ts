import { IncidentDetail, Incidents, type Incident } from '../../contracts/api/monitoring.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { wordsOfCause } from '../../domain/monitoring/causes.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { note, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { section, titledLines } from '../terminal/sections.ts';

export interface ListOptions {
  organisation?: string;
  state: 'open' | 'closed' | 'all';
  onlyOwn?: boolean;
  limit: number;
  json?: boolean;
}

const pageLimit = 200;

/** `fugo incidents list`: the latest first. */
export async function runIncidents(context: Context, options: ListOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'incidents');
  const head = ['number', 'severity', 'what', 'cause', 'opened', 'acknowledged', 'closed'] as const;
  const { isCut } = await showPages<Incident, number>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: head.map((title) => say(context, `incidents.${title}`)),
      row: (incident) => [
        String(incident.incident),
        say(context, `severity.${incident.severity}`),
        nameOf(context, incident),
        wordsOfCause(incident.cause)[context.language],
        tokyoTimeOf(incident.openedAt),
        incident.acknowledgedBy === null ? '' : (incident.acknowledgedBy.name ?? incident.acknowledgedBy.id),
        incident.closedAt === null ? '' : tokyoTimeOf(incident.closedAt),
      ],
      value: (incident) => incident,
      none: say(context, 'incidents.none'),
    },
    async (before, limit) => {
      const most = Math.min(limit, pageLimit);
      const only = options.onlyOwn === true ? 'own' : undefined;
      const query = { state: options.state, only, before, limit: most };
      const { incidents } = bodyOf(context, await api.call({ path, query, answer: Incidents }));
      return { items: incidents, next: incidents.length < most ? null : (incidents.at(-1)?.incident ?? null) };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}

/** `fugo incidents show`: what happened, who works on it, what it affects. */
export async function runIncident(
  context: Context,
  incident: number,
  options: { organisation?: string; json?: boolean },
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `incidents/${String(incident)}`);
  const detail = bodyOf(context, await api.call({ path, answer: IncidentDetail }));
  if (options.json) printJson(context, detail);
  else printLines(context, detailLines(context, detail));
  return exitCodes.ok;
}

export function detailLines(context: Context, detail: IncidentDetail): string[] {
  const words = (key: 'at' | 'state' | 'cause' | 'by' | 'text' | 'what' | 'requests'): string =>
    say(context, `incidents.${key}`);
  return [
    ...titledLines([
      [say(context, 'incidents.number'), String(detail.incident)],
      [words('what'), nameOf(context, detail)],
      [say(context, 'incidents.severity'), say(context, `severity.${detail.severity}`)],
      [words('cause'), `${wordsOfCause(detail.cause)[context.language]} ${detail.detail ?? ''}`.trim()],
      [say(context, 'incidents.opened'), time(detail.openedAt)],
      [say(context, 'incidents.told'), time(detail.toldAt)],
      [
        say(context, 'incidents.acknowledged'),
        `${detail.acknowledgedBy?.name ?? detail.acknowledgedBy?.id ?? ''} ${time(detail.acknowledgedAt)}`.trim(),
      ],
      [say(context, 'incidents.escalated'), time(detail.escalatedAt)],
      [say(context, 'incidents.closed'), time(detail.closedAt)],
      [say(context, 'incidents.suppressed'), String(detail.suppressed)],
    ]),
    ...section(
      say(context, 'incidents.affected'),
      [say(context, 'staff.organisation'), words('requests')],
      detail.affected.map(({ municipality, requests }) => [municipality, String(requests)]),
      new Set([1]),
    ),
    ...section(
      say(context, 'incidents.notes'),
      [words('at'), words('by'), words('text')],
      detail.notes.map(({ at, by, text }) => [time(at), by.name ?? by.id, text]),
    ),
    ...section(
      say(context, 'incidents.changes'),
      [words('at'), words('state'), words('cause')],
      detail.changes.map(({ at, state, cause }) => [
        time(at),
        say(context, `target.state.${state}`),
        cause === null ? '' : wordsOfCause(cause)[context.language],
      ]),
    ),
  ];
}

const time = (moment: string | null): string => (moment === null ? '' : tokyoTimeOf(moment));

function nameOf({ language }: Context, { name, nameEn, target, organisation }: Incident): string {
  return (language === 'ja' ? name : nameEn) ?? target ?? organisation;
}
