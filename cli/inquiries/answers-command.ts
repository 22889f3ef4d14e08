import type { Command } from 'commander';
import { inquiryKinds } from '../../domain/inquiries/names.ts';
import { limitOption, withOwnOrganisation } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import { say } from '../terminal/context.ts';
import { oneOf, wholeNumber } from '../terminal/values.ts';
import type { AddOptions, ChangeOptions, ListOptions, RetireOptions, SearchOptions } from './answers.ts';
import type { OrganisationOptions } from './options.ts';

export function addAnswerCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const answers = command(program, 'answers', 'command.answers');
  const number = wholeNumber(context, 'NUMBER', 1, Number.MAX_SAFE_INTEGER);
  const one = (name: 'show' | 'change' | 'retire') =>
    withOwnOrganisation(builder, command(answers, name, `command.answers.${name}`)).argument(
      '<NUMBER>',
      say(context, 'argument.answer'),
      number,
    );
  const kind = (words: 'option.inquiries.kind' | 'option.inquiries.onlyKind') =>
    option('--kind <KIND>', words)
      .choices(inquiryKinds)
      .argParser(oneOf(context, '--kind', inquiryKinds));
  const withBody = (to: Command): Command =>
    to
      .addOption(option('--text <TEXT>', 'option.inquiries.text'))
      .addOption(option('--file <FILE>', 'option.inquiries.file'));
  const withSeen = (to: Command): Command =>
    to.addOption(
      option('--seen <VERSION>', 'option.inquiries.seen').argParser(
        wholeNumber(context, '--seen', 1, Number.MAX_SAFE_INTEGER),
      ),
    );

  withOwnOrganisation(builder, command(answers, 'search', 'command.answers.search'))
    .argument('<TEXT>', say(context, 'argument.search'))
    .addOption(kind('option.inquiries.onlyKind'))
    .addOption(
      option('--limit <N>', 'option.list.limit')
        .argParser(wholeNumber(context, '--limit', 1, 50))
        .default(10),
    )
    .action(
      action(async (text: string, options: SearchOptions) => {
        const { runSearch } = await import('./answers.ts');
        return runSearch(context, text, options);
      }),
    );
  withOwnOrganisation(builder, command(answers, 'list', 'command.answers.list'))
    .addOption(kind('option.inquiries.onlyKind'))
    .addOption(
      option('--retired <WHICH>', 'option.answers.retired')
        .argParser(oneOf(context, '--retired', ['no', 'yes', 'all']))
        .default('no'),
    )
    .addOption(
      option('--sort <ORDER>', 'option.answers.sort')
        .argParser(oneOf(context, '--sort', ['number', 'used']))
        .default('number'),
    )
    .addOption(limitOption(builder, 100))
    .action(
      action(async (options: ListOptions) => {
        const { runAnswers } = await import('./answers.ts');
        return runAnswers(context, options);
      }),
    );
  one('show').action(
    action(async (answer: number, options: OrganisationOptions) => {
      const { runAnswerShow } = await import('./answers.ts');
      return runAnswerShow(context, answer, options);
    }),
  );
  withBody(withOwnOrganisation(builder, command(answers, 'add', 'command.answers.add')))
    .addOption(option('--title <TEXT>', 'option.answers.title').makeOptionMandatory())
    .addOption(kind('option.inquiries.kind').makeOptionMandatory())
    .action(
      action(async (options: AddOptions) => {
        const { runAnswerAdd } = await import('./answers.ts');
        return runAnswerAdd(context, options);
      }),
    );
  withSeen(withBody(one('change')))
    .addOption(option('--title <TEXT>', 'option.answers.title'))
    .addOption(kind('option.inquiries.kind'))
    .action(
      action(async (answer: number, options: ChangeOptions) => {
        const { runAnswerChange } = await import('./answers.ts');
        return runAnswerChange(context, answer, options);
      }),
    );
  withSeen(one('retire'))
    .addOption(option('--back', 'option.answers.back'))
    .action(
      action(async (answer: number, options: RetireOptions) => {
        const { runRetire } = await import('./answers.ts');
        return runRetire(context, answer, options);
      }),
    );
}
