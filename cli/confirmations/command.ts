import type { Command } from 'commander';
import type { ConfirmationsListOptions } from './list.ts';
import { say } from '../terminal/context.ts';
import type { Builder } from '../terminal/builder.ts';
import type { SessionOptions } from '../client/session.ts';
import { oneOf } from '../terminal/values.ts';
import { limitOption, withCsv, withIdentity } from '../client/identity-options.ts';
import type { ChangesOptions } from './show.ts';

export function addConfirmationCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  withIdentity(builder, command(program, 'confirm', 'command.confirm')).action(
    action(async (options: SessionOptions & { json?: boolean }) => {
      const { runConfirm } = await import('./confirm.ts');
      return runConfirm(context, options);
    }),
  );
  const confirmations = command(program, 'confirmations', 'command.confirmations');
  withIdentity(builder, command(confirmations, 'list', 'command.confirmations.list'))
    .addOption(limitOption(builder, 20))
    .action(
      action(async (options: ConfirmationsListOptions) => {
        const { runConfirmationsList } = await import('./list.ts');
        return runConfirmationsList(context, options);
      }),
    );
  withCsv(builder, withIdentity(builder, command(confirmations, 'show', 'command.confirmations.show')))
    .argument('<RUN_ID>', say(context, 'argument.runId'))
    .addOption(
      option('--part <failed|acquired>', 'option.confirm.part')
        .argParser(oneOf(context, '--part', ['failed', 'acquired']))
        .default('failed'),
    )
    .addOption(limitOption(builder, 100))
    .action(
      action(async (runId: string, options: ChangesOptions) => {
        const { runConfirmationShow } = await import('./show.ts');
        return runConfirmationShow(context, runId, options);
      }),
    );
}
