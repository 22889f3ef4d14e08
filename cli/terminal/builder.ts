import { Option, type Command } from 'commander';
import { say, type Context } from './context.ts';
import type { ExitCode } from './exit.ts';
import type { MessageKey } from '../messages.ts';
import { widthOf } from './table.ts';

/** Holds the exit code of the command that ran. */
export interface Ending {
  exitCode: ExitCode;
}

/**
 * What a group of commands is built with. The module of a command is loaded only when it runs, so that help and checks
 * are quick.
 */
export interface Builder {
  context: Context;
  command: (parent: Command, usage: string, summary: MessageKey) => Command;
  option: (flags: string, description: MessageKey) => Option;
  /** Makes a commander action of a function that answers with an exit code. */
  action: <Args extends unknown[]>(run: (...args: Args) => Promise<ExitCode>) => (...args: Args) => Promise<void>;
}

export function createBuilder(context: Context, ending: Ending): Builder {
  return {
    context,
    command: (parent, usage, summary) => localise(parent.command(usage), context).description(say(context, summary)),
    option: (flags, description) => new Option(flags, say(context, description)),
    action:
      (run) =>
      async (...args) => {
        ending.exitCode = await run(...args);
      },
  };
}

const longestLine = 110;

/**
 * Replaces commander's few English words. cli/run.ts says what is wrong with the usage, so commander writes no errors.
 */
export function localise(command: Command, context: Context): Command {
  const titles: Partial<Record<string, string>> = {
    'Usage:': say(context, 'help.usage'),
    'Arguments:': say(context, 'help.arguments'),
    'Options:': say(context, 'help.options'),
    'Commands:': say(context, 'help.commands'),
  };
  return command
    .helpOption('-h, --help', say(context, 'help.help'))
    .helpCommand('help [command]', say(context, 'help.helpCommand'))
    .configureHelp({
      helpWidth: Math.min(longestLine, context.stdout.columns || longestLine),
      displayWidth: widthOf,
      // Also a narrow terminal breaks lines between words.
      minWidthToWrap: 20,
      styleTitle: (title) => titles[title] ?? title,
      optionDescription: (option) => describeOption(option, context),
    })
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      outputError: () => undefined,
    })
    .exitOverride();
}

function describeOption(option: Option, context: Context): string {
  const parts = [option.description];
  if (option.argChoices) parts.push(say(context, 'help.choices', { values: option.argChoices.join(', ') }));
  const defaultValue: unknown = option.defaultValue;
  if (typeof defaultValue === 'string' || typeof defaultValue === 'number') {
    parts.push(say(context, 'help.default', { value: defaultValue }));
  }
  return parts.join(' ');
}
