import { setTimeout as sleep } from 'node:timers/promises';
import { Load } from '../../contracts/api/loads.ts';
import { isOver } from '../../domain/load.ts';
import { Unreachable } from '../client/http.ts';
import { note, say, type Context } from '../terminal/context.ts';
import { bodyOf, refusal, type MunicipalitySession } from '../client/session.ts';
import { createLoadBoard } from './board.ts';
import { loadPath, type FoundLoad } from './find.ts';
import { createSpeedometer } from './speed.ts';
import { detachOnInterrupt } from '../terminal/detach.ts';

const everyMs = 1_000;
/** The command waits so long for a restart of fugo before it tells the person. */
const patienceMs = 10 * 60_000;

/**
 * Shows a load until it is over or waits for staff; with `watch`, until everybody in it is confirmed or in the error
 * list. Ctrl-C ends the watching and never the load.
 */
export async function follow(
  context: Context,
  { session, load }: FoundLoad,
  { watch }: { watch: boolean },
): Promise<Load> {
  const { loadId } = load;
  const board = createLoadBoard(context.stderr, context.language);
  const speedOf = createSpeedometer();
  const stop = detachOnInterrupt(context, attachSentence(context, loadId));
  try {
    for (let current = load; ; current = await next(context, session, loadId)) {
      const now = Date.now();
      board.show(current, speedOf(current, now), now);
      if (isAtEnd(current, watch)) return current;
      await sleep(everyMs);
    }
  } finally {
    board.end();
    stop();
  }
}

function isAtEnd({ state, waiting }: Load, watch: boolean): boolean {
  if (state === 'STOPPED') return true;
  return isOver(state) && !(watch && (state === 'DONE' || state === 'CANCELLED') && waiting > 0);
}

/** Reads the load, and waits for a part of fugo that restarts, as the load itself does. */
async function next(context: Context, session: MunicipalitySession, loadId: string): Promise<Load> {
  for (let lostAt: number | undefined; ;) {
    const reply = await session.api.call({ path: loadPath(session, loadId), answer: Load }).catch((error: unknown) => {
      if (error instanceof Unreachable) return error;
      throw error;
    });
    if (!(reply instanceof Unreachable) && (reply.kind === 'ok' || reply.problem.status < 500)) {
      return bodyOf(context, reply);
    }
    if (lostAt === undefined) note(context, say(context, 'load.lost'));
    lostAt ??= Date.now();
    if (Date.now() - lostAt > patienceMs) {
      note(context, attachSentence(context, loadId));
      throw reply instanceof Unreachable ? reply : refusal(context, reply);
    }
    await sleep(everyMs);
  }
}

function attachSentence(context: Context, loadId: string): string {
  return say(context, 'load.detached', { command: `fugo load --attach ${loadId}` });
}
