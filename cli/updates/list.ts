import { ProposedUpdates, type ProposedUpdate } from '../../contracts/api/proposed-updates.ts';
import { below } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { note, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, staffSession } from '../client/session.ts';

export interface UpdatesListOptions {
  municipality?: string;
  state: 'open' | 'decided' | 'all';
  limit: number;
  json?: boolean;
}

const pageLimit = 100;

/** `fugo updates list` shows the changes that wait for a second person. Whoever may not approve sees their own. */
export async function runUpdatesList(context: Context, options: UpdatesListOptions): Promise<ExitCode> {
  const session = staffSession(context, options);
  const path = below(session.municipality, 'proposed-updates');
  const head = ['id', 'number', 'state', 'changed', 'proposedBy', 'proposedAt', 'decidedBy', 'remark'] as const;
  const { isCut } = await showPages<ProposedUpdate, string>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: head.map((title) => say(context, `updates.${title}`)),
      row: (update) => [
        update.updateId,
        update.integratedAddressNumber,
        say(context, `updates.state.${update.state}`),
        update.changed.map((field) => say(context, `residents.${field}`)).join(', '),
        update.proposedBy.name,
        tokyoTimeOf(update.proposedAt),
        update.decidedBy?.name ?? '',
        remarkOf(context, update),
      ],
      value: (update) => ({ municipality: session.municipality, ...update }),
      none: say(context, 'updates.none'),
    },
    async (after, limit) => {
      const query = { state: options.state, after, limit: Math.min(limit, pageLimit) };
      const page = bodyOf(context, await session.api.call({ path, query, answer: ProposedUpdates }));
      return { items: page.updates, next: page.next };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}

function remarkOf(context: Context, { own, outdated, protected: isProtected }: ProposedUpdate): string {
  return [
    own && say(context, 'updates.own'),
    outdated && say(context, 'updates.outdated'),
    isProtected && say(context, 'residents.protected'),
  ]
    .filter((remark) => remark !== false)
    .join(' ');
}
