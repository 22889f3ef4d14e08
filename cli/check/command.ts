import type { Command } from 'commander';
import type { CheckName } from './run.ts';
import type { ValueName } from './values.ts';
import { say } from '../terminal/context.ts';
import type { Builder } from '../terminal/builder.ts';

const names = ['personal-number', 'municipality-code', 'resident-record-code'] as const satisfies readonly CheckName[];
const valueNames = ['name', 'reading', 'address', 'date'] as const satisfies readonly ValueName[];

export function addCheckCommands({ context, command, option, action }: Builder, program: Command): void {
  const check = command(program, 'check', 'command.check');
  for (const name of names) {
    command(check, name, `command.check.${name}`)
      .argument('[FILE]', say(context, 'argument.file'))
      .addOption(option('--json', 'option.json'))
      .action(
        action(async (file: string | undefined, options: { json?: boolean }) => {
          const { runCheck } = await import('./run.ts');
          return runCheck(context, name, file, options);
        }),
      );
  }
  for (const name of valueNames) {
    command(check, name, `command.check.${name}`)
      .argument('[FILE]', say(context, 'argument.file'))
      .addOption(option('--json', 'option.json'))
      .action(
        action(async (file: string | undefined, options: { json?: boolean }) => {
          const { runCheckValues } = await import('./values.ts');
          return runCheckValues(context, name, file, options);
        }),
      );
  }
}
