import type { Command } from 'commander';
import { withIdentity } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import type { OverviewOptions } from './run.ts';

export function addOverviewCommand(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  withIdentity(builder, command(program, 'overview', 'command.overview'))
    .addOption(option('--follow', 'option.overview.follow'))
    .addOption(option('--counts', 'option.overview.counts'))
    .action(
      action(async (options: OverviewOptions) => {
        const { runOverview } = await import('./run.ts');
        return runOverview(context, options);
      }),
    );
}
