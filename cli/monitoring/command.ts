import type { Command } from 'commander';
import { incidentStates, registrableKinds } from '../../contracts/api/monitoring.ts';
import { severities, type Severity } from '../../domain/monitoring/names.ts';
import { recipientKinds } from '../../domain/monitoring/recipients.ts';
import { limitOption, withOrganisation, withOwnOrganisation } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import { say } from '../terminal/context.ts';
import { oneOf, wholeNumber } from '../terminal/values.ts';
import type { ListOptions } from './incidents.ts';
import type { OrganisationOptions, RecipientOptions, SilenceOptions } from './work.ts';
import type { TargetOptions } from './targets.ts';

export function addIncidentCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const incidents = command(program, 'incidents', 'command.incidents');
  const severity = () =>
    option('--severity <SEVERITY>', 'option.recipient.severity')
      .argParser(oneOf<Severity>(context, '--severity', severities))
      .default('warning');
  const number = wholeNumber(context, 'NUMBER', 1, Number.MAX_SAFE_INTEGER);

  withOwnOrganisation(builder, command(incidents, 'list', 'command.incidents.list'))
    .addOption(
      option('--state <STATE>', 'option.incidents.state')
        .argParser(oneOf(context, '--state', incidentStates))
        .default('open'),
    )
    .addOption(option('--only-own', 'option.incidents.only'))
    .addOption(limitOption(builder, 100))
    .action(
      action(async (options: ListOptions) => {
        const { runIncidents } = await import('./incidents.ts');
        return runIncidents(context, options);
      }),
    );
  const one = (name: 'show' | 'acknowledge' | 'note'): Command =>
    withOwnOrganisation(builder, command(incidents, name, `command.incidents.${name}`)).argument(
      '<NUMBER>',
      say(context, 'argument.incident'),
      number,
    );
  one('show').action(
    action(async (incident: number, options: OrganisationOptions) => {
      const { runIncident } = await import('./incidents.ts');
      return runIncident(context, incident, options);
    }),
  );
  one('acknowledge').action(
    action(async (incident: number, options: OrganisationOptions) => {
      const { runAcknowledge } = await import('./work.ts');
      return runAcknowledge(context, incident, options);
    }),
  );
  one('note')
    .addOption(option('--text <TEXT>', 'option.incidents.text').makeOptionMandatory())
    .action(
      action(async (incident: number, options: OrganisationOptions & { text: string }) => {
        const { runNote } = await import('./work.ts');
        return runNote(context, incident, options);
      }),
    );
  withOwnOrganisation(builder, command(incidents, 'silences', 'command.incidents.silences')).action(
    action(async (options: OrganisationOptions) => {
      const { runSilences } = await import('./work.ts');
      return runSilences(context, options);
    }),
  );
  withOwnOrganisation(builder, command(incidents, 'silence', 'command.incidents.silence'))
    .addOption(option('--to <MOMENT>', 'option.silence.to').makeOptionMandatory())
    .addOption(option('--from <MOMENT>', 'option.silence.from'))
    .addOption(option('--target <TARGET>', 'option.silence.target'))
    .addOption(option('--message <TEXT>', 'option.silence.message').makeOptionMandatory())
    .action(
      action(async (options: SilenceOptions) => {
        const { runSilence } = await import('./work.ts');
        return runSilence(context, options);
      }),
    );
  withOwnOrganisation(builder, command(incidents, 'withdraw', 'command.incidents.withdraw'))
    .argument('<SILENCE_ID>', say(context, 'argument.silence'))
    .action(
      action(async (silenceId: string, options: OrganisationOptions) => {
        const { runWithdraw } = await import('./work.ts');
        return runWithdraw(context, silenceId, options);
      }),
    );
  withOwnOrganisation(builder, command(incidents, 'recipients', 'command.incidents.recipients')).action(
    action(async (options: OrganisationOptions) => {
      const { runRecipients } = await import('./work.ts');
      return runRecipients(context, options);
    }),
  );
  withOwnOrganisation(builder, command(incidents, 'tell', 'command.incidents.tell'))
    .addOption(
      option('--kind <KIND>', 'option.recipient.kind')
        .argParser(oneOf(context, '--kind', recipientKinds))
        .default('mail'),
    )
    .addOption(option('--address <ADDRESS>', 'option.recipient.address').makeOptionMandatory())
    .addOption(severity())
    .addOption(
      option('--after-minutes <N>', 'option.recipient.after')
        .argParser(wholeNumber(context, '--after-minutes', 0, 10_080))
        .default(0),
    )
    .action(
      action(async (options: RecipientOptions) => {
        const { runTell } = await import('./work.ts');
        return runTell(context, options);
      }),
    );
  withOwnOrganisation(builder, command(incidents, 'untell', 'command.incidents.untell'))
    .argument('<RECIPIENT_ID>', say(context, 'argument.recipient'))
    .action(
      action(async (recipientId: string, options: OrganisationOptions) => {
        const { runUntell } = await import('./work.ts');
        return runUntell(context, recipientId, options);
      }),
    );
}

export function addMonitorCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const monitor = command(program, 'monitor', 'command.monitor')
    .addOption(option('--port <PORT>', 'option.port').argParser(wholeNumber(context, '--port', 1, 65_535)))
    .action(
      action(async (options: { port?: number }) => {
        const { runMonitor } = await import('./run.ts');
        return runMonitor(context, options);
      }),
    );
  withOwnOrganisation(builder, command(monitor, 'targets', 'command.monitor.targets')).action(
    action(async (options: OrganisationOptions) => {
      const { runTargets } = await import('./targets.ts');
      return runTargets(context, options);
    }),
  );
  withOrganisation(builder, command(monitor, 'add', 'command.monitor.add'))
    .argument('<TARGET>', say(context, 'argument.target'))
    .addOption(
      option('--kind <KIND>', 'option.target.kind')
        .argParser(oneOf(context, '--kind', registrableKinds))
        .makeOptionMandatory(),
    )
    .addOption(option('--address <ADDRESS>', 'option.target.address').makeOptionMandatory())
    .addOption(option('--name <NAME>', 'option.target.name').makeOptionMandatory())
    .addOption(option('--name-en <NAME>', 'option.target.nameEn').makeOptionMandatory())
    .addOption(option('--parent <TARGET>', 'option.target.parent'))
    .addOption(
      option('--severity <SEVERITY>', 'option.recipient.severity').argParser(
        oneOf<Severity>(context, '--severity', severities),
      ),
    )
    .addOption(
      option('--interval <SECONDS>', 'option.target.interval').argParser(wholeNumber(context, '--interval', 5, 86_400)),
    )
    .action(
      action(async (target: string, options: TargetOptions) => {
        const { runAddTarget } = await import('./targets.ts');
        return runAddTarget(context, target, options);
      }),
    );
  withOrganisation(builder, command(monitor, 'remove', 'command.monitor.remove'))
    .argument('<TARGET>', say(context, 'argument.target'))
    .action(
      action(async (target: string, options: { organisation: string; json?: boolean }) => {
        const { runRemoveTarget } = await import('./targets.ts');
        return runRemoveTarget(context, target, options);
      }),
    );
}
