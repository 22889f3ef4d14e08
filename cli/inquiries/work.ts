/** What the call centre does with an inquiry. */
import { randomUUID } from 'node:crypto';
import { InquiryOwners } from '../../contracts/api/inquiry-owners.ts';
import {
  InquiryDetail,
  type AnswerInquiry,
  type InquiryChange,
  type InquiryText,
  type MergeInquiry,
} from '../../contracts/api/inquiries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import type { InquiryKind, InquiryPriority } from '../../domain/inquiries/names.ts';
import { bodyOf, organisationSession, type OrganisationSession } from '../client/session.ts';
import type { Reply } from '../client/http.ts';
import { note, print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';
import { wholeNumber } from '../terminal/values.ts';
import { attachFiles, readFiles } from './attach.ts';
import { detailLines, ownerText } from './list.ts';
import { getText, readLink, type OrganisationOptions, type TextOptions } from './options.ts';

interface SeenOptions extends OrganisationOptions {
  seen?: number;
}
export type NoteOptions = OrganisationOptions & TextOptions;
export interface TakeOptions extends SeenOptions {
  to: string;
}
export interface ChangeOptions extends SeenOptions {
  kind?: InquiryKind;
  priority?: InquiryPriority;
  status?: NonNullable<InquiryChange['status']>;
  incident?: string;
  errorEntry?: string;
}
export interface AnswerOptions extends SeenOptions, TextOptions {
  with?: string[];
  waiting?: boolean;
  attach?: string[];
}
export interface MergeOptions extends SeenOptions {
  into: number;
}

export async function runInquiryNote(context: Context, inquiry: number, options: NoteOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const body = { requestKey: randomUUID(), text: await getText(context, options) } satisfies InquiryText;
  const path = pathOf(organisation, inquiry, '/notes');
  const detail = bodyOf(context, await api.call({ method: 'POST', path, body, answer: InquiryDetail }));
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'inquiries.noted'));
  return exitCodes.ok;
}

export async function runTake(context: Context, inquiry: number, options: TakeOptions): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const owner = options.to === 'none' ? null : options.to;
  const before = await read(context, session, inquiry);
  const change = { owner, ...(owner !== null && before.status === 'open' && { status: 'in-progress' as const }) };
  const detail = await put(context, session, inquiry, { version: options.seen ?? before.version, ...change });
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'inquiries.taken', { inquiry, owner: ownerText(context, detail) }));
  return exitCodes.ok;
}

export async function runChange(context: Context, inquiry: number, options: ChangeOptions): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const { kind, priority, status, errorEntry } = options;
  const incident = readLink(context, '--incident', options.incident);
  const change = {
    ...(kind !== undefined && { kind }),
    ...(priority !== undefined && { priority }),
    ...(status !== undefined && { status }),
    ...(incident !== undefined && { incident }),
    ...(errorEntry !== undefined && { errorEntry: errorEntry === 'none' ? null : errorEntry }),
  };
  if (Object.keys(change).length === 0) {
    throw usageError(context, '--kind', say(context, 'inquiries.nothingToChange'));
  }
  const version = options.seen ?? (await read(context, session, inquiry)).version;
  const detail = await put(context, session, inquiry, { version, ...change });
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'inquiries.changed', { inquiry }));
  return exitCodes.ok;
}

export async function runClose(context: Context, inquiry: number, options: SeenOptions): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const version = options.seen ?? (await read(context, session, inquiry)).version;
  const detail = await put(context, session, inquiry, { version, status: 'closed' });
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'inquiries.closed', { inquiry }));
  return exitCodes.ok;
}

export async function runAnswer(context: Context, inquiry: number, options: AnswerOptions): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const answerNumber = wholeNumber(context, '--with', 1, Number.MAX_SAFE_INTEGER);
  const answers = (options.with ?? []).map((each) => answerNumber(each));
  const files = await readFiles(context, options.attach);
  const text = await getText(context, options);
  const version = options.seen ?? (await read(context, session, inquiry)).version;
  const body = {
    requestKey: randomUUID(),
    version,
    text,
    answers,
    status: options.waiting === true ? 'waiting' : 'answered',
  } satisfies AnswerInquiry;
  const path = pathOf(session.organisation, inquiry, '/answers');
  const reply = await session.api.call({ method: 'POST', path, body, answer: InquiryDetail });
  const detail = await changedOf(context, session, inquiry, reply);
  await attachFiles(context, session, detail, files);
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'inquiries.answered', { inquiry }));
  return exitCodes.ok;
}

export async function runMerge(context: Context, inquiry: number, options: MergeOptions): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const version = options.seen ?? (await read(context, session, inquiry)).version;
  const body = { version, into: options.into } satisfies MergeInquiry;
  const path = pathOf(session.organisation, inquiry, '/merge');
  const reply = await session.api.call({ method: 'POST', path, body, answer: InquiryDetail });
  const detail = await changedOf(context, session, inquiry, reply);
  if (options.json) printJson(context, detail);
  else print(context, say(context, 'inquiries.mergedNow', { inquiry: detail.mergedInto ?? detail.inquiry }));
  return exitCodes.ok;
}

export async function runOwners(context: Context, options: OrganisationOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'inquiry-owners');
  const { owners } = bodyOf(context, await api.call({ path, answer: InquiryOwners }));
  if (options.json) printJson(context, owners);
  else {
    const head = [say(context, 'silences.id'), say(context, 'inquiries.owner')];
    printLines(
      context,
      tableLines(
        head,
        owners.map(({ id, name }) => [id, name ?? '']),
      ),
    );
  }
  return exitCodes.ok;
}

const pathOf = (organisation: string, inquiry: number, below = ''): string =>
  ofOrganisation(organisation, `inquiries/${String(inquiry)}${below}`);

async function read(
  context: Context,
  { organisation, api }: OrganisationSession,
  inquiry: number,
): Promise<InquiryDetail> {
  return bodyOf(context, await api.call({ path: pathOf(organisation, inquiry), answer: InquiryDetail }));
}

async function put(
  context: Context,
  session: OrganisationSession,
  inquiry: number,
  body: InquiryChange,
): Promise<InquiryDetail> {
  const path = pathOf(session.organisation, inquiry);
  return changedOf(
    context,
    session,
    inquiry,
    await session.api.call({ method: 'PATCH', path, body, answer: InquiryDetail }),
  );
}

/** Where somebody else was quicker, what they have made of it is shown before the refusal. */
async function changedOf(
  context: Context,
  session: OrganisationSession,
  inquiry: number,
  reply: Reply<InquiryDetail>,
): Promise<InquiryDetail> {
  if (reply.kind === 'problem' && reply.problem.code === 'INQUIRY_CHANGED') {
    const now = await read(context, session, inquiry);
    note(context, say(context, 'inquiries.conflict'));
    for (const line of detailLines(context, now)) note(context, line);
    note(context, say(context, 'inquiries.conflict.again', { version: now.version }));
  }
  return bodyOf(context, reply);
}
