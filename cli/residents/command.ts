import type { Command, Option } from 'commander';
import { say } from '../terminal/context.ts';
import type { MessageKey } from '../messages.ts';
import type { Builder } from '../terminal/builder.ts';
import type { ResidentOptions } from './request-status.ts';
import type { ResidentActionOptions } from './actions.ts';
import type { PersonalNumberOptions } from './personal-number.ts';
import type { SearchOptions } from './search.ts';
import type { ShowOptions } from './show.ts';
import type { UpdateOptions } from './update.ts';
import { oneOf } from '../terminal/values.ts';
import { limitOption, withIdentity, withStaff } from '../client/identity-options.ts';

export function addResidentCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  withIdentity(builder, command(program, 'resident', 'command.resident'))
    .argument('[INTEGRATED_NUMBER]', say(context, 'argument.integratedNumber'))
    .addOption(option('--number-system <NS>', 'option.numberSystem'))
    .addOption(option('--address-number <AN>', 'option.addressNumber'))
    .addOption(option('--timeline', 'option.timeline'))
    .action(
      action(async (number: string | undefined, options: ResidentOptions) => {
        const { runResident } = await import('./request-status.ts');
        return runResident(context, number, options);
      }),
    );
  addStaffResidentCommands(builder, command(program, 'residents', 'command.residents'));
}

function addStaffResidentCommands(builder: Builder, residents: Command): void {
  const { context, command, option, action } = builder;
  const number = say(context, 'argument.integratedNumber');
  const match = (flag: string, description: MessageKey): Option =>
    option(`${flag} <start|part>`, description).argParser(oneOf(context, flag, ['start', 'part']));
  const reason = (): Option => option('--reason <TEXT>', 'option.residents.reason');

  withStaff(builder, command(residents, 'search', 'command.residents.search'))
    .addOption(option('--name <NAME>', 'option.residents.name'))
    .addOption(match('--name-match', 'option.residents.nameMatch'))
    .addOption(option('--birth-date <DATE>', 'option.residents.birthDate'))
    .addOption(option('--address <ADDRESS>', 'option.residents.address'))
    .addOption(match('--address-match', 'option.residents.addressMatch'))
    .addOption(option('--number-system <NS>', 'option.numberSystem'))
    .addOption(option('--address-number <AN>', 'option.addressNumber'))
    .addOption(option('--number <INTEGRATED_NUMBER>', 'option.residents.number'))
    .addOption(option('--personal-number', 'option.residents.byPersonalNumber'))
    .addOption(reason())
    .addOption(option('--history', 'option.residents.history'))
    .addOption(option('--criteria <FILE>', 'option.residents.criteria'))
    .addOption(limitOption(builder, 100))
    .action(
      action(async (options: SearchOptions) => {
        const { runSearch } = await import('./search.ts');
        return runSearch(context, options);
      }),
    );
  withStaff(builder, command(residents, 'show', 'command.residents.show'))
    .argument('<INTEGRATED_NUMBER>', say(context, 'argument.residentOrPerson'))
    .addOption(option('--deliveries', 'option.residents.deliveries'))
    .action(
      action(async (which: string, options: ShowOptions) => {
        const { runShow } = await import('./show.ts');
        return runShow(context, which, options);
      }),
    );
  withStaff(builder, command(residents, 'update', 'command.residents.update'))
    .argument('<INTEGRATED_NUMBER>', number)
    .addOption(option('--name <NAME>', 'option.residents.newName'))
    .addOption(option('--name-kana <KANA>', 'option.residents.newNameKana'))
    .addOption(option('--birth-date <DATE>', 'option.residents.birthDate'))
    .addOption(
      option('--sex <SEX>', 'option.residents.sex').argParser(oneOf(context, '--sex', ['male', 'female', 'unknown'])),
    )
    .addOption(option('--address <ADDRESS>', 'option.residents.newAddress'))
    .addOption(option('--contact <TEXT>', 'option.residents.newContact'))
    .addOption(option('--delivery <ADDRESS>', 'option.residents.newDelivery'))
    .addOption(option('--fields <FILE>', 'option.residents.fields'))
    .addOption(reason().makeOptionMandatory())
    .addOption(option('--yes', 'option.yes'))
    .action(
      action(async (which: string, options: UpdateOptions) => {
        const { runUpdate } = await import('./update.ts');
        return runUpdate(context, which, options);
      }),
    );
  withStaff(builder, command(residents, 'personal-number', 'command.residents.personalNumber'))
    .argument('<INTEGRATED_NUMBER>', say(context, 'argument.residentOrPerson'))
    .addOption(reason().makeOptionMandatory())
    .action(
      action(async (which: string, options: PersonalNumberOptions) => {
        const { runPersonalNumber } = await import('./personal-number.ts');
        return runPersonalNumber(context, which, options);
      }),
    );
  for (const name of ['cancel', 'retry'] as const) {
    withIdentity(builder, command(residents, name, `command.residents.${name}`))
      .argument('<INTEGRATED_NUMBER>', number)
      .addOption(option('--staff <ID>', 'option.staff'))
      .addOption(option('--reason <TEXT>', 'option.reason').makeOptionMandatory())
      .action(
        action(async (which: string, options: ResidentActionOptions) => {
          const { runResidentAction } = await import('./actions.ts');
          return runResidentAction(context, name, which, options);
        }),
      );
  }
}
