import type { Command } from 'commander';
import { say } from '../terminal/context.ts';
import type { Builder } from '../terminal/builder.ts';
import type { SignInOptions } from './sign-in.ts';
import { municipalityCode } from '../terminal/values.ts';

export function addSignInCommands({ context, command, option, action }: Builder, program: Command): void {
  command(program, 'sign-in', 'command.signIn')
    .addOption(option('--email <EMAIL>', 'option.email'))
    .addOption(option('--municipality <CODE>', 'option.signIn.municipality').argParser(municipalityCode(context)))
    .addOption(option('--backup-code', 'option.signIn.backupCode'))
    .addOption(option('--json', 'option.json'))
    .addHelpText('after', `\n${say(context, 'signIn.help')}`)
    .action(
      action(async (options: SignInOptions) => {
        const { runSignIn } = await import('./sign-in.ts');
        return runSignIn(context, options);
      }),
    );
  command(program, 'sign-out', 'command.signOut')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runSignOut } = await import('./sign-out.ts');
        return runSignOut(context, options);
      }),
    );
  command(program, 'whoami', 'command.whoami')
    .addOption(option('--json', 'option.json'))
    .addHelpText('after', `\n${say(context, 'signIn.identity')}`)
    .action(
      action(async (options: { json?: boolean }) => {
        const { runWhoami } = await import('./whoami.ts');
        return runWhoami(context, options);
      }),
    );
}
