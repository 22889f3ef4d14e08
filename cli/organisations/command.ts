import type { Command } from 'commander';
import { withOwnOrganisation } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import type { OrganisationOptions } from './run.ts';

export function addOrganisationCommands(builder: Builder, program: Command): void {
  const { context, command, action } = builder;
  withOwnOrganisation(builder, command(program, 'organisations', 'command.organisations')).action(
    action(async (options: OrganisationOptions) => {
      const { runOrganisations } = await import('./run.ts');
      return runOrganisations(context, options);
    }),
  );
  withOwnOrganisation(builder, command(program, 'board', 'command.board')).action(
    action(async (options: OrganisationOptions) => {
      const { runBoard } = await import('./board.ts');
      return runBoard(context, options);
    }),
  );
}
