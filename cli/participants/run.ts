import { Fault, faultKinds, Health } from '../../contracts/participants/common.ts';
import { ServerList, type ServerView } from '../../contracts/participants/control.ts';
import { participantNames, participants, type ParticipantName } from '../../domain/participants.ts';
import { print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, type ExitCode } from '../terminal/exit.ts';
import { getRun } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { oneOf } from '../terminal/values.ts';

export interface FaultOptions {
  share?: number;
  latency?: number;
  for?: number;
  seed?: number;
  organisation?: string;
  json?: boolean;
}

interface State {
  name: ParticipantName;
  url: string;
  state: Health['state'] | 'unreachable';
  fault: string | null;
  /** Only of the programs with the servers of Juki-net. */
  servers?: readonly ServerView[];
}

const serverPrograms: ReadonlySet<ParticipantName> = new Set([
  'juki-national-server',
  'prefectural-server',
  'communication-server',
]);

/** `fugo participants` asks every simulator how it is, and ends with 1 when one does not answer. */
export async function runParticipants(context: Context, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const { simulators } = getRun(context).addresses;
  const states = await Promise.all(participantNames.map((name) => askState(name, simulators[name])));
  if (json) printJson(context, states);
  else printLines(context, [...stateLines(context, states), ...serverLines(context, states)]);
  if (states.every(({ state }) => state === 'unreachable')) {
    throw new CommandError(exitCodes.notRunning, say(context, 'notRunning'));
  }
  return states.some(({ state }) => state === 'unreachable') ? exitCodes.refused : exitCodes.ok;
}

async function askState(name: ParticipantName, url: string): Promise<State> {
  try {
    // A closed simulator answers 503 with the same body.
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(3_000) });
    const { state, fault } = Health.parse(await response.json());
    const known = { name, url, state, fault: fault === 'none' ? null : fault };
    return serverPrograms.has(name) ? { ...known, servers: await listServers(url) } : known;
  } catch {
    return { name, url, state: 'unreachable', fault: null };
  }
}

/** None while the simulator is closed. */
async function listServers(url: string): Promise<readonly ServerView[]> {
  const response = await fetch(`${url}/v1/servers`, { signal: AbortSignal.timeout(3_000) });
  const { success, data } = ServerList.safeParse(await response.json());
  return success ? data.servers : [];
}

/** A line for each server, from the nation down. */
function serverLines(context: Context, states: readonly State[]): string[] {
  const rows = states
    .toReversed()
    .flatMap(({ name, servers = [] }) =>
      servers.map(({ organisation, state, since, calendarHash }) => [
        organisation,
        participants[name][context.language],
        say(context, `participants.server.${state}`),
        since,
        calendarHash?.slice(0, 12) ?? '',
      ]),
    );
  if (rows.length === 0) return [];
  const titles = ['organisation', 'title', 'server', 'since', 'calendar'] as const;
  return [
    '',
    ...tableLines(
      titles.map((title) => say(context, `participants.${title}`)),
      rows,
    ),
  ];
}

function stateLines(context: Context, states: readonly State[]): string[] {
  const rows = states.map(({ name, url, state, fault }) => [
    name,
    participants[name][context.language],
    say(context, `participants.state.${state}`),
    fault ?? '',
    url,
  ]);
  const titles = ['participants.name', 'participants.title', 'status.health', 'participants.fault'] as const;
  return tableLines([...titles.map((title) => say(context, title)), 'URL'], rows);
}

/** `fugo participants fault NAME KIND` sets one fault at a time; `none` ends it. */
export async function runFault(
  context: Context,
  name: ParticipantName,
  kind: string,
  options: FaultOptions,
): Promise<ExitCode> {
  const body = {
    kind: oneOf(context, 'KIND', faultKinds)(kind),
    ...(options.share === undefined ? {} : { share: options.share }),
    ...(options.latency === undefined ? {} : { latencyMs: options.latency }),
    ...(options.for === undefined ? {} : { forSeconds: options.for }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.organisation === undefined ? {} : { organisation: options.organisation }),
  };
  const url = getRun(context).addresses.simulators[name];
  const fault = await putFault(context, url, body);
  if (options.json) printJson(context, { name, ...fault });
  else print(context, say(context, 'participants.set', { name, fault: faultText(fault) }));
  return exitCodes.ok;
}

async function putFault(context: Context, url: string, body: unknown): Promise<Fault> {
  let response: Response;
  try {
    response = await fetch(`${url}/fault`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
  } catch (error) {
    throw new CommandError(exitCodes.notRunning, say(context, 'unreachable', { url }), { cause: error });
  }
  const { success, data } = Fault.safeParse(await response.json());
  if (response.ok && success) return data;
  throw new CommandError(exitCodes.internal, say(context, 'strangeAnswer', { what: `${url}/fault` }));
}

function faultText({ kind, share, latencyMs, forSeconds, organisation }: Fault): string {
  if (kind === 'none') return 'none';
  const parts: string[] = [kind];
  if (share < 1) parts.push(`${Math.round(share * 100)} %`);
  if (kind === 'latency') parts.push(`${latencyMs} ms`);
  if (organisation !== undefined) parts.push(organisation);
  if (forSeconds !== undefined) parts.push(`${forSeconds} s`);
  return parts.join(', ');
}
