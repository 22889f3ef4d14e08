import { below } from '../../contracts/http.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import { isUuid } from '../terminal/values.ts';

export function updatePath(context: Context, { municipality }: { municipality: string }, updateId: string): string {
  if (!isUuid(updateId)) throw usageError(context, 'UPDATE_ID', say(context, 'updates.noId'));
  return below(municipality, `proposed-updates/${updateId}`);
}
