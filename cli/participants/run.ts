import { Fault, faultKinds, Health } from '../../contracts/participants/common.ts';
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
  json?: boolean;
}

interface State {
  name: ParticipantName;
  url: string;
  state: Health['state'] | 'unreachable';
  fault: string | null;
}

/** `fugo participants` asks every simulator how it is, and ends with 1 when one does not answer. */
export async function runParticipants(context: Context, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const { simulators } = getRun(context).addresses;
  const states = await Promise.all(participantNames.map((name) => askState(name, simulators[name])));
  if (json) printJson(context, states);
  else printLines(context, stateLines(context, states));
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
    return { name, url, state, fault: fault === 'none' ? null : fault };
  } catch {
    return { name, url, state: 'unreachable', fault: null };
  }
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

function faultText({ kind, share, latencyMs, forSeconds }: Fault): string {
  if (kind === 'none') return 'none';
  const parts: string[] = [kind];
  if (share < 1) parts.push(`${Math.round(share * 100)} %`);
  if (kind === 'latency') parts.push(`${latencyMs} ms`);
  if (forSeconds !== undefined) parts.push(`${forSeconds} s`);
  return parts.join(', ');
}
