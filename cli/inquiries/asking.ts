import { randomUUID } from 'node:crypto';
import { InquiryDetail, type AskBody, type InquiryText, type SatisfactionBody } from '../../contracts/api/inquiries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import type { InquiryKind, InquiryPriority } from '../../domain/inquiries/names.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { print, printJson, say, type Context } from '../terminal/context.ts';
import { saveAnswer } from '../terminal/destination.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { attachFiles, readFiles } from './attach.ts';
import { getText, type OrganisationOptions, type TextOptions } from './options.ts';

export interface AskOptions extends OrganisationOptions, TextOptions {
  kind: InquiryKind;
  priority: InquiryPriority;
  subject: string;
  incident?: number;
  errorEntry?: string;
  attach?: string[];
}
export interface ReplyOptions extends OrganisationOptions, TextOptions {
  attach?: string[];
}
export interface RateOptions extends OrganisationOptions {
  solved: 'yes' | 'no';
  satisfaction?: number;
  comment?: string;
}

/** `fugo inquiries ask`. */
export async function runAsk(context: Context, options: AskOptions): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const { kind, priority, subject, incident = null, errorEntry = null } = options;
  const files = await readFiles(context, options.attach);
  const text = await getText(context, options);
  const body = {
    requestKey: randomUUID(),
    kind,
    priority,
    subject,
    text,
    road: 'command',
    incident,
    errorEntry,
  } satisfies AskBody;
  const path = ofOrganisation(session.organisation, 'inquiries');
  const detail = bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: InquiryDetail }));
  await attachFiles(context, session, detail, files);
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'inquiries.asked', { inquiry: detail.inquiry }));
  return exitCodes.ok;
}

/** `fugo inquiries reply`. */
export async function runReply(context: Context, inquiry: number, options: ReplyOptions): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const files = await readFiles(context, options.attach);
  const body = { requestKey: randomUUID(), text: await getText(context, options) } satisfies InquiryText;
  const path = ofOrganisation(session.organisation, `inquiries/${String(inquiry)}/questions`);
  const detail = bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: InquiryDetail }));
  await attachFiles(context, session, detail, files);
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'inquiries.replied', { inquiry: detail.inquiry }));
  return exitCodes.ok;
}

/** `fugo inquiries rate`: closes the inquiry, or opens it again. */
export async function runRate(context: Context, inquiry: number, options: RateOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const { solved, satisfaction = null, comment = null } = options;
  const body = { solved: solved === 'yes', satisfaction, text: comment } satisfies SatisfactionBody;
  const path = ofOrganisation(organisation, `inquiries/${String(inquiry)}/satisfaction`);
  const detail = bodyOf(context, await api.call({ method: 'POST', path, body, answer: InquiryDetail }));
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'inquiries.rated'));
  return exitCodes.ok;
}

/** `fugo inquiries save`. */
export async function runSave(
  context: Context,
  inquiry: number,
  attachment: string,
  options: OrganisationOptions & { output: string },
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(
    organisation,
    `inquiries/${String(inquiry)}/attachments/${encodeURIComponent(attachment)}`,
  );
  const answer = bodyOf(context, await api.download({ path, mediaType: '*/*' }));
  await saveAnswer(context, '--output', options.output === '-' ? undefined : options.output, answer);
  return exitCodes.ok;
}
