import type { CommanderError } from 'commander';
import { say, type Context } from './context.ts';
import { withoutNumbers } from './exit.ts';
import type { MessageKey } from '../messages.ts';

const rulesOfCommander: Partial<Record<string, MessageKey>> = {
  'commander.unknownCommand': 'usage.unknownCommand',
  'commander.unknownOption': 'usage.unknownOption',
  'commander.missingArgument': 'usage.missingArgument',
  'commander.optionMissingArgument': 'usage.missingValue',
  'commander.missingMandatoryOptionValue': 'usage.missingOption',
  'commander.excessArguments': 'usage.excess',
  'commander.conflictingOption': 'usage.conflict',
  'commander.invalidArgument': 'usage.oneOf',
  'commander.help': 'usage.commandMissing',
};

/**
 * Says in the reader's language what is wrong with the command line. Of commander's own sentence it takes only what
 * that quotes (the option, the command, the choices) and suggests, and never a value that the person wrote.
 */
export function usageSentence(context: Pick<Context, 'language'>, error: CommanderError): string {
  const rule = rulesOfCommander[error.code];
  const quoted = /'([^']+)'/u.exec(error.message)?.[1];
  const name = quoted === undefined || error.code === 'commander.excessArguments' ? 'fugo' : withoutNumbers(quoted);
  const suggested = /\(Did you mean (?:one of )?([^?)]+)\?\)/u.exec(error.message)?.[1];
  const suggestion = suggested === undefined ? '' : ` ${say(context, 'usage.didYouMean', { name: suggested })}`;
  const values = /Allowed choices are (.+)\.$/u.exec(error.message)?.[1] ?? '';
  const sentence = rule === undefined ? withoutNumbers(error.message) : say(context, rule, { values });
  const help = say(context, 'usage.help', { command: 'fugo' });
  return `${say(context, 'usage.rule', { name, rule: `${sentence}${suggestion}` })}\n${help}`;
}
