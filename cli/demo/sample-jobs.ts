/** The job nets of the sample, from the files beside this one; who has a definition already keeps it. */
import { DefinitionView, type ApplyBody } from '../../contracts/api/jobs.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tierOf, type Tier } from '../../domain/organisations.ts';
import type { ApiClient } from '../client/api-client.ts';
import { bodyOf } from '../client/session.ts';
import type { Context } from '../terminal/context.ts';
import municipality from './jobs/municipality.json' with { type: 'json' };
import nation from './jobs/nation.json' with { type: 'json' };
import prefecture from './jobs/prefecture.json' with { type: 'json' };

/** Left out there is what is usual, as in any file. */
export const sampleJobs: Readonly<Record<Tier, object>> = { nation, prefecture, municipality };

export async function setUpSampleJobs(context: Context, administrator: ApiClient, organisation: string): Promise<void> {
  const path = ofOrganisation(organisation, 'jobs/definition');
  const { version, hash } = bodyOf(context, await administrator.call({ path, answer: DefinitionView }));
  if (version > 0) return;
  const body: Omit<ApplyBody, 'definition'> & { definition: object } = {
    definition: sampleJobs[tierOf(organisation)],
    expect: hash,
  };
  bodyOf(context, await administrator.call({ method: 'PUT', path, body, answer: DefinitionView }));
}
