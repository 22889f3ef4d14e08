import type { Command } from 'commander';
import type { MessageKey } from '../messages.ts';
import type { Builder } from '../terminal/builder.ts';
import { numberBetween, wholeNumber } from '../terminal/values.ts';
import type { DemoOptions, StartDemoOptions } from './run.ts';

export function addDemoCommands({ context, command, option, action }: Builder, program: Command): void {
  const people = (name: '--people' | '--residents', words: MessageKey) =>
    option(`${name} <N>`, words).argParser(wholeNumber(context, name, 1, 100_000));
  const withDemoOptions = (to: Command): Command =>
    to
      .addOption(option('--seed <N>', 'option.seed').argParser(wholeNumber(context, '--seed', 0, 4_294_967_295)))
      .addOption(option('--enforce-hours', 'option.enforceHours'))
      .addOption(option('--limit <SECONDS>', 'option.limit').argParser(numberBetween(context, '--limit', 1, 1_000_000)))
      .addOption(option('--move-ports', 'option.movePorts'))
      .addOption(option('--json', 'option.json'));

  withDemoOptions(command(program, 'start', 'command.start').addOption(people('--people', 'option.people'))).action(
    action(async (options: StartDemoOptions) => {
      const { runStart } = await import('./run.ts');
      return runStart(context, options);
    }),
  );
  withDemoOptions(command(program, 'demo', 'command.demo').addOption(people('--residents', 'option.residents')))
    .addOption(option('--exit', 'option.exit'))
    .addOption(option('--day', 'option.day'))
    .addOption(option('--quick', 'option.quick'))
    .action(
      action(async (options: DemoOptions) => {
        const { runDemo } = await import('./run.ts');
        return runDemo(context, options);
      }),
    );
}
