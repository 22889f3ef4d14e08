/** The servers of the sample, as somebody at their consoles starts and stops them: the night before a day, and after it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ZodType } from 'zod';
import { CommandTaken, ServerView, type ServerState } from '../../contracts/participants/control.ts';
import { nation, prefectureOf, tierOf, type Tier } from '../../domain/organisations.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import { StrangeAnswer, Unreachable } from '../client/http.ts';
import { sampleMunicipalities } from './municipalities.ts';

const municipalities = sampleMunicipalities.map(({ municipality }) => municipality);
/** In the order of starting. */
export const sampleOrganisations: readonly string[] = [
  nation,
  ...new Set(municipalities.map(prefectureOf)),
  ...municipalities,
];

const programOf: Readonly<Record<Tier, ParticipantName>> = {
  nation: 'juki-national-server',
  prefecture: 'prefectural-server',
  municipality: 'communication-server',
};

/** How long a server may take to be where it was sent. Milliseconds. */
const patienceMs = 60_000;

export async function moveServers(
  urls: Readonly<Record<ParticipantName, string>>,
  command: 'start' | 'stop',
): Promise<void> {
  const order = command === 'start' ? sampleOrganisations : sampleOrganisations.toReversed();
  const wanted: ServerState = command === 'start' ? 'running' : 'stopped';
  for (const organisation of order) {
    const url = `${urls[programOf[tierOf(organisation)]]}/v1/organisations/${organisation}/server`;
    const requestId = `demo/${command}/${randomUUID()}`;
    const end = Date.now() + patienceMs;
    for (;;) {
      await ask(`${url}/${command}`, CommandTaken, { requestId });
      const view = await ask(url, ServerView);
      if (view?.state === wanted) break;
      if (Date.now() > end) throw new StrangeAnswer(`${organisation}: ${view?.state ?? '–'}`);
      await sleep(200);
    }
  }
}

/** Undefined when the server refuses for now. */
async function ask<Body>(url: string, schema: ZodType<Body>, body?: unknown): Promise<Body | undefined> {
  let response: Response;
  try {
    response = await fetch(url, {
      ...(body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(10_000),
    });
  } catch (error) {
    throw new Unreachable(new URL(url).origin, { cause: error });
  }
  const text = await response.text();
  if (response.status === 409) return undefined;
  if (!response.ok) throw new StrangeAnswer(`${new URL(url).pathname}: HTTP ${response.status}`);
  return schema.parse(JSON.parse(text));
}
