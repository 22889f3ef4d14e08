import type { Command } from 'commander';
import type { ErrorActionOptions } from '../error-actions.ts';
import type { RetryAllOptions } from '../error-retry-all.ts';
import type { ErrorsListOptions } from '../errors.ts';
import { say } from '../context.ts';
import type { Builder } from '../program.ts';
import type { ResidentOptions } from '../resident.ts';
import type { SessionOptions } from '../session.ts';
import { municipalityCode, numberBetween, oneOf, wholeNumber } from '../values.ts';

/** Transfers, residents, the error list, the confirmation. */
export function addPeopleCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const withSession = (to: Command): Command =>
    to
      .addOption(option('--municipality <CODE>', 'option.municipality').argParser(municipalityCode(context)))
      .addOption(option('--client-file <FILE>', 'option.clientFile'))
      .addOption(option('--json', 'option.json'));

  withSession(command(program, 'transfer', 'command.transfer'))
    .argument('[FILE]', say(context, 'argument.file'))
    .action(
      action(async (file: string | undefined, options: SessionOptions & { json?: boolean }) => {
        const { runTransfer } = await import('../transfer.ts');
        return runTransfer(context, file, options);
      }),
    );
  withSession(command(program, 'resident', 'command.resident'))
    .argument('[INTEGRATED_NUMBER]', say(context, 'argument.integratedNumber'))
    .addOption(option('--number-system <NS>', 'option.numberSystem'))
    .addOption(option('--address-number <AN>', 'option.addressNumber'))
    .addOption(option('--timeline', 'option.timeline'))
    .action(
      action(async (number: string | undefined, options: ResidentOptions) => {
        const { runResident } = await import('../resident.ts');
        return runResident(context, number, options);
      }),
    );
  withSession(command(program, 'confirm', 'command.confirm')).action(
    action(async (options: SessionOptions & { json?: boolean }) => {
      const { runConfirm } = await import('../confirm.ts');
      return runConfirm(context, options);
    }),
  );
  addErrorCommands(builder, program, withSession);
}

function addErrorCommands(builder: Builder, program: Command, withSession: (to: Command) => Command): void {
  const { context, command, option, action } = builder;
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
