import type { Command } from 'commander';
import type { HoursChanges } from './setting.ts';
import type { HoursOptions } from './options.ts';
import type { Builder } from '../terminal/builder.ts';
import { oneOf, wholeNumber } from '../terminal/values.ts';
import { withIdentity } from '../client/identity-options.ts';

export function addHoursCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const withMunicipality = (to: Command): Command => withIdentity(builder, to);

  const hours = withMunicipality(command(program, 'hours', 'command.hours'))
    .addOption(option('--from <DATE>', 'option.from'))
    .addOption(option('--to <DATE>', 'option.to'))
    .action(
      action(async (options: HoursOptions) => {
        const { runHours } = await import('./calendar.ts');
        return runHours(context, options);
      }),
    );
  withMunicipality(command(hours, 'show', 'command.hours.show')).action(
    action(async (options: HoursOptions) => {
      const { runHoursShow } = await import('./setting.ts');
      return runHoursShow(context, options);
    }),
  );
  withMunicipality(command(hours, 'set', 'command.hours.set'))
    .addOption(option('--opens <HH:MM>', 'option.opens'))
    .addOption(option('--closes <HH:MM>', 'option.closes'))
    .addOption(
      option('--closing-margin <MINUTES>', 'option.margin').argParser(
        wholeNumber(context, '--closing-margin', 0, 24 * 60),
      ),
    )
    .addOption(option('--prefecture-closes <HH:MM>', 'option.prefectureCloses'))
    .addOption(option('--enforced <yes|no>', 'option.enforced').argParser(oneOf(context, '--enforced', ['yes', 'no'])))
    .addOption(option('--close-day <DATE>', 'option.closeDay'))
    .addOption(option('--open-day <DATE>', 'option.openDay'))
    .addOption(option('--reset-day <DATE>', 'option.resetDay'))
    .addOption(option('--extend-from <TIME>', 'option.extendFrom'))
    .addOption(option('--extend-to <TIME>', 'option.extendTo'))
    .addOption(option('--approver <NAME>', 'option.approver'))
    .addOption(option('--reason <TEXT>', 'option.reason'))
    .action(
      action(async (options: HoursOptions & HoursChanges) => {
        const { runHoursSet } = await import('./setting.ts');
        return runHoursSet(context, options);
      }),
    );
}
