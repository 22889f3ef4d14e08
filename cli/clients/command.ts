import type { Command } from 'commander';
import type { Builder } from '../terminal/builder.ts';
import { say } from '../terminal/context.ts';
import { withMunicipality } from '../client/identity-options.ts';
import { oneOf } from '../terminal/values.ts';
import type { ClientAddOptions, ClientOptions } from './run.ts';

export function addClientCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const clients = command(program, 'clients', 'command.clients');

  withMunicipality(builder, command(clients, 'add', 'command.clients.add'))
    .addOption(
      option('--kind <KIND>', 'option.kind')
        .argParser(oneOf(context, '--kind', ['backbone', 'operator', 'watcher']))
        .makeOptionMandatory(),
    )
    .addOption(option('--name <NAME>', 'option.name').makeOptionMandatory())
    .addOption(option('--number-system <NS...>', 'option.numberSystems'))
    .addOption(option('--save', 'option.save'))
    .action(
      action(async (options: ClientAddOptions) => {
        const { runClientsAdd } = await import('./run.ts');
        return runClientsAdd(context, options);
      }),
    );
  withMunicipality(builder, command(clients, 'list', 'command.clients.list')).action(
    action(async (options: ClientOptions) => {
      const { runClientsList } = await import('./run.ts');
      return runClientsList(context, options);
    }),
  );
  withMunicipality(builder, command(clients, 'revoke', 'command.clients.revoke'))
    .argument('<CLIENT_ID>', say(context, 'argument.clientId'))
    .action(
      action(async (clientId: string, options: ClientOptions) => {
        const { runClientsRevoke } = await import('./run.ts');
        return runClientsRevoke(context, clientId, options);
      }),
    );
}
