import type { Command } from 'commander';
import { keyRoles, releaseKinds, type KeyRole, type ReleaseKind } from '../../domain/deliveries/names.ts';
import { withOwnOrganisation } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import { say } from '../terminal/context.ts';
import { oneOf, organisationCode, wholeNumber } from '../terminal/values.ts';
import type { DeliveryOptions, ProposeOptions, ReasonOptions, StartOptions, WithdrawOptions } from './options.ts';
import { readMoment, readName, readWave } from './values.ts';

export function addDeliveryCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const deliveries = command(program, 'deliveries', 'command.deliveries');
  const reason = () => option('--reason <TEXT>', 'option.reason').makeOptionMandatory();

  withOwnOrganisation(builder, command(deliveries, 'list', 'command.deliveries.list'))
    .addOption(option('--rollouts', 'option.delivery.rollouts'))
    .action(
      action(async (options: DeliveryOptions & { rollouts?: boolean }) => {
        const { runList } = await import('./look.ts');
        return runList(context, options);
      }),
    );
  withOwnOrganisation(builder, command(deliveries, 'show', 'command.deliveries.show'))
    .argument('<ID>', say(context, 'argument.delivery.id'))
    .action(
      action(async (id: string, options: DeliveryOptions) => {
        const { runShow } = await import('./look.ts');
        return runShow(context, id, options);
      }),
    );
  withOwnOrganisation(builder, command(deliveries, 'board', 'command.deliveries.board')).action(
    action(async (options: DeliveryOptions) => {
      const { runBoard } = await import('./board.ts');
      return runBoard(context, options);
    }),
  );
  withOwnOrganisation(builder, command(deliveries, 'propose', 'command.deliveries.propose'))
    .argument('<FILE>', say(context, 'argument.delivery.file'))
    .addOption(
      option('--name <NAME>', 'option.delivery.name').argParser(readName(context, '--name')).makeOptionMandatory(),
    )
    .addOption(
      option('--kind <KIND>', 'option.delivery.kind')
        .choices(releaseKinds)
        .argParser(oneOf<ReleaseKind>(context, '--kind', releaseKinds))
        .makeOptionMandatory(),
    )
    .addOption(reason())
    .action(
      action(async (file: string, options: ProposeOptions) => {
        const { runPropose } = await import('./publish.ts');
        return runPropose(context, file, options);
      }),
    );
  for (const decision of ['approve', 'refuse'] as const) {
    withOwnOrganisation(builder, command(deliveries, decision, `command.deliveries.${decision}`))
      .argument('<RELEASE>', say(context, 'argument.delivery.release'))
      .addOption(reason())
      .action(
        action(async (release: string, options: ReasonOptions) => {
          const { runDecision } = await import('./publish.ts');
          return runDecision(context, decision, release, options);
        }),
      );
  }
  withOwnOrganisation(builder, command(deliveries, 'withdraw', 'command.deliveries.withdraw'))
    .argument('<RELEASE>', say(context, 'argument.delivery.release'))
    .addOption(
      option('--replaced-by <VERSION>', 'option.delivery.replacedBy').argParser(
        wholeNumber(context, '--replaced-by', 1, 2_000_000_000),
      ),
    )
    .addOption(reason())
    .action(
      action(async (release: string, options: WithdrawOptions) => {
        const { runWithdraw } = await import('./publish.ts');
        return runWithdraw(context, release, options);
      }),
    );
  addStartCommand(builder, withOwnOrganisation(builder, command(deliveries, 'start', 'command.deliveries.start')));
  for (const order of ['hold', 'go-on', 'abandon'] as const) {
    withOwnOrganisation(builder, command(deliveries, order, `command.deliveries.${order}`))
      .argument('<ROLLOUT>', say(context, 'argument.delivery.rollout'))
      .addOption(reason())
      .action(
        action(async (rollout: string, options: ReasonOptions) => {
          const { runOrder } = await import('./publish.ts');
          return runOrder(context, order, rollout, options);
        }),
      );
  }
  withOwnOrganisation(builder, command(deliveries, 'back', 'command.deliveries.back'))
    .argument('<NAME>', say(context, 'argument.delivery.name'), readName(context, 'NAME'))
    .addOption(reason())
    .action(
      action(async (name: string, options: ReasonOptions) => {
        const { runBack } = await import('./board.ts');
        return runBack(context, name, options);
      }),
    );
  withOwnOrganisation(builder, command(deliveries, 'keys', 'command.deliveries.keys')).action(
    action(async (options: DeliveryOptions) => {
      const { runKeys } = await import('./keys.ts');
      return runKeys(context, options);
    }),
  );
  withOwnOrganisation(builder, command(deliveries, 'resign', 'command.deliveries.resign'))
    .addOption(reason())
    .action(
      action(async (options: ReasonOptions) => {
        const { runSigning } = await import('./keys.ts');
        return runSigning(context, null, options);
      }),
    );
  withOwnOrganisation(builder, command(deliveries, 'rotate', 'command.deliveries.rotate'))
    .argument(
      '<ROLE>',
      `${say(context, 'argument.delivery.role')} (${keyRoles.join(', ')})`,
      oneOf<KeyRole>(context, 'ROLE', keyRoles),
    )
    .addOption(reason())
    .action(
      action(async (role: KeyRole, options: ReasonOptions) => {
        const { runSigning } = await import('./keys.ts');
        return runSigning(context, role, options);
      }),
    );
}

/** An option that may be given several times. */
const each =
  <Value>(read: (text: string) => Value) =>
  (text: string, before: Value[] | undefined): Value[] => [...(before ?? []), read(text)];

function addStartCommand({ context, option, action }: Builder, start: Command): void {
  start
    .argument('<RELEASE>', say(context, 'argument.delivery.release'))
    .addOption(
      option('--apply-after <MOMENT>', 'option.delivery.applyAfter')
        .argParser(readMoment(context, '--apply-after'))
        .makeOptionMandatory(),
    )
    .addOption(option('--waves <SHARE...>', 'option.delivery.waves').argParser(each(readWave(context, '--waves'))))
    .addOption(option('--to <CODE...>', 'option.delivery.to').argParser(each(organisationCode(context))))
    .addOption(option('--group <NAME>', 'option.delivery.group'))
    .addOption(option('--canary <CODE...>', 'option.delivery.canary').argParser(each(organisationCode(context))))
    .action(
      action(async (release: string, options: StartOptions) => {
        const { runStart } = await import('./publish.ts');
        return runStart(context, release, options);
      }),
    );
}
