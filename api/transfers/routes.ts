/** The receiving end of S14 with the answers S24 and S27: `POST …/transfers`, one as JSON or many as NDJSON. */
import type { Context } from 'hono';
import { personalNumberRules } from '../../contracts/api/numbers.ts';
import { ndjsonMediaType, transferLimits, TransferLineResult } from '../../contracts/api/transfer-lines.ts';
import { birthDateRules, Transfer, TransferAnswer, TransferId } from '../../contracts/transfer.ts';
import { acceptTransfer, acceptTransfers, type AcceptedTransfer } from './accept.ts';
import { parseStrictly, TooManySigns, type StrictJson } from '../../domain/strict-json.ts';
import { municipalityGuard } from '../authorisation.ts';
import { createByteStream } from '../http/byte-stream.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import { fieldOf } from '../http/field-names.ts';
import { chooseLanguage } from '../http/language.ts';
import { groupInSets, readLines, type Line } from '../http/ndjson.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  json,
  municipalityParam,
  describeRefusal,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, logUnforeseen, problemOf, ProblemError, toProblemError } from '../http/problem.ts';
import { tooManySigns } from '../http/sound-body.ts';
import { beginTurn, takeTurn, type Turn } from '../http/turns.ts';
import { mediaTypeOf } from '../http/validation.ts';

const path = '/v1/municipalities/{code}/transfers';
/** A set is one transaction, so its size limits how long a caller waits for its locks. `heaviest`: bytes. */
const setLimits = {
  most: 250,
  heaviest: 1024 * 1024,
  weightOf: (line: Line): number => (line.kind === 'line' ? line.bytes.length : 0),
};
/** Bytes of results kept for a caller that does not read them yet: enough for every line of the longest valid body. */
const keptResults = 24 * 1024 * 1024;
/** Bytes of results that are sent at once. */
const resultsAtOnce = 64 * 1024;
/** Bytes up to which a transfer is parsed at once; a longer one waits for its turn. */
const shortTransfer = 16 * 1024;
/** Seconds after which a sender should look at the status again. */
const retryAfterHeader = { 'retry-after': '5' };

export function addTransferRoutes(app: ApiApp, context: ApiContext): void {
  describe(app);
  app.post(toPattern(path), municipalityGuard(context, 'transfers:write'), (c) => {
    switch (mediaTypeOf(c.req.header('content-type'))) {
      case 'application/json':
        return answerOne(c, context);
      case ndjsonMediaType:
        return answerLines(c, context);
      default:
        throw new ProblemError('UNSUPPORTED_MEDIA_TYPE');
    }
  });
}

async function answerOne(c: Context<ApiEnv>, context: ApiContext): Promise<Response> {
  requireLength(c, transferLimits.transfer);
  const bytes = await readAll(c, transferLimits.transfer);
  if (bytes.length > shortTransfer) await takeTurn();
  const { status, answer } = await acceptTransfer(context, {
    caller: c.get('caller'),
    settings: c.get('municipality'),
    body: parseTransfer(bytes),
  });
  return c.json(answer, status, {
    ...(status !== 200 && { location: answer.statusUrl }),
    ...(answer.result === 'pending' && retryAfterHeader),
  });
}

function answerLines(c: Context<ApiEnv>, context: ApiContext): Response {
  requireLength(c, transferLimits.ndjson);
  c.get('bodyWatch')?.allowLong();
  const limits = { maxLine: transferLimits.transfer, maxBody: transferLimits.ndjson, maxLines: transferLimits.lines };
  const results = answerSets(c, context, groupInSets(readLines(readBody(c), limits), setLimits));
  const body = createByteStream(
    results,
    (err) => context.log.warn({ err, requestId: c.get('requestId') }, 'a stream of transfers broke off'),
    { ahead: keptResults },
  );
  return c.body(body, 200, { 'content-type': ndjsonMediaType });
}

/** Never rejects because of a line: its problem is a result like any other. */
async function* answerSets(
  c: Context<ApiEnv>,
  context: ApiContext,
  sets: AsyncIterable<Line[]>,
): AsyncGenerator<Uint8Array> {
  const sending = { caller: c.get('caller'), settings: c.get('municipality') };
  for await (const set of sets) {
    const turn = beginTurn();
    const bodies = await parseLines(set, turn);
    const outcomes = await acceptTransfers(context, { ...sending, bodies }, turn);
    let text = '';
    for (const [at, { line }] of set.entries()) {
      text += `${JSON.stringify(resultOf(c, context, { line, body: bodies[at] }, outcomes[at]))}\n`;
      if (text.length >= resultsAtOnce) {
        yield Buffer.from(text);
        text = '';
      }
      if (turn.isOver()) await turn.end();
    }
    yield Buffer.from(text);
  }
}

async function parseLines(set: readonly Line[], turn: Turn): Promise<unknown[]> {
  const bodies: unknown[] = [];
  for (const line of set) {
    bodies.push(parseLine(line));
    if (turn.isOver()) await turn.end();
  }
  return bodies;
}

function parseLine(line: Line): unknown {
  try {
    if (line.kind !== 'line') throw new ProblemError('TOO_LARGE', { detail: limitSentences[line.kind] });
    return parseTransfer(line.bytes);
  } catch (err) {
    return toProblemError(err);
  }
}

const mebibytes = (bytes: number): string => `${bytes / 1024 / 1024} MiB`;
const limitSentences: Record<Exclude<Line['kind'], 'line'>, { ja: string; en: string }> = {
  'line-too-long': {
    ja: `1行は${mebibytes(transferLimits.transfer)}までです。`,
    en: `A line has at most ${mebibytes(transferLimits.transfer)}.`,
  },
  'body-too-long': {
    ja: `本文は${mebibytes(transferLimits.ndjson)}までです。この行以降は受け付けていません。`,
    en: `A body has at most ${mebibytes(transferLimits.ndjson)}. Nothing from this line on was taken.`,
  },
  'too-many-lines': {
    ja: `本文は${transferLimits.lines}行までです。この行以降は受け付けていません。`,
    en: `A body has at most ${transferLimits.lines} lines. Nothing from this line on was taken.`,
  },
};

function resultOf(
  c: Context<ApiEnv>,
  context: ApiContext,
  { line, body }: { line: number; body: unknown },
  outcome: AcceptedTransfer | ProblemError = new ProblemError('UNEXPECTED'),
): TransferLineResult {
  if (!(outcome instanceof ProblemError)) {
    return { line, ...transferIdOf(body), status: outcome.status, ...outcome.answer };
  }
  const found = problemOf(outcome, chooseLanguage(c.req.header('accept-language')));
  logUnforeseen(context.log, outcome, found.errorId, c.get('requestId'));
  return { line, ...transferIdOf(body), status: found.status, problem: found };
}

/** The sender's id if it is valid; anything else in that field is not repeated. */
function transferIdOf(body: unknown): { transferId?: string } {
  const found = TransferId.safeParse(
    typeof body === 'object' && body !== null && 'transferId' in body ? body.transferId : undefined,
  );
  return found.success ? { transferId: found.data } : {};
}

function parseTransfer(bytes: Uint8Array): unknown {
  let read: StrictJson;
  try {
    // Bytes that are not UTF-8 are refused, not replaced: a name with a lost character must not be stored.
    read = parseStrictly(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (err) {
    throw err instanceof TooManySigns
      ? new ProblemError('TOO_LARGE', { detail: tooManySigns })
      : new ProblemError('MALFORMED');
  }
  if (read.repeated.length === 0) return read.value;
  throw invalidInput(read.repeated.map((place) => ({ field: fieldOf(place), rule: 'REPEATED_FIELD' })));
}

/** Refuses a body by its Content-Length, before any of it is read. */
function requireLength(c: Context<ApiEnv>, limit: number): void {
  if (Number(c.req.header('content-length') ?? 0) > limit) throw new ProblemError('TOO_LARGE');
}

async function readAll(c: Context<ApiEnv>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of readBody(c)) {
    length += chunk.length;
    if (length > limit) throw new ProblemError('TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readBody(c: Context<ApiEnv>): AsyncIterable<Uint8Array> {
  const { body }: { body: AsyncIterable<Uint8Array> | null } = c.req.raw;
  return body ?? new Blob([]).stream();
}

const toPattern = (openApiPath: string): string => openApiPath.replaceAll(/\{(\w+)\}/gu, ':$1');

const example = {
  transferId: '01-20260401-000123',
  operatedAt: '2026-04-01T09:30:00+09:00',
  personalNumber: '123456789018',
  numberSystem: '01',
  addressNumber: '000000000000123',
  name: '符号 花子',
  nameKana: 'フゴウ ハナコ',
  birthDate: '平成2年4月1日',
  sex: 'female',
  address: '見本市中央1丁目2番3号',
  nonDisclosure: false,
  dataType: 'JM',
  confirmedAt: '2026-04-01T00:00:00+09:00',
  businessItem1: '',
  businessItem2: '',
} as const;

function describe(app: ApiApp): void {
  const content = json(TransferAnswer.meta({ id: 'TransferAnswer' }));
  const location = { location: { schema: { type: 'string' as const }, description: 'The status of this resident.' } };
  app.openAPIRegistry.registerPath({
    method: 'post',
    path,
    operationId: 'sendTransfer',
    tags: ['transfers'],
    summary: '宛名異動データを送る / Send an address transfer (S14)',
    description:
      'Carries address information, business information or both (P:339). Business information alone is taken of a ' +
      'resident whose address information fugo has. Idempotent on (numberSystem, transferId): the same content is answered as the first time, other content with ' +
      '409. 201 `numbered`, 200 `updated` or `joined`, 202 `held`, `awaitingPersonalNumber` or `pending`. As ' +
      '`application/x-ndjson`: a transfer a line, and the answer is a `TransferLineResult` a line, in order; a bad ' +
      'line never drops the others. Limits: 1 MiB a transfer; 64 MiB and 200,000 lines a body of lines, the empty ones ' +
      'counted, after which a line of status 413 says which limit it was. The results are to be read while the lines ' +
      'are sent: 24 MiB of them are kept for a caller that does not.',
    ...securedBy('transfers:write'),
    request: {
      params: municipalityParam,
      body: {
        required: true,
        content: {
          'application/json': { schema: Transfer.meta({ id: 'Transfer' }), example },
          [ndjsonMediaType]: { schema: { type: 'string', description: 'A `Transfer` a line.' } },
        },
      },
    },
    responses: {
      200: {
        description: 'Updated or joined; or the results of the lines.',
        content: { ...content, [ndjsonMediaType]: { schema: TransferLineResult } },
      },
      201: { description: 'Numbered.', content, headers: location },
      202: { description: 'Held, waiting for the personal number, or pending.', content, headers: location },
      ...commonProblems,
      ...bodyProblems,
      409: describeRefusal('TRANSFER_CONFLICT'),
      422: describeInvalid({
        operatedAt: ['NOT_A_MOMENT', 'DATE_IN_FUTURE'],
        confirmedAt: ['NOT_A_MOMENT'],
        personalNumber: [...personalNumberRules, 'UNKNOWN_RESIDENT'],
        addressNumber: ['UNKNOWN_RESIDENT'],
        birthDate: birthDateRules,
      }),
    },
  });
}
