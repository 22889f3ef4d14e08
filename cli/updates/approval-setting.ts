import { ApprovalSetting } from '../../contracts/api/proposals.ts';
import { below } from '../../contracts/http.ts';
import { staffAdministration } from '../client/administrator.ts';
import { print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf } from '../client/session.ts';

export interface ApprovalOptions {
  municipality: string;
  set?: 'on' | 'off';
  reason?: string;
  json?: boolean;
}

/** `fugo updates approval` says whether a change needs a second person; `--set` changes that. */
export async function runApproval(context: Context, options: ApprovalOptions): Promise<ExitCode> {
  const { municipality, set } = options;
  const api = staffAdministration(context, municipality);
  const call = { path: below(municipality, 'approval-setting'), answer: ApprovalSetting };
  const body = { updatesNeedApproval: set === 'on', reason: options.reason ?? '' };
  const reply = await api.call(set === undefined ? call : { ...call, method: 'PUT', body });
  const { updatesNeedApproval, offProposed } = bodyOf(context, reply);
  if (options.json) printJson(context, { municipality, updatesNeedApproval, offProposed });
  else print(context, say(context, updatesNeedApproval ? 'updates.needed' : 'updates.notNeeded'));
  if (offProposed && !options.json) print(context, say(context, 'updates.offProposed'));
  return exitCodes.ok;
}
