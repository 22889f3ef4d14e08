import { ErrorView, ErrorViews, type ViewBody, type ViewChange } from '../../contracts/api/error-views.ts';
import { below } from '../../contracts/http.ts';
import { print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf, staffSession } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { checkFilter, filterOf, type FilterOptions } from './filter.ts';
import { viewPath } from './path.ts';

export interface ViewOptions {
  municipality?: string;
  json?: boolean;
}
export interface NewViewOptions extends ViewOptions, FilterOptions {
  name: string;
  shared?: boolean;
}
export interface ViewChangeOptions extends ViewOptions {
  name?: string;
  shared?: 'yes' | 'no';
}

/** `fugo errors views list` shows one's own views and the shared ones. */
export async function runViewsList(context: Context, options: ViewOptions): Promise<ExitCode> {
  const session = staffSession(context, options);
  const path = below(session.municipality, 'errors/views');
  const { views } = bodyOf(context, await session.api.call({ path, answer: ErrorViews }));
  if (options.json) printJson(context, views);
  else printLines(context, viewLines(context, views));
  return exitCodes.ok;
}

/** `fugo errors views add` keeps a filter of `errors list` under a name. */
export async function runViewAdd(context: Context, options: NewViewOptions): Promise<ExitCode> {
  checkFilter(context, options);
  const session = staffSession(context, options);
  const path = below(session.municipality, 'errors/views');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the options were checked one by one, and the API checks them again
  const filter = filterOf(options) as ViewBody['filter'];
  const body: ViewBody = { name: options.name, filter, shared: options.shared ?? false };
  show(context, bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: ErrorView })), options);
  return exitCodes.ok;
}

/** `fugo errors views change` renames a view, or changes whether it is shared. */
export async function runViewChange(context: Context, viewId: string, options: ViewChangeOptions): Promise<ExitCode> {
  const { name, shared } = options;
  if (name === undefined && shared === undefined) {
    throw usageError(context, 'errors views change', say(context, 'usage.nothingToChange'));
  }
  const session = staffSession(context, options);
  const path = viewPath(context, session, viewId);
  const body: ViewChange = {
    ...(name !== undefined && { name }),
    ...(shared !== undefined && { shared: shared === 'yes' }),
  };
  show(context, bodyOf(context, await session.api.call({ method: 'PUT', path, body, answer: ErrorView })), options);
  return exitCodes.ok;
}

export async function runViewRemove(context: Context, viewId: string, options: ViewOptions): Promise<ExitCode> {
  const session = staffSession(context, options);
  bodyOf(context, await session.api.callText({ method: 'DELETE', path: viewPath(context, session, viewId) }));
  if (options.json) printJson(context, { viewId, removed: true });
  else print(context, say(context, 'views.removed'));
  return exitCodes.ok;
}

function show(context: Context, view: ErrorView, { json }: ViewOptions): void {
  if (json) printJson(context, view);
  else printLines(context, viewLines(context, [view]));
}

function viewLines(context: Context, views: readonly ErrorView[]): string[] {
  if (views.length === 0) return [say(context, 'views.none')];
  const head = ['views.id', 'views.name', 'views.filter', 'views.shared', 'views.staff'] as const;
  const rows = views.map(({ viewId, name, filter, shared, staff }) => [
    viewId,
    name,
    Object.entries(filter)
      .map(([field, value]) => `${field}=${String(value)}`)
      .join(' '),
    say(context, shared ? 'yes' : 'no'),
    staff.name ?? staff.staffId,
  ]);
  return tableLines(
    head.map((title) => say(context, title)),
    rows,
  );
}
