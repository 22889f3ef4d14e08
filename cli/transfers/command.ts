import type { Command } from 'commander';
import type { SessionOptions } from '../client/session.ts';
import type { Builder } from '../terminal/builder.ts';
import { say } from '../terminal/context.ts';
import { municipalityCode } from '../terminal/values.ts';

/** Only the client of a backbone may send transfers, so this command knows no member of staff. */
export function addTransferCommand({ context, command, option, action }: Builder, program: Command): void {
  command(program, 'transfer', 'command.transfer')
    .argument('[FILE]', say(context, 'argument.file'))
    .addOption(option('--municipality <CODE>', 'option.municipality').argParser(municipalityCode(context)))
    .addOption(option('--client-file <FILE>', 'option.clientFile'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (file: string | undefined, options: SessionOptions & { json?: boolean }) => {
        const { runTransfer } = await import('./send.ts');
        return runTransfer(context, file, options);
      }),
    );
}
