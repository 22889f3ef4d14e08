import { say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { saveAnswer } from '../terminal/destination.ts';
import { actingStaffId, bodyOf } from '../client/session.ts';
import type { LoadOptions } from './options.ts';
import { findLoad, loadPath, type FoundLoad } from './find.ts';

/** Saves the bad lines, or the numbers for the backbones, as a file. */
export async function saveFile(
  context: Context,
  what: 'badLines' | 'results',
  loadId: string,
  options: LoadOptions,
): Promise<ExitCode> {
  if (options.json) throw usageError(context, '--json', say(context, 'load.fileIsNoJson'));
  const found = await findLoad(context, options, loadId);
  const answer = bodyOf(context, await found.session.api.download(callFor(context, what, found, options)));
  await saveAnswer(context, '--output', options.output, answer);
  return exitCodes.ok;
}

function callFor(context: Context, what: 'badLines' | 'results', { session, load }: FoundLoad, options: LoadOptions) {
  const { loadId } = load;
  if (what === 'results') return { path: loadPath(session, loadId, '/results'), mediaType: 'text/csv' };
  const staffId = actingStaffId(context, session, options.staff);
  const reason = options.reason ?? 'fugo load --bad-lines';
  const path = loadPath(session, loadId, '/bad-lines');
  return { path, query: { staffId, reason }, mediaType: 'application/octet-stream' };
}
