import type { Command } from 'commander';
import { participantNames } from '../../domain/participants.ts';
import type { Builder } from '../terminal/builder.ts';
import { say } from '../terminal/context.ts';
import { oneOf, wholeNumber } from '../terminal/values.ts';

export function addPartCommands({ context, command, option, action }: Builder, program: Command): void {
  const port = () => option('--port <PORT>', 'option.port').argParser(wholeNumber(context, '--port', 1, 65_535));
  const run = async (
    part: 'api' | 'worker' | 'mail-in' | 'simulator',
    args: readonly string[],
    options: { port?: number },
  ) => {
    const { runPart } = await import('./parts.ts');
    return runPart(context, part, args, options);
  };
  for (const part of ['api', 'worker', 'mail-in'] as const) {
    command(program, part, `command.${part}`)
      .addOption(port())
      .action(action((options: { port?: number }) => run(part, [], options)));
  }
  command(program, 'simulator', 'command.simulator')
    .argument(
      '<NAME>',
      say(context, 'argument.participant', { names: participantNames.join(', ') }),
      oneOf(context, 'NAME', participantNames),
    )
    .addOption(port())
    .action(action((name: string, options: { port?: number }) => run('simulator', [name], options)));
}
