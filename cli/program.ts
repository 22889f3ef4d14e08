import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { say, type Context } from './terminal/context.ts';
import type { MessageKey } from './messages.ts';
import { createBuilder, localise, type Builder, type Ending } from './terminal/builder.ts';
import { addAuditCommands } from './audit/command.ts';
import { addBackupCommands } from './backups/command.ts';
import { addCheckCommands } from './check/command.ts';
import { addClientCommands } from './clients/command.ts';
import { addConfirmationCommands } from './confirmations/command.ts';
import { addDeliveryCommands } from './deliveries/command.ts';
import { addDemoCommands } from './demo/command.ts';
import { addErrorCommands } from './errors/command.ts';
import { addGenerateCommands } from './generate/command.ts';
import { addHoursCommands } from './hours/command.ts';
import { addJobCommands } from './jobs/command.ts';
import { addInquiryCommands } from './inquiries/command.ts';
import { addLoadCommand } from './loads/command.ts';
import { addNewsCommands } from './news/command.ts';
import { addOperatingDayCommands } from './operating-days/command.ts';
import { addOverviewCommand } from './overview/command.ts';
import { addIncidentCommands, addMonitorCommands } from './monitoring/command.ts';
import { addOrganisationCommands } from './organisations/command.ts';
import { addParticipantCommands } from './participants/command.ts';
import { addResidentCommands } from './residents/command.ts';
import { addMoverCommand } from './residents/movers/command.ts';
import { addSignInCommands } from './sign-in/command.ts';
import { addStackCommands } from './stack/command.ts';
import { addPartCommands } from './stack/parts-command.ts';
import { addStaffCommands } from './staff/command.ts';
import { addTransferCommand } from './transfers/command.ts';
import { addProposalCommands, addUpdateCommands } from './updates/command.ts';

/** The parts of `fugo --help`, in their order. */
const groups: readonly { heading: MessageKey; add: readonly ((builder: Builder, program: Command) => void)[] }[] = [
  { heading: 'help.group.run', add: [addDemoCommands, addStackCommands] },
  { heading: 'help.group.signIn', add: [addSignInCommands] },
  {
    heading: 'help.group.residents',
    add: [addTransferCommand, addResidentCommands, addUpdateCommands, addProposalCommands, addMoverCommand],
  },
  {
    heading: 'help.group.work',
    add: [
      addOverviewCommand,
      addNewsCommands,
      addErrorCommands,
      addConfirmationCommands,
      addLoadCommand,
      addHoursCommands,
    ],
  },
  {
    heading: 'help.group.administration',
    add: [
      addOrganisationCommands,
      addOperatingDayCommands,
      addJobCommands,
      addIncidentCommands,
      addDeliveryCommands,
      addInquiryCommands,
      addStaffCommands,
      addAuditCommands,
      addClientCommands,
      addParticipantCommands,
      addBackupCommands,
    ],
  },
  { heading: 'help.group.tools', add: [addCheckCommands, addGenerateCommands] },
  { heading: 'help.group.parts', add: [addPartCommands, addMonitorCommands] },
];

/** Builds every command with its arguments, options and help. What a command does is loaded when it runs. */
export function createProgram(context: Context, ending: Ending): Command {
  const program = localise(new Command('fugo'), context)
    .description(say(context, 'help.fugo'))
    .version(readVersion(), '-V, --version', say(context, 'help.version'))
    // `hours --municipality` and `hours set --municipality` are two options.
    .enablePositionalOptions()
    .addHelpText('after', `\n${say(context, 'help.exitCodes')}`);
  const builder = createBuilder(context, ending);
  for (const { heading, add } of groups) {
    program.commandsGroup(say(context, heading));
    for (const addCommands of add) addCommands(builder, program);
  }
  removeNeedlessHelp(program);
  return program;
}

/** A command without subcommands needs no `help` command. */
function removeNeedlessHelp(command: Command): void {
  if (command.commands.length === 0) command.helpCommand(false);
  command.commands.forEach(removeNeedlessHelp);
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return /"version":\s*"([^"]+)"/u.exec(text)?.[1] ?? '0.0.0';
}
