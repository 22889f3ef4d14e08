import { Answer, Answers, SearchResult, type AnswerBody, type AnswerChange } from '../../contracts/api/answers.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import type { InquiryKind } from '../../domain/inquiries/names.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, organisationSession, type OrganisationSession } from '../client/session.ts';
import { note, print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { section, titledLines } from '../terminal/sections.ts';
import { findText, getText, type OrganisationOptions, type TextOptions } from './options.ts';

export interface SearchOptions extends OrganisationOptions {
  kind?: InquiryKind;
  limit: number;
}
export interface ListOptions extends OrganisationOptions {
  kind?: InquiryKind;
  retired: 'no' | 'yes' | 'all';
  sort: 'number' | 'used';
  limit: number;
}
export interface AddOptions extends OrganisationOptions, TextOptions {
  title: string;
  kind: InquiryKind;
}
export interface ChangeOptions extends OrganisationOptions, TextOptions {
  title?: string;
  kind?: InquiryKind;
  seen?: number;
}
export interface RetireOptions extends OrganisationOptions {
  back?: boolean;
  seen?: number;
}

const pageLimit = 200;

/** `fugo answers search`: the best first. Ends with 1 when nothing was found. */
export async function runSearch(context: Context, text: string, options: SearchOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const { kind, limit } = options;
  const body = { text, answers: limit, inquiries: limit, ...(kind !== undefined && { kind }) };
  const path = ofOrganisation(organisation, 'inquiry-search');
  const found = bodyOf(context, await api.call({ method: 'POST', path, body, answer: SearchResult }));
  const isFound = found.answers.length + found.inquiries.length > 0;
  if (options.json) printJson(context, found);
  else if (!isFound) print(context, say(context, 'answers.none'));
  else printLines(context, foundLines(context, found));
  return isFound ? exitCodes.ok : exitCodes.refused;
}

function foundLines(context: Context, { answers, inquiries }: SearchResult): string[] {
  const word = (key: 'number' | 'kind' | 'status' | 'subject'): string => say(context, `inquiries.${key}`);
  return [
    ...section(
      say(context, 'answers.found'),
      [word('number'), word('kind'), say(context, 'answers.title'), say(context, 'answers.excerpt')],
      answers.map(({ answer, kind, title, excerpt }) => [
        String(answer),
        say(context, `inquiryKind.${kind}`),
        title,
        excerpt,
      ]),
    ),
    ...section(
      say(context, 'answers.past'),
      [word('number'), word('status'), word('subject'), say(context, 'answers.excerpt')],
      inquiries.map(({ inquiry, status, subject, excerpt }) => [
        String(inquiry),
        say(context, `inquiryStatus.${status}`),
        subject,
        excerpt,
      ]),
    ),
  ].slice(1);
}

/** `fugo answers list`. */
export async function runAnswers(context: Context, options: ListOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const { kind, retired, sort } = options;
  const path = ofOrganisation(organisation, 'answers');
  const { isCut } = await showPages<Answer, number>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: [
        say(context, 'inquiries.number'),
        say(context, 'inquiries.kind'),
        say(context, 'answers.used'),
        say(context, 'answers.solved'),
        say(context, 'answers.retiredAt'),
        say(context, 'answers.title'),
      ],
      figures: new Set([2, 3]),
      row: (answer) => [
        String(answer.answer),
        say(context, `inquiryKind.${answer.kind}`),
        String(answer.used),
        String(answer.solved),
        answer.retiredAt === null ? '' : tokyoTimeOf(answer.retiredAt).slice(0, 10),
        answer.title,
      ],
      value: (answer) => answer,
      none: say(context, 'answers.none'),
    },
    async (before, limit) => {
      const most = Math.min(limit, pageLimit);
      const query = { kind, retired, sort, before, limit: most };
      const { answers } = bodyOf(context, await api.call({ path, query, answer: Answers }));
      const isLast = sort === 'used' || answers.length < most;
      return { items: answers, next: isLast ? null : (answers.at(-1)?.answer ?? null) };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}

/** `fugo answers show`. */
export async function runAnswerShow(context: Context, answer: number, options: OrganisationOptions): Promise<ExitCode> {
  const found = await read(context, organisationSession(context, options), answer);
  if (options.json) printJson(context, found);
  else printLines(context, answerLines(context, found));
  return exitCodes.ok;
}

/** `fugo answers add`. */
export async function runAnswerAdd(context: Context, options: AddOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const { title, kind } = options;
  const body = { title, body: await getText(context, options), kind } satisfies AnswerBody;
  const path = ofOrganisation(organisation, 'answers');
  const added = bodyOf(context, await api.call({ method: 'POST', path, body, answer: Answer }));
  if (options.json) printJson(context, added);
  else print(context, say(context, 'answers.added', { answer: added.answer }));
  return exitCodes.ok;
}

/** `fugo answers change`: what is not named stays. */
export async function runAnswerChange(context: Context, answer: number, options: ChangeOptions): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const { title, kind, seen } = options;
  const body = await findText(context, options);
  const change = {
    ...(title !== undefined && { title }),
    ...(kind !== undefined && { kind }),
    ...(body !== undefined && { body }),
  };
  if (Object.keys(change).length === 0) {
    throw usageError(context, '--title', say(context, 'inquiries.nothingToChange'));
  }
  const changed = await put(context, session, answer, { seen, change });
  if (options.json) printJson(context, changed);
  else print(context, say(context, 'answers.changed', { answer }));
  return exitCodes.ok;
}

/** `fugo answers retire`, and with `--back` the reverse. */
export async function runRetire(context: Context, answer: number, options: RetireOptions): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const isBack = options.back === true;
  const changed = await put(context, session, answer, { seen: options.seen, change: { retired: !isBack } });
  if (options.json) printJson(context, changed);
  else print(context, say(context, isBack ? 'answers.restored' : 'answers.retired', { answer }));
  return exitCodes.ok;
}

async function read(context: Context, { organisation, api }: OrganisationSession, answer: number): Promise<Answer> {
  const path = ofOrganisation(organisation, `answers/${String(answer)}`);
  return bodyOf(context, await api.call({ path, answer: Answer }));
}

async function put(
  context: Context,
  session: OrganisationSession,
  answer: number,
  { seen, change }: { seen: number | undefined; change: Omit<AnswerChange, 'version'> },
): Promise<Answer> {
  const version = seen ?? (await read(context, session, answer)).version;
  const path = ofOrganisation(session.organisation, `answers/${String(answer)}`);
  const body = { ...change, version } satisfies AnswerChange;
  const reply = await session.api.call({ method: 'PATCH', path, body, answer: Answer });
  if (reply.kind === 'problem' && reply.problem.code === 'ANSWER_CHANGED') {
    const now = await read(context, session, answer);
    note(context, say(context, 'inquiries.conflict'));
    for (const line of answerLines(context, now)) note(context, line);
    note(context, say(context, 'inquiries.conflict.again', { version: now.version }));
  }
  return bodyOf(context, reply);
}

function answerLines(context: Context, answer: Answer): string[] {
  return [
    ...titledLines([
      [say(context, 'inquiries.number'), String(answer.answer)],
      [say(context, 'answers.title'), answer.title],
      [say(context, 'inquiries.kind'), say(context, `inquiryKind.${answer.kind}`)],
      [say(context, 'answers.used'), String(answer.used)],
      [say(context, 'answers.solved'), String(answer.solved)],
      [
        say(context, 'answers.changedAt'),
        `${tokyoTimeOf(answer.changedAt)} ${answer.writtenBy.name ?? answer.writtenBy.id}`,
      ],
      ...(answer.retiredAt === null
        ? []
        : [[say(context, 'answers.retiredAt'), tokyoTimeOf(answer.retiredAt)] as const]),
      [say(context, 'inquiries.version'), String(answer.version)],
    ]),
    '',
    ...answer.body.split('\n'),
  ];
}
