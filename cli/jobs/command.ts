import type { Command } from 'commander';
import { limitOption, withOwnOrganisation } from '../client/identity-options.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import type { Builder } from '../terminal/builder.ts';
import { wholeNumber } from '../terminal/values.ts';
import type { FilterOptions } from './list.ts';
import type { OrderOptions } from './orders.ts';
import type { JobsOptions, NetOptions } from './session.ts';

export function addJobCommands(builder: Builder, program: Command): void {
  const jobs = builder.command(program, 'jobs', 'command.jobs');
  addReadCommands(builder, jobs);
  addDefinitionCommands(builder, jobs);
  addOrderCommands(builder, jobs);
}

const serverOf =
  (context: Context) =>
  (text: string): string => {
    if (/^(?:fugo|nation|[0-9]{6})$/u.test(text)) return text;
    throw usageError(context, '--server', say(context, 'jobs.notAServer'));
  };
const netOf =
  (context: Context) =>
  (text: string): string => {
    if (/^[a-z][a-z0-9-]{0,39}$/u.test(text)) return text;
    throw usageError(context, '--net', say(context, 'jobs.notANet'));
  };
const hashOf =
  (context: Context) =>
  (text: string): string => {
    if (/^[0-9a-f]{64}$/u.test(text)) return text;
    throw usageError(context, '--expect', say(context, 'jobs.notAHash'));
  };

const usualHistory = 50;
const usualDaysAhead = 14;

function addReadCommands(builder: Builder, jobs: Command): void {
  const { context, command, option, action } = builder;
  const onServer = (to: Command): Command =>
    withOwnOrganisation(builder, to).addOption(
      option('--server <SERVER>', 'option.jobs.onlyServer').argParser(serverOf(context)),
    );
  const filtered = (to: Command): Command =>
    onServer(to).addOption(option('--net <NET>', 'option.jobs.onlyNet').argParser(netOf(context)));

  onServer(command(jobs, 'list', 'command.jobs.list')).action(
    action(async (options: NetOptions) => {
      const { runJobList } = await import('./list.ts');
      return runJobList(context, options);
    }),
  );
  filtered(command(jobs, 'next', 'command.jobs.next'))
    .addOption(
      option('--days <N>', 'option.jobs.days')
        .argParser(wholeNumber(context, '--days', 1, 400))
        .default(usualDaysAhead),
    )
    .action(
      action(async (options: FilterOptions & { days: number }) => {
        const { runJobNext } = await import('./list.ts');
        return runJobNext(context, options);
      }),
    );
  filtered(command(jobs, 'history', 'command.jobs.history'))
    .addOption(option('--from <DATE>', 'option.period.from'))
    .addOption(option('--to <DATE>', 'option.period.to'))
    .addOption(limitOption(builder, usualHistory))
    .action(
      action(async (options: FilterOptions & { from?: string; to?: string; limit: number }) => {
        const { runJobHistory } = await import('./list.ts');
        return runJobHistory(context, options);
      }),
    );
  withNet(builder, command(jobs, 'show', 'command.jobs.show'))
    .argument('[DAY]', say(context, 'argument.jobs.dayOrToday'))
    .addOption(
      option('--no <N>', 'option.jobs.no')
        .argParser(wholeNumber(context, '--no', 0, 32_767))
        .default(0),
    )
    .action(
      action(async (net: string, day: string | undefined, options: NetOptions & { no: number }) => {
        const { runJobShow } = await import('./list.ts');
        return runJobShow(context, net, day, options);
      }),
    );
  withOwnOrganisation(builder, command(jobs, 'skips', 'command.jobs.skips')).action(
    action(async (options: JobsOptions) => {
      const { runJobSkips } = await import('./list.ts');
      return runJobSkips(context, options);
    }),
  );
}

function addDefinitionCommands(builder: Builder, jobs: Command): void {
  const { context, command, option, action } = builder;
  withOwnOrganisation(builder, command(jobs, 'diff', 'command.jobs.diff'))
    .argument('<FILE>', say(context, 'argument.jobs.file'))
    .action(
      action(async (file: string, options: JobsOptions) => {
        const { runJobDiff } = await import('./definition.ts');
        return runJobDiff(context, file, options);
      }),
    );
  withOwnOrganisation(builder, command(jobs, 'apply', 'command.jobs.apply'))
    .argument('<FILE>', say(context, 'argument.jobs.file'))
    .addOption(option('--expect <HASH>', 'option.jobs.expect').argParser(hashOf(context)).makeOptionMandatory())
    .action(
      action(async (file: string, options: JobsOptions & { expect: string }) => {
        const { runJobApply } = await import('./definition.ts');
        return runJobApply(context, file, options);
      }),
    );
  withOwnOrganisation(builder, command(jobs, 'export', 'command.jobs.export'))
    .argument('[FILE]', say(context, 'argument.jobs.exportFile'))
    .addOption(
      option('--of-version <N>', 'option.jobs.version').argParser(
        wholeNumber(context, '--of-version', 1, 2_147_483_647),
      ),
    )
    .action(
      action(async (file: string | undefined, options: JobsOptions & { ofVersion?: number }) => {
        const { runJobExport } = await import('./definition.ts');
        return runJobExport(context, file, options);
      }),
    );
  withOwnOrganisation(builder, command(jobs, 'versions', 'command.jobs.versions')).action(
    action(async (options: JobsOptions) => {
      const { runJobVersions } = await import('./definition.ts');
      return runJobVersions(context, options);
    }),
  );
}

function addOrderCommands(builder: Builder, jobs: Command): void {
  const { context, command, option, action } = builder;
  const ordered = (to: Command): Command =>
    withNet(builder, to).addOption(option('--reason <TEXT>', 'option.day.reason').makeOptionMandatory());
  const run = () => option('--no <N>', 'option.jobs.no').argParser(wholeNumber(context, '--no', 0, 32_767));

  ordered(command(jobs, 'run', 'command.jobs.run'))
    .addOption(option('--day <DAY>', 'option.jobs.runDay'))
    .action(
      action(async (net: string, options: OrderOptions & { day?: string }) => {
        const { runJobRun } = await import('./orders.ts');
        return runJobRun(context, net, options);
      }),
    );
  ordered(command(jobs, 'pause', 'command.jobs.pause')).action(
    action(async (net: string, options: OrderOptions) => {
      const { runJobPause } = await import('./orders.ts');
      return runJobPause(context, 'pause', net, options);
    }),
  );
  ordered(command(jobs, 'resume', 'command.jobs.resume'))
    .argument('[DAY]', say(context, 'argument.jobs.day'))
    .addOption(run())
    .action(
      action(async (net: string, day: string | undefined, options: OrderOptions & { no?: number }) => {
        const { runJobResume } = await import('./orders.ts');
        return runJobResume(context, net, day, options);
      }),
    );
  for (const what of ['skip', 'unskip'] as const) {
    ordered(command(jobs, what, `command.jobs.${what}`))
      .argument('<DAY>', say(context, 'argument.jobs.day'))
      .action(
        action(async (net: string, day: string, options: OrderOptions) => {
          const { runJobSkip } = await import('./orders.ts');
          return runJobSkip(context, what, net, day, options);
        }),
      );
  }
  ordered(command(jobs, 'abandon', 'command.jobs.abandon'))
    .argument('<DAY>', say(context, 'argument.jobs.day'))
    .addOption(run().default(0))
    .action(
      action(async (net: string, day: string, options: OrderOptions & { no: number }) => {
        const { runJobDayOrder } = await import('./orders.ts');
        return runJobDayOrder(context, 'abandon', net, day, options);
      }),
    );
}

/** A net on a server of the own organisation, or of one that is named. */
function withNet(builder: Builder, to: Command): Command {
  const { context, option } = builder;
  return withOwnOrganisation(builder, to.argument('<NET>', say(context, 'argument.jobs.net'))).addOption(
    option('--server <SERVER>', 'option.jobs.server').argParser(serverOf(context)),
  );
}
