import type { Command } from 'commander';
import type { Builder } from '../program.ts';
import type { SessionOptions } from '../session.ts';
import { withIdentity } from './identity.ts';

/** The confirmation: now, and what it did. */
export function addConfirmationCommands(builder: Builder, program: Command): void {
  const { context, command, action } = builder;
  withIdentity(builder, command(program, 'confirm', 'command.confirm')).action(
    action(async (options: SessionOptions & { json?: boolean }) => {
      const { runConfirm } = await import('../confirm.ts');
      return runConfirm(context, options);
    }),
  );
}
