import { Inquiries, InquiryDetail, type Inquiry } from '../../contracts/api/inquiries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import type { InquiryKind, InquiryStatus } from '../../domain/inquiries/names.ts';
import type { Tier } from '../../domain/organisations.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { note, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { titledLines } from '../terminal/sections.ts';
import type { OrganisationOptions } from './options.ts';

export interface ListOptions extends OrganisationOptions {
  state: 'open' | 'closed' | 'all';
  status?: InquiryStatus;
  kind?: InquiryKind;
  tier?: Tier;
  of?: string;
  owner?: string;
  overdue?: boolean;
  byDue?: boolean;
  limit: number;
}

const pageLimit = 200;

/** `fugo inquiries list`: the latest first, or what is due first. */
export async function runInquiries(context: Context, options: ListOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'inquiries');
  const { state, status, kind, tier, of, owner, overdue, byDue } = options;
  const head = ['number', 'status', 'due', 'organisation', 'kind', 'priority', 'owner', 'subject'] as const;
  const { isCut } = await showPages<Inquiry, number>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: head.map((title) => say(context, `inquiries.${title}`)),
      row: (inquiry) => [
        String(inquiry.inquiry),
        say(context, `inquiryStatus.${inquiry.status}`),
        dueText(context, inquiry),
        inquiry.organisation,
        say(context, `inquiryKind.${inquiry.kind}`),
        say(context, `inquiryPriority.${inquiry.priority}`),
        ownerText(context, inquiry),
        inquiry.subject,
      ],
      value: (inquiry) => inquiry,
      none: say(context, 'inquiries.none'),
    },
    async (before, limit) => {
      const most = Math.min(limit, pageLimit);
      const query = {
        state,
        status,
        kind,
        tier,
        of,
        owner,
        overdue: overdue === true ? 'true' : undefined,
        sort: byDue === true ? 'due' : undefined,
        before,
        limit: most,
      };
      const { inquiries } = bodyOf(context, await api.call({ path, query, answer: Inquiries }));
      // By what is due there is one page only.
      const isLast = byDue === true || inquiries.length < most;
      return { items: inquiries, next: isLast ? null : (inquiries.at(-1)?.inquiry ?? null) };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}

/** `fugo inquiries show`: what it is, and what was written. */
export async function runInquiry(context: Context, inquiry: number, options: OrganisationOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `inquiries/${String(inquiry)}`);
  const detail = bodyOf(context, await api.call({ path, answer: InquiryDetail }));
  if (options.json) printJson(context, detail);
  else printLines(context, detailLines(context, detail));
  return exitCodes.ok;
}

export function detailLines(context: Context, detail: InquiryDetail): string[] {
  const titled = (key: Title, value: string | null): [string, string][] =>
    value === null || value === '' ? [] : [[say(context, `inquiries.${key}`), value]];
  return [
    ...titledLines([
      ...titled('number', String(detail.inquiry)),
      ...titled('subject', detail.subject),
      ...titled('status', say(context, `inquiryStatus.${detail.status}`)),
      ...titled('organisation', `${detail.organisation} ${detail.organisationName[context.language]}`),
      ...titled('askedBy', detail.askedBy.name ?? detail.askedBy.id),
      ...titled('askedAt', tokyoTimeOf(detail.askedAt)),
      ...titled('road', say(context, `inquiryRoad.${detail.road}`)),
      ...titled('kind', say(context, `inquiryKind.${detail.kind}`)),
      ...titled('priority', say(context, `inquiryPriority.${detail.priority}`)),
      ...titled('due', dueText(context, detail)),
      ...titled('owner', ownerText(context, detail)),
      ...titled('incident', detail.incident === null ? null : String(detail.incident)),
      ...titled('errorEntry', detail.errorEntry),
      ...titled('mergedInto', detail.mergedInto === null ? null : String(detail.mergedInto)),
      ...titled('merged', detail.merged.join(', ')),
      ...titled('closedAt', detail.closedAt === null ? null : tokyoTimeOf(detail.closedAt)),
      ...titled(
        'satisfaction',
        [detail.satisfaction, detail.satisfactionText].filter((each) => each !== null).join(' '),
      ),
      ...titled('answeredWith', detail.answeredWith.map(({ answer, title }) => `${answer} ${title}`).join(', ')),
      ...titled('version', String(detail.version)),
    ]),
    ...detail.messages.flatMap((message) => messageLines(context, message)),
  ];
}

type Title =
  | 'number'
  | 'subject'
  | 'status'
  | 'organisation'
  | 'askedBy'
  | 'askedAt'
  | 'road'
  | 'kind'
  | 'priority'
  | 'due'
  | 'owner'
  | 'incident'
  | 'errorEntry'
  | 'mergedInto'
  | 'merged'
  | 'closedAt'
  | 'satisfaction'
  | 'answeredWith'
  | 'version';

function messageLines(
  context: Context,
  { kind, writtenBy, at, text, attachments }: InquiryDetail['messages'][number],
): string[] {
  return [
    '',
    `## ${say(context, `inquiryMessage.${kind}`)}  ${tokyoTimeOf(at)}  ${writtenBy.name ?? writtenBy.id}`,
    ...text.split('\n'),
    ...attachments.map(
      ({ attachment, name, bytes }) => `  [${attachment}] ${name} (${bytes.toLocaleString('en-US')} B)`,
    ),
  ];
}

function dueText(
  context: Context,
  { dueAt, overdue, openMinutesLeft = null }: Inquiry & { openMinutesLeft?: number | null },
): string {
  if (dueAt === null) return '';
  const moment = tokyoTimeOf(dueAt).slice(0, 16);
  if (overdue) return `${moment} ${say(context, 'inquiries.overdue')}`;
  if (openMinutesLeft === null) return moment;
  const [hours, minutes] = [Math.floor(openMinutesLeft / 60), openMinutesLeft % 60];
  return `${moment} ${say(context, 'inquiries.minutesLeft', { hours, minutes })}`;
}

export function ownerText(context: Context, { owner }: Pick<Inquiry, 'owner'>): string {
  return owner === null ? say(context, 'inquiries.nobody') : (owner.name ?? owner.id);
}
