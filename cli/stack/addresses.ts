import type { Run } from '../../local/stack.ts';
import { errorListUrl } from '../../temporal/ui-addresses.ts';
import { say, type Context } from '../terminal/context.ts';

export interface Addresses {
  /** The pages of staff. */
  web: string;
  api: string;
  apiDocs: string;
  temporal: string;
  temporalUi: string | null;
  errorList: string | null;
  /** Where a clerk of the simulated Juki system enters a resident. */
  counter: string;
  simulators: Run['addresses']['simulators'];
}

export function addressesOf({ addresses }: Pick<Run, 'addresses'>): Addresses {
  const { api, temporal, temporalUi, temporalNamespace, simulators } = addresses;
  return {
    web: `${api}/`,
    api,
    apiDocs: `${api}/docs`,
    temporal,
    // Through fugo's own sign-in: at the UI's own port nothing encrypted can be read.
    temporalUi: temporalUi === undefined ? null : `${api}/temporal/`,
    errorList: temporalUi === undefined ? null : errorListUrl(`${api}/temporal`, temporalNamespace),
    counter: `${simulators['juki-system']}/counter`,
    simulators,
  };
}

export function addressLines(context: Pick<Context, 'language'>, run: Pick<Run, 'addresses'>): string[] {
  const { web, api, apiDocs, temporalUi, errorList, counter, simulators } = addressesOf(run);
  const lines: [string, string | null][] = [
    [say(context, 'address.web'), web],
    [say(context, 'address.api'), api],
    [say(context, 'address.docs'), apiDocs],
    [say(context, 'address.temporalUi'), temporalUi],
    [say(context, 'address.errorList'), errorList],
    [say(context, 'address.counter'), counter],
    [say(context, 'address.simulators'), simulators['juki-system']],
  ];
  return lines.flatMap(([title, url]) => (url === null ? [] : [`  ${title}`, `    ${url}`]));
}
