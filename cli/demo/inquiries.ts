/** The sample's call centre: answers of its collection, and inquiries of each organisation as far as they have come. */
import { randomUUID } from 'node:crypto';
import { Answer, Answers } from '../../contracts/api/answers.ts';
import { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { nation, tierOf } from '../../domain/organisations.ts';
import { sampleAnswers, sampleInquiries, type SampleInquiry } from '../../fictitious/call-centre.ts';
import { bodyOf } from '../client/session.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Context } from '../terminal/context.ts';

interface People {
  callCentre: ApiClient;
  /** By their organisation. */
  askers: ReadonlyMap<string, ApiClient>;
}

/** Where the collection has answers already, nobody asks again. */
export async function setUpSampleInquiries(context: Context, { callCentre, askers }: People): Promise<void> {
  const path = ofOrganisation(nation, 'answers');
  const query = { retired: 'all', limit: 1 };
  const known = bodyOf(context, await callCentre.call({ path, query, answer: Answers }));
  if (known.answers.length > 0) return;
  const numbers = new Map<string, number>();
  for (const body of sampleAnswers) {
    const added = await callCentre.call({ method: 'POST', path, body, answer: Answer });
    numbers.set(body.title, bodyOf(context, added).answer);
  }
  for (const [organisation, asker] of askers) {
    const asked = sampleInquiries[tierOf(organisation) === 'prefecture' ? 'prefecture' : 'municipality'];
    for (const inquiry of asked) await askAndWork(context, { organisation, asker, callCentre, numbers }, inquiry);
  }
}

interface Sides {
  organisation: string;
  asker: ApiClient;
  callCentre: ApiClient;
  /** Of the answers, by title. */
  numbers: ReadonlyMap<string, number>;
}

async function askAndWork(
  context: Context,
  { organisation, asker, callCentre, numbers }: Sides,
  { worked, ...asked }: SampleInquiry,
): Promise<void> {
  const post = async (by: ApiClient, of: string, path: string, body: object): Promise<InquiryDetail> => {
    const to = ofOrganisation(of, path);
    return bodyOf(context, await by.call({ method: 'POST', path: to, body, answer: InquiryDetail }));
  };
  const { inquiry, version } = await post(asker, organisation, 'inquiries', {
    ...asked,
    requestKey: randomUUID(),
    road: 'command',
  });
  if (!worked) return;
  const one = `inquiries/${String(inquiry)}`;
  const taken = await callCentre.call({
    method: 'PATCH',
    path: ofOrganisation(nation, one),
    body: { version, owner: 'me', status: 'in-progress' },
    answer: InquiryDetail,
  });
  let last = bodyOf(context, taken);
  const { note, reply, answeredWith, isSolved, satisfaction = null, comment = null } = worked;
  if (note !== undefined) {
    last = await post(callCentre, nation, `${one}/notes`, { requestKey: randomUUID(), text: note });
  }
  if (reply === undefined) return;
  const used = numbers.get(answeredWith ?? '');
  const body = sampleAnswers.find(({ title }) => title === answeredWith)?.body;
  await post(callCentre, nation, `${one}/answers`, {
    requestKey: randomUUID(),
    version: last.version,
    text: body === undefined ? reply : `${reply}\n\n${body}`,
    answers: used === undefined ? [] : [used],
  });
  if (isSolved === undefined) return;
  const rating = { solved: isSolved, satisfaction, text: comment };
  await post(asker, organisation, `${one}/satisfaction`, rating);
}
