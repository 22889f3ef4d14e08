import type { Command } from 'commander';
import { mostChunksAtOnce, mostLinesPerChunk, mostLinesPerSecond } from '../../contracts/api/load-limits.ts';
import { loadEncodings, loadFormats } from '../../contracts/load-file.ts';
import { checkNumberSystem } from '../../domain/values/number-system.ts';
import { say } from '../terminal/context.ts';
import type { LoadOptions } from './options.ts';
import type { Builder } from '../terminal/builder.ts';
import { numberBetween, oneOf, readBy, wholeNumber } from '../terminal/values.ts';
import { withIdentity } from '../client/identity-options.ts';

/** `fugo load` sends a file of residents, or asks about a load that was sent before. */
export function addLoadCommand(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  withIdentity(builder, command(program, 'load', 'command.load'))
    .argument('[FILE]', say(context, 'argument.loadFile'))
    .addOption(
      option('--format <FORMAT>', 'option.load.format')
        .choices(loadFormats)
        .argParser(oneOf(context, '--format', loadFormats)),
    )
    .addOption(
      option('--encoding <ENCODING>', 'option.load.encoding')
        .choices(loadEncodings)
        .argParser(oneOf(context, '--encoding', loadEncodings))
        .default('utf-8'),
    )
    .addOption(option('--dry-run', 'option.load.dryRun'))
    .addOption(option('--watch', 'option.load.watch'))
    .addOption(option('--again', 'option.load.again'))
    .addOption(
      option('--number-system <NS>', 'option.load.numberSystem').argParser(
        readBy(context, '--number-system', checkNumberSystem),
      ),
    )
    .addOption(option('--data-type <TYPE>', 'option.load.dataType'))
    .addOption(option('--columns <FILE>', 'option.load.columns'))
    .addOption(
      option('--lines-per-chunk <N>', 'option.load.linesPerChunk').argParser(
        wholeNumber(context, '--lines-per-chunk', 1, mostLinesPerChunk),
      ),
    )
    .addOption(
      option('--chunks-at-once <N>', 'option.load.chunksAtOnce').argParser(
        wholeNumber(context, '--chunks-at-once', 1, mostChunksAtOnce),
      ),
    )
    .addOption(
      option('--error-rate-limit <SHARE>', 'option.load.errorRateLimit').argParser(
        numberBetween(context, '--error-rate-limit', 0, 1),
      ),
    )
    .addOption(
      option('--lines-per-second <N>', 'option.load.linesPerSecond').argParser(
        wholeNumber(context, '--lines-per-second', 1, mostLinesPerSecond),
      ),
    )
    .addOption(option('--template', 'option.load.template'))
    .addOption(option('--attach <ID>', 'option.load.attach'))
    .addOption(option('--list', 'option.load.list'))
    .addOption(option('--start <ID>', 'option.load.start'))
    .addOption(option('--pause <ID>', 'option.load.pause'))
    .addOption(option('--resume <ID>', 'option.load.resume'))
    .addOption(option('--cancel <ID>', 'option.load.cancel'))
    .addOption(option('--report <ID>', 'option.load.report'))
    .addOption(option('--bad-lines <ID>', 'option.load.badLines'))
    .addOption(option('--results <ID>', 'option.load.results'))
    .addOption(option('--output <FILE>', 'option.load.output'))
    .addOption(option('--staff <ID>', 'option.staff'))
    .addOption(option('--reason <TEXT>', 'option.reason'))
    .action(
      action(async (file: string | undefined, options: LoadOptions) => {
        const { runLoad } = await import('./run.ts');
        return runLoad(context, file, options);
      }),
    );
}
