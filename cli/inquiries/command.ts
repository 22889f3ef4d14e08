import type { Command } from 'commander';
import { inquiryKinds, inquiryPriorities, inquiryStatuses } from '../../domain/inquiries/names.ts';
import { tiers } from '../../domain/organisations.ts';
import { limitOption, withCsv, withOwnOrganisation } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import { say } from '../terminal/context.ts';
import { oneOf, organisationCode, wholeNumber } from '../terminal/values.ts';
import { addAnswerCommands } from './answers-command.ts';
import type { AskOptions, RateOptions, ReplyOptions } from './asking.ts';
import type { ListOptions } from './list.ts';
import type { OrganisationOptions } from './options.ts';
import type { StatisticsOptions } from './statistics.ts';
import type { AnswerOptions, ChangeOptions, MergeOptions, NoteOptions, TakeOptions } from './work.ts';

export function addInquiryCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const inquiries = command(program, 'inquiries', 'command.inquiries');
  const number = wholeNumber(context, 'NUMBER', 1, Number.MAX_SAFE_INTEGER);
  const one = (name: 'show' | 'reply' | 'note' | 'take' | 'change' | 'answer' | 'merge' | 'close' | 'rate' | 'save') =>
    withOwnOrganisation(builder, command(inquiries, name, `command.inquiries.${name}`)).argument(
      '<NUMBER>',
      say(context, 'argument.inquiry'),
      number,
    );
  const withText = (to: Command): Command =>
    to
      .addOption(option('--text <TEXT>', 'option.inquiries.text'))
      .addOption(option('--file <FILE>', 'option.inquiries.file'));
  const withFiles = (to: Command): Command =>
    withText(to).addOption(option('--attach <FILE...>', 'option.inquiries.attach'));
  const withSeen = (to: Command): Command =>
    to.addOption(
      option('--seen <VERSION>', 'option.inquiries.seen').argParser(
        wholeNumber(context, '--seen', 1, Number.MAX_SAFE_INTEGER),
      ),
    );
  const kind = (words: 'option.inquiries.kind' | 'option.inquiries.onlyKind') =>
    option('--kind <KIND>', words)
      .choices(inquiryKinds)
      .argParser(oneOf(context, '--kind', inquiryKinds));
  const priority = () =>
    option('--priority <PRIORITY>', 'option.inquiries.priority')
      .choices(inquiryPriorities)
      .argParser(oneOf(context, '--priority', inquiryPriorities));

  withOwnOrganisation(builder, command(inquiries, 'list', 'command.inquiries.list'))
    .addOption(
      option('--state <STATE>', 'option.inquiries.state')
        .argParser(oneOf(context, '--state', ['open', 'closed', 'all']))
        .default('open'),
    )
    .addOption(
      option('--status <STATUS>', 'option.inquiries.status')
        .choices(inquiryStatuses)
        .argParser(oneOf(context, '--status', inquiryStatuses)),
    )
    .addOption(kind('option.inquiries.onlyKind'))
    .addOption(
      option('--tier <TIER>', 'option.inquiries.tier')
        .choices(tiers)
        .argParser(oneOf(context, '--tier', tiers)),
    )
    .addOption(option('--of <CODE>', 'option.inquiries.of').argParser(organisationCode(context)))
    .addOption(option('--owner <OWNER>', 'option.inquiries.owner'))
    .addOption(option('--overdue', 'option.inquiries.overdue'))
    .addOption(option('--by-due', 'option.inquiries.byDue'))
    .addOption(limitOption(builder, 100))
    .action(
      action(async (options: ListOptions) => {
        const { runInquiries } = await import('./list.ts');
        return runInquiries(context, options);
      }),
    );
  one('show').action(
    action(async (inquiry: number, options: OrganisationOptions) => {
      const { runInquiry } = await import('./list.ts');
      return runInquiry(context, inquiry, options);
    }),
  );
  withFiles(withOwnOrganisation(builder, command(inquiries, 'ask', 'command.inquiries.ask')))
    .addOption(kind('option.inquiries.kind').makeOptionMandatory())
    .addOption(priority().default('normal'))
    .addOption(option('--subject <TEXT>', 'option.inquiries.subject').makeOptionMandatory())
    .addOption(
      option('--incident <NUMBER>', 'option.inquiries.aboutIncident').argParser(
        wholeNumber(context, '--incident', 1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .addOption(option('--error-entry <ID>', 'option.inquiries.aboutError'))
    .action(
      action(async (options: AskOptions) => {
        const { runAsk } = await import('./asking.ts');
        return runAsk(context, options);
      }),
    );
  withFiles(one('reply')).action(
    action(async (inquiry: number, options: ReplyOptions) => {
      const { runReply } = await import('./asking.ts');
      return runReply(context, inquiry, options);
    }),
  );
  one('rate')
    .addOption(
      option('--solved <yes|no>', 'option.inquiries.solved')
        .argParser(oneOf(context, '--solved', ['yes', 'no']))
        .makeOptionMandatory(),
    )
    .addOption(
      option('--satisfaction <N>', 'option.inquiries.satisfaction').argParser(
        wholeNumber(context, '--satisfaction', 1, 5),
      ),
    )
    .addOption(option('--comment <TEXT>', 'option.inquiries.comment'))
    .action(
      action(async (inquiry: number, options: RateOptions) => {
        const { runRate } = await import('./asking.ts');
        return runRate(context, inquiry, options);
      }),
    );
  one('save')
    .argument('<ATTACHMENT_ID>', say(context, 'argument.attachment'))
    .addOption(option('--output <FILE>', 'option.inquiries.output').makeOptionMandatory())
    .action(
      action(async (inquiry: number, attachment: string, options: OrganisationOptions & { output: string }) => {
        const { runSave } = await import('./asking.ts');
        return runSave(context, inquiry, attachment, options);
      }),
    );
  withText(one('note')).action(
    action(async (inquiry: number, options: NoteOptions) => {
      const { runInquiryNote } = await import('./work.ts');
      return runInquiryNote(context, inquiry, options);
    }),
  );
  withSeen(one('take').addOption(option('--to <OWNER>', 'option.inquiries.to').default('me'))).action(
    action(async (inquiry: number, options: TakeOptions) => {
      const { runTake } = await import('./work.ts');
      return runTake(context, inquiry, options);
    }),
  );
  withSeen(one('change'))
    .addOption(kind('option.inquiries.kind'))
    .addOption(priority())
    .addOption(
      option('--status <STATUS>', 'option.inquiries.setStatus')
        .choices(settable)
        .argParser(oneOf(context, '--status', settable)),
    )
    .addOption(option('--incident <NUMBER>', 'option.inquiries.incident'))
    .addOption(option('--error-entry <ID>', 'option.inquiries.errorEntry'))
    .action(
      action(async (inquiry: number, options: ChangeOptions) => {
        const { runChange } = await import('./work.ts');
        return runChange(context, inquiry, options);
      }),
    );
  withSeen(withFiles(one('answer')))
    .addOption(option('--with <ANSWER...>', 'option.inquiries.with'))
    .addOption(option('--waiting', 'option.inquiries.waiting'))
    .action(
      action(async (inquiry: number, options: AnswerOptions) => {
        const { runAnswer } = await import('./work.ts');
        return runAnswer(context, inquiry, options);
      }),
    );
  withSeen(one('merge'))
    .addOption(
      option('--into <NUMBER>', 'option.inquiries.into')
        .argParser(wholeNumber(context, '--into', 1, Number.MAX_SAFE_INTEGER))
        .makeOptionMandatory(),
    )
    .action(
      action(async (inquiry: number, options: MergeOptions) => {
        const { runMerge } = await import('./work.ts');
        return runMerge(context, inquiry, options);
      }),
    );
  withSeen(one('close')).action(
    action(async (inquiry: number, options: OrganisationOptions & { seen?: number }) => {
      const { runClose } = await import('./work.ts');
      return runClose(context, inquiry, options);
    }),
  );
  withOwnOrganisation(builder, command(inquiries, 'owners', 'command.inquiries.owners')).action(
    action(async (options: OrganisationOptions) => {
      const { runOwners } = await import('./work.ts');
      return runOwners(context, options);
    }),
  );
  withCsv(builder, withOwnOrganisation(builder, command(inquiries, 'statistics', 'command.inquiries.statistics')))
    .addOption(option('--from <DATE>', 'option.period.from'))
    .addOption(option('--to <DATE>', 'option.period.to'))
    .addOption(option('--of <CODE>', 'option.inquiries.of').argParser(organisationCode(context)))
    .action(
      action(async (options: StatisticsOptions) => {
        const { runInquiryStatistics } = await import('./statistics.ts');
        return runInquiryStatistics(context, options);
      }),
    );
  addAnswerCommands(builder, program);
}

const settable = ['open', 'in-progress', 'waiting', 'answered', 'closed'] as const;
