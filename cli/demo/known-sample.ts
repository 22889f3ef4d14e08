import { Municipalities, Municipality, type MunicipalityInput } from '../../contracts/api/administration.ts';
import { Counts } from '../../contracts/api/operations.ts';
import { below } from '../../contracts/http.ts';
import { administratorSession } from '../client/administrator.ts';
import { createApiClient } from '../client/api-client.ts';
import { findClientFile } from '../client/client-file.ts';
import { say, type Context } from '../terminal/context.ts';
import { setUpSampleStaff } from '../staff/samples.ts';
import { bodyOf, getApiUrl, getRun } from '../client/session.ts';
import { errorsText } from './board.ts';
import { sampleMunicipalities } from './municipalities.ts';
import { sumOf } from './progress.ts';

/** What earlier runs left in the sample municipalities. */
export interface KnownSample {
  residents: number;
  requested: number;
  errors: Record<string, number>;
}

/** Undefined where nobody was entered yet, or where this home lacks the sample's clients. */
export async function findKnownSample(context: Context): Promise<KnownSample | undefined> {
  const operators = findClientFile(context)?.operators ?? [];
  const known: KnownSample = { residents: 0, requested: 0, errors: {} };
  for (const { municipality } of sampleMunicipalities) {
    const operator = operators.find((each) => each.municipality === municipality);
    if (!operator) return undefined;
    const api = createApiClient(getApiUrl(context), operator, context.language);
    const reply = await api.call({ path: below(municipality, 'counts'), answer: Counts });
    if (reply.kind !== 'ok') return undefined;
    known.residents += reply.body.persons;
    known.requested += reply.body.codeRequestStatuses['REQUESTED'] ?? 0;
    for (const [code, count] of Object.entries(reply.body.errors))
      known.errors[code] = (known.errors[code] ?? 0) + count;
  }
  return known.residents > 0 ? known : undefined;
}

/** Registers new addresses of simulators and leaves every other setting as staff have left it. */
export async function followParticipants(context: Context): Promise<void> {
  const administrator = administratorSession(context);
  const { simulators } = getRun(context).addresses;
  const list = await administrator.call({ path: '/v1/municipalities', answer: Municipalities });
  for (const setting of bodyOf(context, list).municipalities) {
    const { municipality, createdAt: _created, updatedAt: _updated, participants, hours, ...rest } = setting;
    if (!sampleMunicipalities.some((sample) => sample.municipality === municipality)) continue;
    await setUpSampleStaff(context, municipality);
    if (Object.entries(simulators).every(([name, url]) => participants[name] === url)) continue;
    // What a municipality has set of its hours is its own part of the calendar, and stays.
    const body: MunicipalityInput = { ...rest, participants: simulators, hours: { enforced: hours.enforced } };
    const path = `/v1/municipalities/${municipality}`;
    bodyOf(context, await administrator.call({ method: 'PUT', path, body, answer: Municipality }));
  }
}

export function knownLines(context: Pick<Context, 'language'>, { requested, errors }: KnownSample): string[] {
  const lines: [string, string][] = [
    [say(context, 'status.REQUESTED'), String(requested)],
    [say(context, 'demo.errors'), sumOf(errors) === 0 ? say(context, 'none') : errorsText(errors)],
  ];
  return lines.map(([title, value]) => `  ${title}: ${value}`);
}
