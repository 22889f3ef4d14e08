import type { Command } from 'commander';
import { limitOption, withCsv, withStaff } from '../../client/identity-options.ts';
import { moverKinds } from '../../../contracts/api/movers.ts';
import type { Builder } from '../../terminal/builder.ts';
import type { MoversOptions } from './list.ts';

export function addMoverCommand(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  withCsv(builder, withStaff(builder, command(program, 'movers', 'command.movers')))
    .addOption(option('--from <DATE>', 'option.movers.from'))
    .addOption(option('--to <DATE>', 'option.movers.to'))
    .addOption(option('--kind <KIND>', 'option.movers.kind').choices(moverKinds))
    .addOption(option('--number-system <CODE>', 'option.movers.numberSystem'))
    .addOption(option('--load <ID>', 'option.movers.load'))
    .addOption(limitOption(builder, 1_000))
    .action(
      action(async (options: MoversOptions) => {
        const { runMovers } = await import('./list.ts');
        return runMovers(context, options);
      }),
    );
}
