import { Option, type Command } from 'commander';
import { steps } from '../../domain/failures.ts';
import { routes } from '../../domain/routes.ts';
import { say } from '../terminal/context.ts';
import type { ErrorActionOptions } from './actions.ts';
import type { RetryAllOptions } from './retry-all.ts';
import type { ErrorsListOptions } from './list.ts';
import type { NewViewOptions, ViewChangeOptions, ViewOptions } from './views.ts';
import type { AssignOptions } from './assign.ts';
import type { DueOptions } from './due.ts';
import type { NoteOptions } from './notes.ts';
import type { MessageKey } from '../messages.ts';
import type { Builder } from '../terminal/builder.ts';
import type { SessionOptions } from '../client/session.ts';
import { numberBetween, oneOf, wholeNumber } from '../terminal/values.ts';
import { limitOption, withCsv, withIdentity, withStaff } from '../client/identity-options.ts';

const errorStates = ['open', 'waiting', 'trying', 'resolved', 'all'] as const;
const dueFilters = ['overdue', 'set', 'none'] as const;

export function addErrorCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const withSession = (to: Command): Command => withIdentity(builder, to);
  const errors = command(program, 'errors', 'command.errors');
  withCsv(builder, withFilter(builder, withSession(command(errors, 'list', 'command.errors.list'))))
    .addOption(option('--view <ID>', 'option.view'))
    .addOption(limitOption(builder, 100))
    .action(
      action(async (options: ErrorsListOptions) => {
        const { runErrorsList } = await import('./list.ts');
        return runErrorsList(context, options);
      }),
    );
  addEntryCommands(builder, errors);

  for (const name of ['retry', 'correct', 'cancel'] as const) {
    const acting = withSession(command(errors, name, `command.errors.${name}`))
      .argument(name === 'correct' ? '<ID>' : '[ID...]', say(context, 'argument.failureIds'))
      .addOption(option('--staff <ID>', 'option.staff'))
      .addOption(option('--reason <TEXT>', 'option.reason'));
    if (name === 'correct') acting.addOption(option('--same-person', 'option.samePerson'));
    else acting.addOption(option('--code <CODE>', 'option.code')).addOption(option('--all', 'option.all'));
    acting.action(
      action(async (ids: string | string[], options: ErrorActionOptions) => {
        const { runErrorAction } = await import('./actions.ts');
        return runErrorAction(context, name, [ids].flat(), options);
      }),
    );
  }

  withSession(command(errors, 'retry-all', 'command.errors.retryAll'))
    .addOption(option('--code <CODE>', 'option.code').makeOptionMandatory())
    .addOption(
      option('--lines-per-second <N>', 'option.retryAll.linesPerSecond').argParser(
        numberBetween(context, '--lines-per-second', 0.1, 100),
      ),
    )
    .addOption(option('--show', 'option.retryAll.show'))
    .addOption(option('--cancel', 'option.retryAll.cancel'))
    .addOption(option('--staff <ID>', 'option.staff'))
    .addOption(option('--reason <TEXT>', 'option.reason'))
    .action(
      action(async (options: RetryAllOptions) => {
        const { runRetryAll } = await import('./retry-all.ts');
        return runRetryAll(context, options);
      }),
    );
}

/** Adds the commands about one entry: showing it, assigning it, and its notes. */
function addEntryCommands(builder: Builder, errors: Command): void {
  const { context, command, option, action } = builder;
  const withSession = (to: Command): Command => withIdentity(builder, to);
  const id = say(context, 'argument.failureId');
  const staff = (): Option => option('--staff <ID>', 'option.staff');
  withSession(command(errors, 'show', 'command.errors.show'))
    .argument('<ID>', id)
    .action(
      action(async (failureId: string, options: SessionOptions & { json?: boolean }) => {
        const { runErrorShow } = await import('./show.ts');
        return runErrorShow(context, failureId, options);
      }),
    );
  withStaff(builder, command(errors, 'compare', 'command.errors.compare'))
    .argument('<ID>', id)
    .action(
      action(async (failureId: string, options: SessionOptions & { json?: boolean }) => {
        const { runCompare } = await import('./compare.ts');
        return runCompare(context, failureId, options);
      }),
    );
  withSession(command(errors, 'assign', 'command.errors.assign'))
    .argument('<ID...>', say(context, 'argument.failureIds'))
    .addOption(option('--to <ID|me|nobody>', 'option.assignTo').makeOptionMandatory())
    .addOption(staff())
    .action(
      action(async (ids: string[], options: AssignOptions) => {
        const { runAssign } = await import('./assign.ts');
        return runAssign(context, ids, options);
      }),
    );
  withSession(command(errors, 'due', 'command.errors.due'))
    .argument('<ID...>', say(context, 'argument.failureIds'))
    .addOption(option('--on <DATE|none>', 'option.dueOn').makeOptionMandatory())
    .addOption(staff())
    .action(
      action(async (ids: string[], options: DueOptions) => {
        const { runDue } = await import('./due.ts');
        return runDue(context, ids, options);
      }),
    );
  withSession(command(errors, 'assignees', 'command.errors.assignees')).action(
    action(async (options: SessionOptions & { json?: boolean }) => {
      const { runAssignees } = await import('./assign.ts');
      return runAssignees(context, options);
    }),
  );
  withSession(command(errors, 'note', 'command.errors.note'))
    .argument('<ID>', id)
    .addOption(option('--text <TEXT>', 'option.noteText'))
    .addOption(staff())
    .action(
      action(async (failureId: string, options: NoteOptions) => {
        const { runNote } = await import('./notes.ts');
        return runNote(context, failureId, options);
      }),
    );
  withSession(command(errors, 'notes', 'command.errors.notes'))
    .argument('<ID>', id)
    .action(
      action(async (failureId: string, options: SessionOptions & { json?: boolean }) => {
        const { runNotes } = await import('./notes.ts');
        return runNotes(context, failureId, options);
      }),
    );
  addViewCommands(builder, command(errors, 'views', 'command.errors.views'));
}

function addViewCommands(builder: Builder, views: Command): void {
  const { context, command, option, action } = builder;
  const id = say(context, 'argument.viewId');
  withStaff(builder, command(views, 'list', 'command.errors.views.list')).action(
    action(async (options: ViewOptions) => {
      const { runViewsList } = await import('./views.ts');
      return runViewsList(context, options);
    }),
  );
  withFilter(builder, withStaff(builder, command(views, 'add', 'command.errors.views.add')))
    .addOption(option('--name <NAME>', 'option.viewName').makeOptionMandatory())
    .addOption(option('--shared', 'option.viewShared'))
    .action(
      action(async (options: NewViewOptions) => {
        const { runViewAdd } = await import('./views.ts');
        return runViewAdd(context, options);
      }),
    );
  withStaff(builder, command(views, 'change', 'command.errors.views.change'))
    .argument('<VIEW_ID>', id)
    .addOption(option('--name <NAME>', 'option.viewName'))
    .addOption(
      option('--shared <yes|no>', 'option.viewSharedChange').argParser(oneOf(context, '--shared', ['yes', 'no'])),
    )
    .action(
      action(async (viewId: string, options: ViewChangeOptions) => {
        const { runViewChange } = await import('./views.ts');
        return runViewChange(context, viewId, options);
      }),
    );
  withStaff(builder, command(views, 'remove', 'command.errors.views.remove'))
    .argument('<VIEW_ID>', id)
    .action(
      action(async (viewId: string, options: ViewOptions) => {
        const { runViewRemove } = await import('./views.ts');
        return runViewRemove(context, viewId, options);
      }),
    );
}

function withFilter({ context, option }: Builder, to: Command): Command {
  const says = (flags: string, key: MessageKey, names: readonly string[]): Option =>
    new Option(flags, say(context, key, { names: names.join(', ') }));
  return to
    .addOption(option('--code <CODE>', 'option.code'))
    .addOption(option('--stage <STAGE>', 'option.stage'))
    .addOption(says('--step <STEP>', 'option.step', steps).argParser(oneOf(context, '--step', steps)))
    .addOption(option('--state <STATE>', 'option.state').argParser(oneOf(context, '--state', errorStates)))
    .addOption(
      option('--older-than <HOURS>', 'option.olderThan').argParser(wholeNumber(context, '--older-than', 1, 8_760)),
    )
    .addOption(says('--route <ROUTE>', 'option.route', routes).argParser(oneOf(context, '--route', routes)))
    .addOption(option('--load <ID>', 'option.errors.load'))
    .addOption(option('--assignee <ID|me|nobody>', 'option.assignee'))
    .addOption(says('--due <WHICH>', 'option.due', dueFilters).argParser(oneOf(context, '--due', dueFilters)))
    .addOption(option('--newest', 'option.newest'));
}
