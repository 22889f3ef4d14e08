import { languageOf } from '../../config/language.ts';
import { getHome, readLocalConfig } from '../../config/local.ts';
import { startStack, stopStack, type Stack } from '../../local/stack.ts';
import { note, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { createStepBoard } from './step-board.ts';
import { elapsedText } from '../terminal/table.ts';
import { addressesOf, addressLines } from './addresses.ts';

export interface StartOptions {
  movePorts?: boolean;
}

/** Starts what does not run yet and shows the steps. A part that does not start ends the command with its reason. */
export async function startWithBoard(context: Context, { movePorts = false }: StartOptions = {}): Promise<Stack> {
  const { env, stderr } = context;
  const { home } = readLocalConfig(env); // a wrong variable is told before anything starts
  const board = createStepBoard(stderr, languageOf(env));
  try {
    return await startStack({ home, env, movePorts, onStep: board.tell });
  } finally {
    board.end();
  }
}

export async function runUp(
  context: Context,
  { json = false, ...options }: StartOptions & { json?: boolean },
): Promise<ExitCode> {
  const startedAt = Date.now();
  const { run, alreadyRunning } = await startWithBoard(context, options);
  const elapsed = elapsedText(Date.now() - startedAt);
  note(context, alreadyRunning ? say(context, 'up.already') : say(context, 'up.ready', { elapsed }));
  if (json) printJson(context, { state: run.state, alreadyRunning, ...addressesOf(run) });
  else printLines(context, addressLines(context, run));
  return exitCodes.ok;
}

export async function runDown(context: Context, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const startedAt = Date.now();
  note(context, say(context, 'down.stopping'));
  const stopped = await stopStack(getHome(context.env));
  const elapsed = elapsedText(Date.now() - startedAt);
  note(context, stopped ? say(context, 'down.stopped', { elapsed }) : say(context, 'down.nothing'));
  if (json) printJson(context, { stopped });
  return exitCodes.ok;
}
