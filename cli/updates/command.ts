import type { Command } from 'commander';
import { say } from '../terminal/context.ts';
import type { Builder } from '../terminal/builder.ts';
import type { DecideOptions } from './decide.ts';
import type { UpdatesListOptions } from './list.ts';
import type { ApprovalOptions } from './approval-setting.ts';
import type { ProposalsListOptions } from './proposals.ts';
import { municipalityCode, oneOf } from '../terminal/values.ts';
import { limitOption, withStaff } from '../client/identity-options.ts';

export function addUpdateCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const updates = command(program, 'updates', 'command.updates');
  withStaff(builder, command(updates, 'list', 'command.updates.list'))
    .addOption(
      option('--state <STATE>', 'option.updates.state')
        .argParser(oneOf(context, '--state', ['open', 'decided', 'all']))
        .default('open'),
    )
    .addOption(limitOption(builder, 100))
    .action(
      action(async (options: UpdatesListOptions) => {
        const { runUpdatesList } = await import('./list.ts');
        return runUpdatesList(context, options);
      }),
    );
  const one = (name: 'show' | 'approve' | 'reject' | 'withdraw'): Command =>
    withStaff(builder, command(updates, name, `command.updates.${name}`)).argument(
      '<UPDATE_ID>',
      say(context, 'argument.updateId'),
    );
  one('show').action(
    action(async (updateId: string, options: { municipality?: string; json?: boolean }) => {
      const { runUpdateShow } = await import('./show.ts');
      return runUpdateShow(context, updateId, options);
    }),
  );
  one('approve')
    .addOption(option('--reason <TEXT>', 'option.updates.reason'))
    .addOption(option('--yes', 'option.yes'))
    .action(
      action(async (updateId: string, options: DecideOptions) => {
        const { runApprove } = await import('./decide.ts');
        return runApprove(context, updateId, options);
      }),
    );
  for (const name of ['reject', 'withdraw'] as const) {
    const reason = option('--reason <TEXT>', 'option.updates.reason').makeOptionMandatory(name === 'reject');
    one(name)
      .addOption(reason)
      .action(
        action(async (updateId: string, options: DecideOptions) => {
          const { runDecide } = await import('./decide.ts');
          return runDecide(context, name, updateId, options);
        }),
      );
  }
  command(updates, 'approval', 'command.updates.approval')
    .addOption(
      option('--municipality <CODE>', 'option.municipality').argParser(municipalityCode(context)).makeOptionMandatory(),
    )
    .addOption(option('--set <on|off>', 'option.updates.set').argParser(oneOf(context, '--set', ['on', 'off'])))
    .addOption(option('--reason <TEXT>', 'option.updates.setReason'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: ApprovalOptions) => {
        const { runApproval } = await import('./approval-setting.ts');
        return runApproval(context, options);
      }),
    );
}

export function addProposalCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const proposals = command(program, 'proposals', 'command.proposals');
  withStaff(builder, command(proposals, 'list', 'command.proposals.list'))
    .addOption(
      option('--state <STATE>', 'option.proposals.state')
        .argParser(oneOf(context, '--state', ['open', 'decided']))
        .default('open'),
    )
    .action(
      action(async (options: ProposalsListOptions) => {
        const { runProposalsList } = await import('./proposals.ts');
        return runProposalsList(context, options);
      }),
    );
  for (const name of ['approve', 'reject', 'withdraw'] as const) {
    const one = withStaff(builder, command(proposals, name, `command.proposals.${name}`))
      .argument('<PROPOSAL_ID>', say(context, 'argument.proposalId'))
      .addOption(option('--reason <TEXT>', 'option.updates.reason').makeOptionMandatory(name === 'reject'));
    if (name === 'approve') one.addOption(option('--yes', 'option.yes'));
    one.action(
      action(async (proposalId: string, options: DecideOptions) => {
        const { runDecideProposal } = await import('./proposals.ts');
        return runDecideProposal(context, name, proposalId, options);
      }),
    );
  }
}
