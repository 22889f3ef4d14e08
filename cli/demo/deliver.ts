/**
 * The first deliveries of the sample, as its people make them: the management department proposes, the system
 * administrator approves, and each file goes out to all servers, one prefecture's first.
 */
import { OrganisationCalendar, NationalCalendar } from '../../contracts/api/calendars.ts';
import { Release, Releases, Rollout } from '../../contracts/api/deliveries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { nation } from '../../domain/organisations.ts';
import type { ApiClient } from '../client/api-client.ts';
import { bodyOf } from '../client/session.ts';
import { say, type Context } from '../terminal/context.ts';
import { describeSampleFiles } from './delivered-files.ts';

/** A part of the four servers, then all. */
const waves = [
  { share: 25, atLeastMinutes: 0 },
  { share: 100, atLeastMinutes: 0 },
];

interface SamplePublishers {
  proposer: ApiClient;
  approver: ApiClient;
}

/** Delivers what was never proposed; what staff have made of it since stays as it is. */
export async function deliverSampleFiles(context: Context, { proposer, approver }: SamplePublishers): Promise<void> {
  const path = ofOrganisation(nation, 'releases');
  const { releases } = bodyOf(context, await proposer.call({ path, answer: Releases }));
  const calendarPath = ofOrganisation(nation, 'calendar');
  const { setting } = bodyOf(context, await proposer.call({ path: calendarPath, answer: OrganisationCalendar }));
  const files = describeSampleFiles(NationalCalendar.parse(setting), new Date().toISOString());
  for (const { name, kind, content } of files) {
    if (releases.some((each) => each.name === name)) continue;
    const reason = say(context, 'demo.delivery.reason');
    const text = { content, mediaType: 'application/octet-stream' };
    const { release } = bodyOf(
      context,
      await proposer.call({ method: 'POST', path, query: { name, kind, reason }, text, answer: Release }),
    );
    const approval = { method: 'POST', path: `${path}/${release}/approve`, body: { reason }, answer: Release } as const;
    bodyOf(context, await approver.call(approval));
    const body = { release, applyAfter: new Date().toISOString(), waves };
    const rolloutsPath = ofOrganisation(nation, 'rollouts');
    bodyOf(context, await proposer.call({ method: 'POST', path: rolloutsPath, body, answer: Rollout }));
  }
}
