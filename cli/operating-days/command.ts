import type { Command } from 'commander';
import { dayOrders } from '../../domain/operating-day.ts';
import { withCsv, withOwnOrganisation } from '../client/identity-options.ts';
import { say } from '../terminal/context.ts';
import type { Builder } from '../terminal/builder.ts';
import type { DayOptions, DayOrderOptions } from './day.ts';
import type { StatisticsOptions } from './statistics.ts';

export function addOperatingDayCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const day = command(program, 'day', 'command.day');
  withOwnOrganisation(builder, command(day, 'list', 'command.day.list'))
    .addOption(option('--from <DATE>', 'option.period.from'))
    .addOption(option('--to <DATE>', 'option.period.to'))
    .action(
      action(async (options: DayOptions & { from?: string; to?: string }) => {
        const { runDayList } = await import('./day.ts');
        return runDayList(context, options);
      }),
    );
  withOwnOrganisation(builder, command(day, 'show', 'command.day.show'))
    .argument('[DAY]', say(context, 'argument.day'))
    .action(
      action(async (date: string | undefined, options: DayOptions) => {
        const { runDayShow } = await import('./day.ts');
        return runDayShow(context, date, options);
      }),
    );
  for (const order of dayOrders) {
    withOwnOrganisation(builder, command(day, order, `command.day.${order}`))
      .argument('[DAY]', say(context, 'argument.day'))
      .addOption(option('--reason <TEXT>', 'option.day.reason').makeOptionMandatory())
      .action(
        action(async (date: string | undefined, options: DayOrderOptions) => {
          const { runDayOrder } = await import('./day.ts');
          return runDayOrder(context, order, date, options);
        }),
      );
  }
  withCsv(builder, withOwnOrganisation(builder, command(program, 'statistics', 'command.statistics')))
    .addOption(option('--from <DATE>', 'option.period.from'))
    .addOption(option('--to <DATE>', 'option.period.to'))
    .action(
      action(async (options: StatisticsOptions) => {
        const { runStatistics } = await import('./statistics.ts');
        return runStatistics(context, options);
      }),
    );
}
