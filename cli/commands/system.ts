import type { Command } from 'commander';
import { participantNames } from '../../domain/participants.ts';
import type { ClientAddOptions, ClientOptions } from '../clients.ts';
import { say } from '../context.ts';
import type { FaultOptions } from '../participants.ts';
import type { Builder } from '../program.ts';
import { municipalityCode, numberBetween, oneOf, wholeNumber } from '../values.ts';

const names = participantNames.join(', ');
/** The contract's kinds of fault, for the help; its module is too slow to load for that. A test holds the two equal. */
const kinds = 'none, latency, error-rate, drop-answer, duplicate, closed, wrong-row, never-ready';

export function addParticipantCommands({ context, command, option, action }: Builder, program: Command): void {
  const participants = command(program, 'participants', 'command.participants')
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: { json?: boolean }) => {
        const { runParticipants } = await import('../participants.ts');
        return runParticipants(context, options);
      }),
    );
  command(participants, 'fault', 'command.participants.fault')
    .argument('<NAME>', say(context, 'argument.participant', { names }), oneOf(context, 'NAME', participantNames))
    .argument('<KIND>', say(context, 'argument.fault', { names: kinds }))
    .addOption(option('--share <0-1>', 'option.share').argParser(numberBetween(context, '--share', 0, 1)))
    .addOption(option('--latency <MS>', 'option.latency').argParser(wholeNumber(context, '--latency', 0, 120_000)))
    .addOption(option('--for <SECONDS>', 'option.for').argParser(numberBetween(context, '--for', 0.1, 86_400)))
    .addOption(option('--seed <N>', 'option.faultSeed').argParser(wholeNumber(context, '--seed', 0, 4_294_967_295)))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (name: (typeof participantNames)[number], kind: string, options: FaultOptions) => {
        const { runFault } = await import('../participants.ts');
        return runFault(context, name, kind, options);
      }),
    );
}

export function addClientCommands({ context, command, option, action }: Builder, program: Command): void {
  const clients = command(program, 'clients', 'command.clients');
  const withMunicipality = (to: Command): Command =>
    to
      .addOption(
        option('--municipality <CODE>', 'option.municipality')
          .argParser(municipalityCode(context))
          .makeOptionMandatory(),
      )
      .addOption(option('--json', 'option.json'));

  withMunicipality(command(clients, 'add', 'command.clients.add'))
    .addOption(
      option('--kind <KIND>', 'option.kind')
        .argParser(oneOf(context, '--kind', ['backbone', 'operator']))
        .makeOptionMandatory(),
    )
    .addOption(option('--name <NAME>', 'option.name').makeOptionMandatory())
    .addOption(option('--number-system <NS...>', 'option.numberSystems'))
    .addOption(option('--save', 'option.save'))
    .action(
      action(async (options: ClientAddOptions) => {
        const { runClientsAdd } = await import('../clients.ts');
        return runClientsAdd(context, options);
      }),
    );
  withMunicipality(command(clients, 'list', 'command.clients.list')).action(
    action(async (options: ClientOptions) => {
      const { runClientsList } = await import('../clients.ts');
      return runClientsList(context, options);
    }),
  );
  withMunicipality(command(clients, 'revoke', 'command.clients.revoke'))
    .argument('<CLIENT_ID>', say(context, 'argument.clientId'))
    .action(
      action(async (clientId: string, options: ClientOptions) => {
        const { runClientsRevoke } = await import('../clients.ts');
        return runClientsRevoke(context, clientId, options);
      }),
    );
}

export function addPartCommands({ context, command, option, action }: Builder, program: Command): void {
  const port = () => option('--port <PORT>', 'option.port').argParser(wholeNumber(context, '--port', 1, 65_535));
  const run = async (part: 'api' | 'worker' | 'simulator', args: readonly string[], options: { port?: number }) => {
    const { runPart } = await import('../parts.ts');
    return runPart(context, part, args, options);
  };
  for (const part of ['api', 'worker'] as const) {
    command(program, part, `command.${part}`)
      .addOption(port())
      .action(action((options: { port?: number }) => run(part, [], options)));
  }
  command(program, 'simulator', 'command.simulator')
    .argument('<NAME>', say(context, 'argument.participant', { names }), oneOf(context, 'NAME', participantNames))
    .addOption(port())
    .action(action((name: string, options: { port?: number }) => run('simulator', [name], options)));
}
