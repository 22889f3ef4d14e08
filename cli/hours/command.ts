import type { Command } from 'commander';
import { exceptionKinds } from '../../domain/calendar/exception-kinds.ts';
import { requestBands } from '../../domain/calendar/parts.ts';
import { withIdentity } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import { say } from '../terminal/context.ts';
import { municipalityCode, oneOf, organisationCode, wholeNumber } from '../terminal/values.ts';
import type { AskOptions } from './exceptions.ts';
import type { ImportOptions } from './files.ts';
import type { HoursOptions } from './options.ts';
import type { HoursChanges } from './part.ts';

export function addHoursCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const withCaller = (to: Command): Command =>
    withIdentity(builder, to).addOption(
      option('--organisation <CODE>', 'option.hoursOrganisation').argParser(organisationCode(context)),
    );
  const withPeriod = (to: Command): Command =>
    withCaller(to).addOption(option('--from <DATE>', 'option.from')).addOption(option('--to <DATE>', 'option.to'));

  const hours = withPeriod(command(program, 'hours', 'command.hours')).action(
    action(async (options: HoursOptions) => {
      const { runHours } = await import('./calendar.ts');
      return runHours(context, options);
    }),
  );
  withCaller(command(hours, 'show', 'command.hours.show')).action(
    action(async (options: HoursOptions) => {
      const { runHoursShow } = await import('./part.ts');
      return runHoursShow(context, options);
    }),
  );
  addSetCommand(builder, withCaller(command(hours, 'set', 'command.hours.set')));
  withCaller(command(hours, 'changes', 'command.hours.changes')).action(
    action(async (options: HoursOptions) => {
      const { runChanges } = await import('./changes.ts');
      return runChanges(context, options);
    }),
  );
  for (const what of ['approve', 'reject', 'withdraw'] as const) {
    const reason = option('--reason <TEXT>', 'option.reason').makeOptionMandatory(what === 'reject');
    withCaller(command(hours, what, `command.hours.${what}`))
      .argument('<CHANGE>', say(context, 'argument.change'))
      .addOption(reason)
      .action(
        action(async (changeId: string, options: HoursOptions & { reason?: string }) => {
          const { runDecision } = await import('./changes.ts');
          return runDecision(context, what, changeId, options);
        }),
      );
  }
  withPeriod(command(hours, 'export', 'command.hours.export'))
    .argument('[FILE]', say(context, 'argument.exportFile'))
    .action(
      action(async (file: string | undefined, options: HoursOptions) => {
        const { runExport } = await import('./files.ts');
        return runExport(context, file, options);
      }),
    );
  withPeriod(command(hours, 'import', 'command.hours.import'))
    .argument('<FILE>', say(context, 'argument.importFile'))
    .addOption(
      option('--kind <ical|holidays>', 'option.importKind')
        .argParser(oneOf(context, '--kind', ['ical', 'holidays']))
        .default('ical'),
    )
    .addOption(option('--replace', 'option.importReplace'))
    .addOption(option('--dry-run', 'option.importDryRun'))
    .addOption(option('--reason <TEXT>', 'option.reason'))
    .action(
      action(async (file: string, options: HoursOptions & ImportOptions) => {
        const { runImport } = await import('./files.ts');
        return runImport(context, file, options);
      }),
    );
  addExceptionCommands(builder, hours, withCaller);
}

function addSetCommand({ context, option, action }: Builder, set: Command): void {
  const minutes = (name: string) => wholeNumber(context, name, 0, 24 * 60);
  const yesOrNo = (name: string) => oneOf(context, name, ['yes', 'no']);
  set
    .addOption(option('--opens <HH:MM>', 'option.opens'))
    .addOption(option('--closes <HH:MM>', 'option.closes'))
    .addOption(option('--closing-margin <MINUTES>', 'option.margin').argParser(minutes('--closing-margin')))
    .addOption(option('--close-day <DATE>', 'option.closeDay'))
    .addOption(option('--reset-day <DATE>', 'option.resetDay'))
    .addOption(option('--online-closes <HH:MM>', 'option.onlineCloses'))
    .addOption(option('--end-day <DATE>', 'option.endDay'))
    .addOption(option('--end-at <HH:MM>', 'option.endAt'))
    .addOption(option('--open-day <DATE>', 'option.openDay'))
    .addOption(option('--enforced <yes|no>', 'option.enforced').argParser(yesOrNo('--enforced')))
    .addOption(option('--start-lead <MINUTES>', 'option.startLead').argParser(minutes('--start-lead')))
    .addOption(
      option('--daily-processing <MINUTES>', 'option.dailyProcessing').argParser(minutes('--daily-processing')),
    )
    .addOption(
      option('--request-band <counter|online>', 'option.requestBand').argParser(
        oneOf(context, '--request-band', requestBands),
      ),
    )
    .addOption(
      option('--request-exceptions <yes|no>', 'option.requestExceptions').argParser(yesOrNo('--request-exceptions')),
    )
    .addOption(option('--reason <TEXT>', 'option.reason').makeOptionMandatory())
    .action(
      action(async (options: HoursOptions & HoursChanges) => {
        const { runHoursSet } = await import('./part.ts');
        return runHoursSet(context, options);
      }),
    );
}

function addExceptionCommands(
  { context, command, option, action }: Builder,
  hours: Command,
  withCaller: (to: Command) => Command,
): void {
  const exceptions = withCaller(command(hours, 'exceptions', 'command.exceptions')).action(
    action(async (options: HoursOptions) => {
      const { runExceptions } = await import('./exceptions.ts');
      return runExceptions(context, options);
    }),
  );
  withCaller(command(exceptions, 'list', 'command.exceptions')).action(
    action(async (options: HoursOptions) => {
      const { runExceptions } = await import('./exceptions.ts');
      return runExceptions(context, options);
    }),
  );
  const readMunicipality = municipalityCode(context);
  withCaller(command(exceptions, 'ask', 'command.exceptions.ask'))
    .addOption(
      option('--kind <KIND>', 'option.exceptionKind')
        .argParser(oneOf(context, '--kind', exceptionKinds))
        .makeOptionMandatory(),
    )
    .addOption(option('--from <TIME>', 'option.exceptionFrom').makeOptionMandatory())
    .addOption(option('--to <TIME>', 'option.exceptionTo').makeOptionMandatory())
    .addOption(
      option('--with <CODE...>', 'option.exceptionWith').argParser((code: string, before: string[] | undefined) => [
        ...(before ?? []),
        readMunicipality(code),
      ]),
    )
    .addOption(option('--reason <TEXT>', 'option.reason').makeOptionMandatory())
    .action(
      action(async (options: Omit<HoursOptions, 'from' | 'to'> & AskOptions) => {
        const { runAsk } = await import('./exceptions.ts');
        return runAsk(context, options);
      }),
    );
  for (const what of ['agree', 'refuse', 'withdraw'] as const) {
    withCaller(command(exceptions, what, `command.exceptions.${what}`))
      .argument('<EXCEPTION>', say(context, 'argument.exception'))
      .addOption(option('--reason <TEXT>', 'option.reason').makeOptionMandatory(what === 'refuse'))
      .action(
        action(async (exceptionId: string, options: HoursOptions & { reason?: string }) => {
          const { runAnswer } = await import('./exceptions.ts');
          return runAnswer(context, what, exceptionId, options);
        }),
      );
  }
}
