import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { say, type Context } from '../context.ts';
import { createBuilder, localised, type Ending } from '../program.ts';
import { addCheckCommands } from './check.ts';
import { addGenerateCommands } from './generate.ts';
import { addHoursCommands } from './hours.ts';
import { addLoadCommand } from './load.ts';
import { addPeopleCommands } from './people.ts';
import { addStackCommands } from './stack.ts';
import { addStaffCommands } from './staff.ts';
import { addSystemCommands } from './system.ts';

/** Every command with its arguments, options and help. What one does is loaded when it runs. */
export function createProgram(context: Context, ending: Ending): Command {
  const program = localised(new Command('fugo'), context)
    .description(say(context, 'help.fugo'))
    .version(versionOfFugo(), '-V, --version', say(context, 'help.version'))
    // `hours --municipality` and `hours set --municipality` are two options.
    .enablePositionalOptions()
    .addHelpText('after', `\n${say(context, 'help.exitCodes')}`);
  const builder = createBuilder(context, ending);
  addStackCommands(builder, program);
  addPeopleCommands(builder, program);
  addLoadCommand(builder, program);
  addHoursCommands(builder, program);
  addCheckCommands(builder, program);
  addGenerateCommands(builder, program);
  addStaffCommands(builder, program);
  addSystemCommands(builder, program);
  withoutNeedlessHelp(program);
  return program;
}

/** A command without commands of its own needs no command that explains them. */
function withoutNeedlessHelp(command: Command): void {
  if (command.commands.length === 0) command.helpCommand(false);
  command.commands.forEach(withoutNeedlessHelp);
}

function versionOfFugo(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return /"version":\s*"([^"]+)"/u.exec(text)?.[1] ?? '0.0.0';
}
