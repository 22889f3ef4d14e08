import { Organisations } from '../../contracts/api/organisations.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';

export interface OrganisationOptions {
  organisation?: string;
  json?: boolean;
}

/** `fugo organisations` lists the own organisation, those below it and those above it. */
export async function runOrganisations(context: Context, options: OrganisationOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'around');
  const { organisations } = bodyOf(context, await api.call({ path, answer: Organisations }));
  if (options.json) printJson(context, organisations);
  else {
    const head = ['staff.organisation', 'organisations.tier', 'organisations.name', 'organisations.parent'] as const;
    const rows = organisations.map(({ organisation: code, tier, name, nameEn, parent }) => [
      code,
      say(context, `tier.${tier}`),
      context.language === 'ja' ? name : nameEn,
      parent ?? '',
    ]);
    printLines(
      context,
      tableLines(
        head.map((title) => say(context, title)),
        rows,
      ),
    );
  }
  return exitCodes.ok;
}
