import type { Command } from 'commander';
import type { Builder } from '../terminal/builder.ts';
import type { StartOptions } from './up-and-down.ts';
import type { MigrateOptions } from './migrate.ts';

export function addStackCommands({ context, command, option, action }: Builder, program: Command): void {
  command(program, 'up', 'command.up')
    .addOption(option('--move-ports', 'option.movePorts'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: StartOptions & { json?: boolean }) => {
        const { runUp } = await import('./up-and-down.ts');
        return runUp(context, options);
      }),
    );
  command(program, 'down', 'command.down')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runDown } = await import('./up-and-down.ts');
        return runDown(context, options);
      }),
    );
  command(program, 'doctor', 'command.doctor')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runDoctor } = await import('./doctor.ts');
        return runDoctor(context, options);
      }),
    );
  command(program, 'migrate', 'command.migrate')
    .addOption(option('--check', 'option.migrate.check'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: MigrateOptions) => {
        const { runMigrate } = await import('./migrate.ts');
        return runMigrate(context, options);
      }),
    );
  command(program, 'status', 'command.status')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runStatus } = await import('./status.ts');
        return runStatus(context, options);
      }),
    );
}
