import { readLocalConfig } from '../../config/local.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { verifyBackup } from '../../local/backup/verify.ts';
import { print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { titledLines } from '../terminal/sections.ts';
import { elapsedText, grouped } from '../terminal/table.ts';
import { tellVerification } from './rows.ts';
import { readMoment, withProgress } from './work.ts';

export interface VerifyCommandOptions {
  to?: string;
  json?: boolean;
}

/** `fugo backup verify` restores a backup beside the database and examines it. It ends with 1 when something is wrong. */
export async function runBackupVerify(
  context: Context,
  id: string | undefined,
  { to, json = false }: VerifyCommandOptions,
): Promise<ExitCode> {
  const config = readLocalConfig(context.env);
  const { home } = config;
  const target = to === undefined ? undefined : readMoment(context, to);
  const { id: verifiedId, ...verified } = await withProgress(context, (onProgress) =>
    verifyBackup({ home, onProgress, ...(id === undefined ? {} : { id }), ...(target ? { to: target } : {}) }),
  );
  await tellVerification(context, config, { id: verifiedId, ...verified });
  if (json) {
    printJson(context, { id: verifiedId, ...verified });
  } else if (verified.ok) {
    const { checked, replayedTo } = verified;
    print(context, say(context, 'verify.ok', { id: verifiedId, elapsed: elapsedText(verified.seconds * 1_000) }));
    const last = replayedTo === undefined || replayedTo === null ? say(context, 'none') : tokyoTimeOf(replayedTo);
    const facts: [string, string][] = [[say(context, 'verify.replayedTo'), last]];
    for (const name of [
      'files',
      'walFiles',
      'tables',
      'rows',
      'btreeIndexes',
      'ginIndexes',
      'heaps',
      'auditEntries',
    ] as const) {
      facts.push([say(context, `verify.${name}`), grouped(checked?.[name] ?? 0)]);
    }
    printLines(context, titledLines(facts));
    if (checked?.exact === false) print(context, say(context, 'backup.inexact'));
  } else {
    const problem = verified.problem?.[context.language] ?? '';
    print(context, say(context, 'verify.wrong', { id: verifiedId, problem }));
  }
  return verified.ok ? exitCodes.ok : exitCodes.refused;
}
