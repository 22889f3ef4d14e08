import type { Command, Option } from 'commander';
import { say } from '../terminal/context.ts';
import type { Builder } from '../terminal/builder.ts';
import { municipalityCode, oneOf, organisationCode, wholeNumber } from '../terminal/values.ts';

/** Adds the options of what staff and operator clients may both do. The help says whose rights are used. */
export function withIdentity({ context, option }: Builder, to: Command): Command {
  return to
    .addOption(option('--municipality <CODE>', 'option.municipality').argParser(municipalityCode(context)))
    .addOption(option('--client-file <FILE>', 'option.clientFile'))
    .addOption(option('--json', 'option.json'))
    .addHelpText('after', `\n${say(context, 'signIn.identity')}`);
}

/** Adds the options of what staff alone may do. */
export function withStaff({ context, option }: Builder, to: Command): Command {
  return to
    .addOption(option('--municipality <CODE>', 'option.municipality').argParser(municipalityCode(context)))
    .addOption(option('--json', 'option.json'))
    .addHelpText('after', `\n${say(context, 'signIn.staffOnly')}`);
}

/** Adds the options of what somebody of an organisation of any tier is asked about; without a name, the own one. */
export function withOwnOrganisation({ context, option }: Builder, to: Command): Command {
  return to
    .addOption(option('--organisation <CODE>', 'option.organisation').argParser(organisationCode(context)))
    .addOption(option('--json', 'option.json'))
    .addHelpText('after', `\n${say(context, 'signIn.staffOnly')}`);
}

/** Adds the options of what one organisation of any tier, which must be named, is asked about. */
export function withOrganisation({ context, option }: Builder, to: Command): Command {
  return to
    .addOption(
      option('--organisation <CODE>', 'option.organisation').argParser(organisationCode(context)).makeOptionMandatory(),
    )
    .addOption(option('--json', 'option.json'));
}

/** Adds the options of what one municipality, which must be named, is administered by. */
export function withMunicipality({ context, option }: Builder, to: Command): Command {
  return to
    .addOption(
      option('--municipality <CODE>', 'option.municipality').argParser(municipalityCode(context)).makeOptionMandatory(),
    )
    .addOption(option('--json', 'option.json'));
}

export function limitOption({ context, option }: Builder, otherwise: number): Option {
  return option('--limit <N>', 'option.list.limit')
    .argParser(wholeNumber(context, '--limit', 1, 10_000_000))
    .default(otherwise);
}

/** Adds the options that save a list as the file that the staff web gives. */
export function withCsv({ context, option }: Builder, to: Command): Command {
  return to
    .addOption(option('--csv <FILE>', 'option.csv'))
    .addOption(
      option('--encoding <utf-8|cp932>', 'option.csvEncoding').argParser(
        oneOf(context, '--encoding', ['utf-8', 'cp932']),
      ),
    );
}
