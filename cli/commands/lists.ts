import type { Command } from 'commander';
import type { AuditListOptions } from '../audit.ts';
import type { Builder } from '../program.ts';
import type { MoversOptions } from '../movers.ts';
import type { OverviewOptions } from '../overview/run.ts';
import { oneOf } from '../values.ts';
import { limitOption, withCsv, withIdentity, withStaff } from './identity.ts';

export function addMoverCommand(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  withCsv(builder, withStaff(builder, command(program, 'movers', 'command.movers')))
    .addOption(option('--from <DATE>', 'option.movers.from'))
    .addOption(option('--to <DATE>', 'option.movers.to'))
    .addOption(limitOption(builder, 1_000))
    .action(
      action(async (options: MoversOptions) => {
        const { runMovers } = await import('../movers.ts');
        return runMovers(context, options);
      }),
    );
}

export function addOverviewCommand(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  withIdentity(builder, command(program, 'overview', 'command.overview'))
    .addOption(option('--follow', 'option.overview.follow'))
    .addOption(option('--counts', 'option.overview.counts'))
    .action(
      action(async (options: OverviewOptions) => {
        const { runOverview } = await import('../overview/run.ts');
        return runOverview(context, options);
      }),
    );
}

/** For auditors. */
export function addAuditCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const audit = command(program, 'audit', 'command.audit');
  withCsv(builder, withStaff(builder, command(audit, 'list', 'command.audit.list')))
    .addOption(option('--staff <ID>', 'option.audit.staff'))
    .addOption(option('--client <ID>', 'option.audit.client'))
    .addOption(option('--action <ACTION>', 'option.audit.action'))
    .addOption(option('--subject <ID>', 'option.audit.subject'))
    .addOption(
      option('--outcome <OUTCOME>', 'option.audit.outcome').argParser(
        oneOf(context, '--outcome', ['allowed', 'refused']),
      ),
    )
    .addOption(option('--from <DATE>', 'option.audit.from'))
    .addOption(option('--to <DATE>', 'option.audit.to'))
    .addOption(limitOption(builder, 100))
    .action(
      action(async (options: AuditListOptions) => {
        const { runAuditList } = await import('../audit.ts');
        return runAuditList(context, options);
      }),
    );
  withStaff(builder, command(audit, 'staff', 'command.audit.staff')).action(
    action(async (options: { municipality?: string; json?: boolean }) => {
      const { runAuditStaff } = await import('../audit.ts');
      return runAuditStaff(context, options);
    }),
  );
  withStaff(builder, command(audit, 'check', 'command.audit.check')).action(
    action(async (options: { municipality?: string; json?: boolean }) => {
      const { runAuditCheck } = await import('../audit.ts');
      return runAuditCheck(context, options);
    }),
  );
}
