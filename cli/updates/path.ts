import { say, usageError, type Context } from '../terminal/context.ts';

export function updatePath(context: Context, { municipality }: { municipality: string }, updateId: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(updateId)) {
    throw usageError(context, 'UPDATE_ID', say(context, 'updates.noId'));
  }
  return `/v1/municipalities/${municipality}/proposed-updates/${updateId}`;
}
