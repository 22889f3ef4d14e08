import type { Command } from 'commander';
import { limitOption, withCsv, withOwnOrganisation } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import { oneOf } from '../terminal/values.ts';
import type { AuditListOptions } from './run.ts';

export function addAuditCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const audit = command(program, 'audit', 'command.audit');
  withCsv(builder, withOwnOrganisation(builder, command(audit, 'list', 'command.audit.list')))
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
        const { runAuditList } = await import('./run.ts');
        return runAuditList(context, options);
      }),
    );
  withOwnOrganisation(builder, command(audit, 'find', 'command.audit.find'))
    .argument('<TEXT>')
    .action(
      action(async (text: string, options: { organisation?: string; json?: boolean }) => {
        const { runAuditFind } = await import('./run.ts');
        return runAuditFind(context, text, options);
      }),
    );
  withOwnOrganisation(builder, command(audit, 'staff', 'command.audit.staff')).action(
    action(async (options: { organisation?: string; json?: boolean }) => {
      const { runAuditStaff } = await import('./run.ts');
      return runAuditStaff(context, options);
    }),
  );
  withOwnOrganisation(builder, command(audit, 'check', 'command.audit.check')).action(
    action(async (options: { organisation?: string; json?: boolean }) => {
      const { runAuditCheck } = await import('./run.ts');
      return runAuditCheck(context, options);
    }),
  );
}
