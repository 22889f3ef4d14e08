import { setTimeout as sleep } from 'node:timers/promises';
import { Counts } from '../../contracts/api/operations.ts';
import { Overview } from '../../contracts/api/overview.ts';
import { note, print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, interruptedCode, type ExitCode } from '../terminal/exit.ts';
import { parsed, Unreachable } from '../client/http.ts';
import {
  bodyOf,
  municipalitySession,
  municipalitySessions,
  type MunicipalitySession,
  type SessionOptions,
} from '../client/session.ts';
import { readEvents } from './events.ts';
import { countLines, overviewLines } from './lines.ts';

export interface OverviewOptions extends SessionOptions {
  follow?: boolean;
  counts?: boolean;
  json?: boolean;
}

const againMs = 2_000;

/** `fugo overview` shows what waits, what was done today, and which participants answer. */
export async function runOverview(context: Context, options: OverviewOptions): Promise<ExitCode> {
  if (options.follow) {
    if (options.counts) throw usageError(context, '--counts', say(context, 'overview.notFollowed'));
    return follow(context, municipalitySession(context, options), options.json ?? false);
  }
  const found = [];
  for (const session of municipalitySessions(context, options)) {
    const path = pathOf(session);
    const overview = bodyOf(context, await session.api.call({ path: `${path}/overview`, answer: Overview }));
    const counts = options.counts
      ? bodyOf(context, await session.api.call({ path: `${path}/counts`, answer: Counts }))
      : undefined;
    found.push({ municipality: session.municipality, overview, counts });
  }
  if (options.json) {
    printJson(
      context,
      found.map(({ municipality, overview, counts }) => ({ municipality, ...overview, ...(counts && { counts }) })),
    );
    return exitCodes.ok;
  }
  for (const [index, { municipality, overview, counts }] of found.entries()) {
    if (index > 0) print(context, '');
    printLines(context, overviewLines(context, municipality, overview));
    if (counts) printLines(context, countLines(context, counts));
  }
  return exitCodes.ok;
}

const pathOf = ({ municipality }: MunicipalitySession): string => `/v1/municipalities/${municipality}`;

const end = (): never => process.exit(interruptedCode);

/**
 * Shows the overview whenever it changes, until Ctrl-C; as JSON, a line for each change. The server ends each stream in
 * time, and it is opened again.
 */
async function follow(context: Context, session: MunicipalitySession, json: boolean): Promise<ExitCode> {
  const path = `${pathOf(session)}/overview/events`;
  const show = createBoard(context, session.municipality, json);
  process.once('SIGINT', end);
  try {
    for (let isLost = false; ; await sleep(againMs)) {
      try {
        const stream = bodyOf(context, await session.api.download({ path, mediaType: 'text/event-stream' }));
        isLost = false;
        for await (const data of readEvents(stream, 'overview')) show(parsed(Overview, data, path));
      } catch (error) {
        if (!isBroken(error)) throw error;
        if (!isLost) note(context, say(context, 'load.lost'));
        isLost = true;
      }
    }
  } finally {
    process.off('SIGINT', end);
  }
}

/** fetch throws a TypeError when a stream breaks off. */
const isBroken = (error: unknown): boolean => error instanceof Unreachable || error instanceof TypeError;

function createBoard(context: Context, municipality: string, json: boolean): (overview: Overview) => void {
  const { stdout } = context;
  let isFirst = true;
  return (overview) => {
    if (json) {
      print(context, JSON.stringify({ municipality, ...overview }));
      return;
    }
    const lines = overviewLines(context, municipality, overview);
    // A terminal is cleared before each change; elsewhere changes follow one another.
    const before = stdout.isTTY ? '\u001b[H\u001b[2J\u001b[3J' : isFirst ? '' : '\n';
    isFirst = false;
    stdout.write(`${before}${lines.join('\n')}\n`);
  };
}
