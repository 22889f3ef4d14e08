import type { Command } from 'commander';
import { loadEncodings, loadFormats } from '../../contracts/load-file.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import { allNumberSystems, type NumberSystem } from '../../fictitious/backbones.ts';
import type { GenerateOptions } from './run.ts';
import type { Builder } from '../terminal/builder.ts';
import { municipalityCode, numberBetween, oneOf, wholeNumber } from '../terminal/values.ts';

/** The largest municipality has 3.7 million residents. */
const mostResidents = 10_000_000;

export function addGenerateCommands({ context, command, option, action }: Builder, program: Command): void {
  const generate = command(program, 'generate', 'command.generate');
  const share = (flags: `${string} <SHARE>`, description: `option.generate.${'defects' | 'imported'}`) =>
    option(flags, description)
      .argParser(numberBetween(context, flags.replace(' <SHARE>', ''), 0, 1))
      .default(0);

  command(generate, 'residents', 'command.generate.residents')
    .addOption(
      option('--count <N>', 'option.residents')
        .argParser(wholeNumber(context, '--count', 1, mostResidents))
        .makeOptionMandatory(),
    )
    .addOption(
      option('--seed <N>', 'option.seed')
        .argParser(wholeNumber(context, '--seed', 0, 4_294_967_295))
        .makeOptionMandatory(),
    )
    .addOption(option('--output <FILE>', 'option.generate.output'))
    .addOption(
      option('--format <FORMAT>', 'option.generate.format')
        .choices(loadFormats)
        .argParser(oneOf(context, '--format', loadFormats))
        .default('csv'),
    )
    .addOption(
      option('--encoding <ENCODING>', 'option.generate.encoding')
        .choices(loadEncodings)
        .argParser(oneOf(context, '--encoding', loadEncodings))
        .default('utf-8'),
    )
    .addOption(
      option('--number-systems <LIST>', 'option.generate.numberSystems')
        .argParser(createNumberSystemsReader(context))
        .default(allNumberSystems),
    )
    .addOption(share('--defects <SHARE>', 'option.generate.defects'))
    .addOption(option('--defects-report <FILE>', 'option.generate.defectsReport'))
    .addOption(share('--imported <SHARE>', 'option.generate.imported'))
    .addOption(option('--town <NAME>', 'option.generate.town'))
    .addOption(option('--backbones <CODE>', 'option.generate.backbones').argParser(municipalityCode(context)))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: GenerateOptions) => {
        const { runGenerateResidents } = await import('./run.ts');
        return runGenerateResidents(context, options);
      }),
    );
}

/** Reads `01,02` and refuses a number system that is named twice. */
function createNumberSystemsReader(context: Context): (text: string) => NumberSystem[] {
  const read = oneOf(context, '--number-systems', allNumberSystems);
  return (text) => {
    const systems = text.split(',').map(read);
    if (new Set(systems).size === systems.length) return systems;
    throw usageError(context, '--number-systems', say(context, 'usage.twice'));
  };
}
