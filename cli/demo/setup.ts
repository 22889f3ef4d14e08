import { Municipality, NewClient, type ClientInput } from '../../contracts/api/administration.ts';
import { Server, type ServerBody } from '../../contracts/api/organisations.ts';
import { Counts } from '../../contracts/api/operations.ts';
import { below } from '../../contracts/http.ts';
import { numberSystems } from '../../domain/number-systems.ts';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import { administratorSession } from '../client/administrator.ts';
import { createApiClient, type ApiClient } from '../client/api-client.ts';
import { findClientFile, writeClientFile, type ClientFile, type Operator } from '../client/client-file.ts';
import { note, say, type Context } from '../terminal/context.ts';
import { setUpSampleStaff } from '../staff/samples.ts';
import { deliverSampleFiles } from './deliver.ts';
import { setUpSampleJobs } from './sample-jobs.ts';
import { bodyOf, getApiUrl, getRun } from '../client/session.ts';
import { setUpSampleInquiries } from './inquiries.ts';
import { sampleMunicipalities, settingOf, type SampleMunicipality, type SampleOptions } from './municipalities.ts';

/**
 * Registers the sample municipalities, and the clients of their backbones and of an operator where this home lacks
 * them. Their secrets stand in the home's clients.json alone, where the simulators read theirs.
 */
export async function setUpMunicipalities(context: Context, options: SampleOptions): Promise<Map<string, ApiClient>> {
  const administrator = administratorSession(context);
  const { simulators } = getRun(context).addresses;
  let file = findClientFile(context) ?? { clients: [], operators: [] };
  const operators = new Map<string, ApiClient>();
  for (const sample of sampleMunicipalities) {
    const path = `/v1/municipalities/${sample.municipality}`;
    const body = settingOf(sample, simulators, options);
    bodyOf(context, await administrator.call({ method: 'PUT', path, body, answer: Municipality }));
    if (!(await isComplete(context, file, sample))) {
      file = await addClients(context, administrator, file, sample);
      writeClientFile(context, file);
    }
    const operator = file.operators.find(isOf(sample));
    if (operator) operators.set(sample.municipality, createApiClient(getApiUrl(context), operator, context.language));
  }
  await setUpOrganisations(context, administrator, simulators);
  return operators;
}

/** Registers the servers of the three tiers, and gives each organisation its people. */
async function setUpOrganisations(
  context: Context,
  administrator: ApiClient,
  simulators: Readonly<Record<ParticipantName, string>>,
): Promise<void> {
  const municipalities = sampleMunicipalities.map(({ municipality }) => municipality);
  const prefectures = [...new Set(municipalities.map(prefectureOf))];
  const controls: [organisation: string, participant: ParticipantName][] = [
    [nation, 'juki-national-server'],
    ...prefectures.map((prefecture): [string, ParticipantName] => [prefecture, 'prefectural-server']),
    ...municipalities.map((municipality): [string, ParticipantName] => [municipality, 'communication-server']),
  ];
  for (const [organisation, participant] of controls) {
    const path = `/v1/organisations/${organisation}/server`;
    const body: ServerBody = { controlUrl: simulators[participant] };
    bodyOf(context, await administrator.call({ method: 'PUT', path, body, answer: Server }));
  }
  await setUpAskers(context, [...prefectures, ...municipalities], new Map(), async (askers) => {
    // When every server is there that a net may name.
    for (const [organisation] of controls) await setUpSampleJobs(context, administrator, organisation);
    // When the servers are there to deliver to.
    await setUpSampleStaff(context, nation, async (made) => {
      const callCentre = made.get('call-centre');
      if (callCentre) await setUpSampleInquiries(context, { callCentre, askers });
      const [proposer, approver] = [made.get('manager'), made.get('administrator')];
      if (!proposer || !approver) return;
      // The sample is whole without them, and staff can deliver at any time.
      await deliverSampleFiles(context, { proposer, approver }).catch((error: unknown) => {
        note(context, say(context, 'demo.delivery.not', { reason: error instanceof Error ? error.message : '–' }));
      });
    });
  });
}

/** The system administrators who were just made, by their organisation. */
type Askers = ReadonlyMap<string, ApiClient>;

/** They stay signed in until `then` is over, so that they can ask the call centre and read its answers. */
async function setUpAskers(
  context: Context,
  [organisation, ...others]: readonly string[],
  askers: Askers,
  then: (askers: Askers) => Promise<void>,
): Promise<void> {
  if (organisation === undefined) return then(askers);
  const going = { isOn: false };
  await setUpSampleStaff(context, organisation, (made) => {
    going.isOn = true;
    const asker = made.get('administrator');
    return setUpAskers(context, others, asker ? new Map([...askers, [organisation, asker]]) : askers, then);
  });
  // Everybody of this organisation was there already.
  if (!going.isOn) await setUpAskers(context, others, askers, then);
}

function isOf({ municipality }: SampleMunicipality): (client: Operator) => boolean {
  return (client) => client.municipality === municipality;
}

/** Checks that this home has every client and that the database, which may be a new one, knows them. */
async function isComplete(context: Context, file: ClientFile, sample: SampleMunicipality): Promise<boolean> {
  const own = file.clients.filter(isOf(sample));
  const operator = file.operators.find(isOf(sample));
  if (!operator || Object.keys(numberSystems).some((known) => !own.some((each) => each.numberSystem === known))) {
    return false;
  }
  const api = createApiClient(getApiUrl(context), operator, context.language);
  const reply = await api.call({ path: below(sample.municipality, 'counts'), answer: Counts });
  return reply.kind === 'ok';
}

async function addClients(
  context: Context,
  administrator: ApiClient,
  { clients, operators }: ClientFile,
  sample: SampleMunicipality,
): Promise<ClientFile> {
  const { municipality } = sample;
  const add = async (body: ClientInput): Promise<Operator> => {
    const path = below(municipality, 'clients');
    const answer = bodyOf(context, await administrator.call({ method: 'POST', path, body, answer: NewClient }));
    return { municipality, clientId: answer.clientId, clientSecret: answer.clientSecret ?? '' };
  };
  const backbones = await Promise.all(
    Object.entries(numberSystems).map(async ([numberSystem, { ja }]) => ({
      ...(await add({ kind: 'backbone', name: ja, numberSystems: [numberSystem] })),
      numberSystem,
      municipalityName: sample.name,
    })),
  );
  const operator = await add({ kind: 'operator', name: `${sample.name} 操作者` });
  const isOther = (client: Operator): boolean => !isOf(sample)(client);
  return { clients: [...clients.filter(isOther), ...backbones], operators: [...operators.filter(isOther), operator] };
}
