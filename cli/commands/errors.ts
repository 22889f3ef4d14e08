import type { Command } from 'commander';
import { say } from '../context.ts';
import type { ErrorActionOptions } from '../error-actions.ts';
import type { RetryAllOptions } from '../error-retry-all.ts';
import type { ErrorsListOptions } from '../errors.ts';
import type { Builder } from '../program.ts';
import { numberBetween, oneOf, wholeNumber } from '../values.ts';
import { withIdentity } from './identity.ts';

/** The error list and what staff do about its entries. */
export function addErrorCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const withSession = (to: Command): Command => withIdentity(builder, to);
  const errors = command(program, 'errors', 'command.errors');
  withSession(command(errors, 'list', 'command.errors.list'))
    .addOption(option('--code <CODE>', 'option.code'))
    .addOption(option('--stage <STAGE>', 'option.stage'))
    .addOption(
      option('--state <STATE>', 'option.state')
        .argParser(oneOf(context, '--state', ['open', 'resolved', 'all']))
        .default('open'),
    )
    .addOption(
      option('--limit <N>', 'errors.limit')
        .argParser(wholeNumber(context, '--limit', 1, 100_000))
        .default(100),
    )
    .action(
      action(async (options: ErrorsListOptions) => {
        const { runErrorsList } = await import('../errors.ts');
        return runErrorsList(context, options);
      }),
    );

  for (const name of ['retry', 'correct', 'cancel'] as const) {
    const acting = withSession(command(errors, name, `command.errors.${name}`))
      .argument(name === 'correct' ? '<ID>' : '[ID...]', say(context, 'argument.failureIds'))
      .addOption(option('--staff <ID>', 'option.staff'))
      .addOption(option('--reason <TEXT>', 'option.reason'));
    if (name === 'correct') acting.addOption(option('--same-person', 'option.samePerson'));
    else acting.addOption(option('--code <CODE>', 'option.code')).addOption(option('--all', 'option.all'));
    acting.action(
      action(async (ids: string | string[], options: ErrorActionOptions) => {
        const { runErrorAction } = await import('../error-actions.ts');
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
        const { runRetryAll } = await import('../error-retry-all.ts');
        return runRetryAll(context, options);
      }),
    );
}
