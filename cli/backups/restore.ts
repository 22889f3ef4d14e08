import { readLocalConfig } from '../../config/local.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { planRestoreOf, restoreTo } from '../../local/backup/restore.ts';
import { LocalError } from '../../local/messages.ts';
import { stopStack } from '../../local/stack.ts';
import { findSupervisor } from '../../local/status.ts';
import { note, print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { askConsent } from '../terminal/prompts.ts';
import { elapsedText } from '../terminal/table.ts';
import { startWithBoard } from '../stack/up-and-down.ts';
import { readMoment, withProgress } from './work.ts';

export interface RestoreCommandOptions {
  to: string;
  backup?: string;
  timeline?: number;
  yes?: boolean;
  json?: boolean;
}

/**
 * `fugo restore` puts the database back to a moment. It looks first whether that can be done, asks, stops fugo where it
 * runs, and starts it again afterwards, also when the restore failed and nothing was moved.
 */
export async function runRestore(
  context: Context,
  { to, backup, timeline, yes = false, json = false }: RestoreCommandOptions,
): Promise<ExitCode> {
  const { home, databaseUrl } = readLocalConfig(context.env);
  const target = readMoment(context, to);
  const options = {
    home,
    to: target,
    ...(backup === undefined ? {} : { id: backup }),
    ...(timeline === undefined ? {} : { timeline }),
  };
  const plan = await withProgress(context, async () => {
    if (databaseUrl !== undefined) throw new LocalError({ key: 'restoreOutside' });
    return planRestoreOf(options);
  });
  const when = target.kind === 'latest' ? say(context, 'restore.latest') : tokyoTimeOf(target.at);
  note(context, say(context, 'restore.will', { when, id: plan.backup.id }));
  if (!(await askConsent(context, { yes }, say(context, 'restore.ask')))) return exitCodes.refused;

  const startedAt = Date.now();
  const didRun = findSupervisor(home) !== undefined;
  if (didRun) {
    note(context, say(context, 'down.stopping'));
    await stopStack(home);
  }
  let restored;
  try {
    restored = await withProgress(context, (onProgress) => restoreTo({ ...options, onProgress }));
  } finally {
    if (didRun) await startWithBoard(context);
  }
  const { id, lastCommitAt, aside } = restored;
  if (json) {
    const last = lastCommitAt === null ? null : new Date(lastCommitAt).toISOString();
    printJson(context, { backup: id, lastCommitAt: last, aside, seconds: restored.seconds, started: didRun });
    return exitCodes.ok;
  }
  print(context, say(context, 'restore.done', { when, id, elapsed: elapsedText(Date.now() - startedAt) }));
  if (lastCommitAt !== null) print(context, say(context, 'restore.lastCommit', { time: tokyoTimeOf(lastCommitAt) }));
  if (target.kind !== 'latest') print(context, say(context, 'restore.resend'));
  if (aside.length > 0) print(context, say(context, 'restore.aside'));
  printLines(
    context,
    aside.map((path) => `  ${path}`),
  );
  print(context, say(context, didRun ? 'restore.started' : 'restore.start'));
  return exitCodes.ok;
}
