import type { Command, Option } from 'commander';
import { operationRoles, roles } from '../../domain/rights.ts';
import { say } from '../terminal/context.ts';
import type { Builder } from '../terminal/builder.ts';
import type { JsonOption } from './samples.ts';
import type { RolesOptions, StaffAddOptions, StaffOptions } from './run.ts';
import { withOrganisation } from '../client/identity-options.ts';

export function addStaffCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const staff = command(program, 'staff', 'command.staff');
  const role = (): Option =>
    option('--role <ROLE...>', 'option.role')
      .choices([...new Set([...roles, ...operationRoles])])
      .makeOptionMandatory();

  withOrganisation(builder, command(staff, 'add', 'command.staff.add'))
    .addOption(option('--name <NAME>', 'option.name').makeOptionMandatory())
    .addOption(option('--email <EMAIL>', 'option.email').makeOptionMandatory())
    .addOption(role())
    .addOption(option('--oidc', 'option.oidc'))
    .addOption(option('--subject <SUB>', 'option.subject'))
    .action(
      action(async (options: StaffAddOptions) => {
        const { runStaffAdd } = await import('./run.ts');
        return runStaffAdd(context, options);
      }),
    );
  withOrganisation(builder, command(staff, 'list', 'command.staff.list')).action(
    action(async (options: StaffOptions) => {
      const { runStaffList } = await import('./run.ts');
      return runStaffList(context, options);
    }),
  );
  withOrganisation(builder, command(staff, 'roles', 'command.staff.roles'))
    .argument('<STAFF_ID>', say(context, 'argument.staffId'))
    .addOption(role())
    .action(
      action(async (staffId: string, options: RolesOptions) => {
        const { runStaffRoles } = await import('./run.ts');
        return runStaffRoles(context, staffId, options);
      }),
    );
  withOrganisation(builder, command(staff, 'reset', 'command.staff.reset'))
    .argument('<STAFF_ID>', say(context, 'argument.staffId'))
    .addOption(option('--reason <TEXT>', 'option.reason').makeOptionMandatory())
    .action(
      action(async (staffId: string, options: StaffOptions & { reason: string }) => {
        const { runStaffReset } = await import('./run.ts');
        return runStaffReset(context, staffId, options);
      }),
    );
  withOrganisation(builder, command(staff, 'remove', 'command.staff.remove'))
    .argument('<STAFF_ID>', say(context, 'argument.staffId'))
    .action(
      action(async (staffId: string, options: StaffOptions) => {
        const { runStaffRemove } = await import('./run.ts');
        return runStaffRemove(context, staffId, options);
      }),
    );
  command(staff, 'samples', 'command.staff.samples')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: JsonOption) => {
        const { runStaffSamples } = await import('./samples.ts');
        return runStaffSamples(context, options);
      }),
    );
  command(staff, 'code', 'command.staff.code')
    .argument('<EMAIL>', say(context, 'argument.email'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (email: string, options: JsonOption) => {
        const { runStaffCode } = await import('./samples.ts');
        return runStaffCode(context, email, options);
      }),
    );
}
