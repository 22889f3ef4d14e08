import type { Command } from 'commander';
import type { DemoOptions, StartDemoOptions } from '../demo/run.ts';
import type { Builder } from '../program.ts';
import type { StartOptions } from '../stack.ts';
import type { MigrateOptions } from '../migrate.ts';
import type { MessageKey } from '../messages.ts';
import { numberBetween, wholeNumber } from '../values.ts';

/** Starting, stopping and looking at all of fugo; the sample municipalities. */
export function addStackCommands({ context, command, option, action }: Builder, program: Command): void {
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
      const { runStart } = await import('../demo/run.ts');
      return runStart(context, options);
    }),
  );
  withDemoOptions(
    command(program, 'demo', 'command.demo').addOption(people('--residents', 'option.residents').default(100)),
  )
    .addOption(option('--exit', 'option.exit'))
    .action(
      action(async (options: DemoOptions) => {
        const { runDemo } = await import('../demo/run.ts');
        return runDemo(context, options);
      }),
    );
  command(program, 'up', 'command.up')
    .addOption(option('--move-ports', 'option.movePorts'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: StartOptions & { json?: boolean }) => {
        const { runUp } = await import('../stack.ts');
        return runUp(context, options);
      }),
    );
  command(program, 'down', 'command.down')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runDown } = await import('../stack.ts');
        return runDown(context, options);
      }),
    );
  command(program, 'doctor', 'command.doctor')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runDoctor } = await import('../doctor.ts');
        return runDoctor(context, options);
      }),
    );
  command(program, 'migrate', 'command.migrate')
    .addOption(option('--check', 'option.migrate.check'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: MigrateOptions) => {
        const { runMigrate } = await import('../migrate.ts');
        return runMigrate(context, options);
      }),
    );
  command(program, 'status', 'command.status')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runStatus } = await import('../stack.ts');
        return runStatus(context, options);
      }),
    );
}
