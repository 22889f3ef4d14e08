import type { Command } from 'commander';
import { participantNames } from '../../domain/participants.ts';
import type { Builder } from '../terminal/builder.ts';
import { say } from '../terminal/context.ts';
import { numberBetween, oneOf, organisationCode, wholeNumber } from '../terminal/values.ts';
import type { FaultOptions } from './run.ts';

const names = participantNames.join(', ');
/** The contract's kinds of fault, copied because its module would slow down the help. A test holds the two equal. */
const kinds = 'none, latency, error-rate, drop-answer, duplicate, closed, wrong-row, never-ready, liar, refuses, hangs';

export function addParticipantCommands({ context, command, option, action }: Builder, program: Command): void {
  const participants = command(program, 'participants', 'command.participants')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runParticipants } = await import('./run.ts');
        return runParticipants(context, options);
      }),
    );
  command(participants, 'fault', 'command.participants.fault')
    .argument('<NAME>', say(context, 'argument.participant', { names }), oneOf(context, 'NAME', participantNames))
    .argument('<KIND>', say(context, 'argument.fault', { names: kinds }))
    .addOption(option('--share <0-1>', 'option.share').argParser(numberBetween(context, '--share', 0, 1)))
    .addOption(option('--latency <MS>', 'option.latency').argParser(wholeNumber(context, '--latency', 0, 120_000)))
    .addOption(option('--for <SECONDS>', 'option.for').argParser(numberBetween(context, '--for', 0.1, 86_400)))
    .addOption(option('--organisation <CODE>', 'option.faultOrganisation').argParser(organisationCode(context)))
    .addOption(option('--seed <N>', 'option.faultSeed').argParser(wholeNumber(context, '--seed', 0, 4_294_967_295)))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (name: (typeof participantNames)[number], kind: string, options: FaultOptions) => {
        const { runFault } = await import('./run.ts');
        return runFault(context, name, kind, options);
      }),
    );
}
