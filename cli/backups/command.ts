import type { Command } from 'commander';
import { withOwnOrganisation } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import { wholeNumber } from '../terminal/values.ts';
import type { AskedOptions } from './asked.ts';
import type { ExportCommandOptions, ImportCommandOptions } from './transfer.ts';
import type { PruneCommandOptions } from './run.ts';
import type { RestoreCommandOptions } from './restore.ts';
import type { VerifyCommandOptions } from './verify.ts';

export function addBackupCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const backup = command(program, 'backup', 'command.backup');
  command(backup, 'now', 'command.backup.now')
    .addOption(option('--keep-all', 'option.backup.keepAll'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { keepAll?: boolean; json?: boolean }) => {
        const { runBackupNow } = await import('./run.ts');
        return runBackupNow(context, options);
      }),
    );
  command(backup, 'list', 'command.backup.list')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runBackupList } = await import('./run.ts');
        return runBackupList(context, options);
      }),
    );
  withOwnOrganisation(builder, command(backup, 'ask', 'command.backup.ask')).action(
    action(async (options: AskedOptions) => {
      const { runBackupAsk } = await import('./asked.ts');
      return runBackupAsk(context, options);
    }),
  );
  withOwnOrganisation(builder, command(backup, 'asked', 'command.backup.asked')).action(
    action(async (options: AskedOptions) => {
      const { runBackupsAsked } = await import('./asked.ts');
      return runBackupsAsked(context, options);
    }),
  );
  command(backup, 'verify [ID]', 'command.backup.verify')
    .addOption(option('--to <MOMENT>', 'option.backup.verifyTo'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (id: string | undefined, options: VerifyCommandOptions) => {
        const { runBackupVerify } = await import('./verify.ts');
        return runBackupVerify(context, id, options);
      }),
    );
  command(backup, 'export [ID]', 'command.backup.export')
    .addOption(option('--to <PATH>', 'option.backup.exportTo').makeOptionMandatory())
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (id: string | undefined, options: ExportCommandOptions) => {
        const { runBackupExport } = await import('./transfer.ts');
        return runBackupExport(context, id, options);
      }),
    );
  command(backup, 'import <FILE>', 'command.backup.import')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (file: string, options: ImportCommandOptions) => {
        const { runBackupImport } = await import('./transfer.ts');
        return runBackupImport(context, file, options);
      }),
    );
  command(backup, 'prune', 'command.backup.prune')
    .addOption(option('--keep <N>', 'option.backup.keep').argParser(wholeNumber(context, '--keep', 1, 1_000)))
    .addOption(option('--days <N>', 'option.backup.days').argParser(wholeNumber(context, '--days', 0, 36_500)))
    .addOption(option('--check', 'option.backup.check'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: PruneCommandOptions) => {
        const { runBackupPrune } = await import('./run.ts');
        return runBackupPrune(context, options);
      }),
    );
  command(program, 'restore', 'command.restore')
    .addOption(option('--to <MOMENT>', 'option.restore.to').makeOptionMandatory())
    .addOption(option('--backup <ID>', 'option.restore.backup'))
    .addOption(
      option('--timeline <N>', 'option.restore.timeline').argParser(
        wholeNumber(context, '--timeline', 1, 4_294_967_295),
      ),
    )
    .addOption(option('--yes', 'option.yes'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: RestoreCommandOptions) => {
        const { runRestore } = await import('./restore.ts');
        return runRestore(context, options);
      }),
    );
}
