/** The municipalities of a bench and the callers of the API that belong to them. */
import { createApiClient, type ApiClient, type Reply } from '../../cli/client/api-client.ts';
import {
  Municipality,
  NewClient,
  type ClientInput,
  type MunicipalityInput,
} from '../../contracts/api/administration.ts';
import { below } from '../../contracts/http.ts';
import type { Run } from '../../local/stack.ts';
import type { BenchStack } from './stack.ts';

type Limits = NonNullable<MunicipalityInput['limits']>;

/** Open at any hour: a bench at night is the same as one by day. */
export function settingOf(run: Run, name: string, limits: Limits): MunicipalityInput {
  const { simulators: participants } = run.addresses;
  return { name, nameEn: name, route: 'JUKI_SYSTEM', participants, limits, hours: { enforced: false } };
}

/** Or sets it up anew. `participants`: those at another address than the simulators'. */
export async function registerMunicipality(
  { run, administrator }: BenchStack,
  municipality: string,
  limits: Limits,
  participants: MunicipalityInput['participants'] = {},
): Promise<void> {
  const path = `/v1/municipalities/${municipality}`;
  const setting = settingOf(run, `fugo ${municipality}`, limits);
  const body = { ...setting, participants: { ...setting.participants, ...participants } };
  bodyOf(await administrator.call({ method: 'PUT', path, body, answer: Municipality }));
}

export async function registerClient(
  { run, administrator }: BenchStack,
  municipality: string,
  body: ClientInput,
): Promise<ApiClient> {
  const path = below(municipality, 'clients');
  const { clientId, clientSecret } = bodyOf(
    await administrator.call({ method: 'POST', path, body, answer: NewClient }),
  );
  return createApiClient(run.addresses.api, { clientId, clientSecret: clientSecret ?? '' }, 'en');
}

export function bodyOf<Body>(reply: Reply<Body>): Body {
  if (reply.kind === 'ok') return reply.body;
  throw new Error(`fugo answered ${reply.problem.status} ${reply.problem.code}: ${reply.problem.title}`);
}
