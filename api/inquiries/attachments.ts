/** Files of an inquiry. A file is judged before it is stored: its size, its first bytes, its name, and its text if it is one. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from '@hono/zod-openapi';
import { AttachmentQuery, InquiryAttachment, mostAttachmentBytes } from '../../contracts/api/inquiries.ts';
import { attachFile, judgeFile, readAttachment } from '../../storage/inquiries/attachments.ts';
import { auditAllowed } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  describeRefusal,
  json,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { mediaTypeOf, refuseInvalid } from '../http/validation.ts';
import { inquiriesPath, inquiryParams, tags } from './shared.ts';
import { actorOf, attachmentBodyOf, viewOf } from './shapes.ts';

const attachmentParams = inquiryParams.extend({ attachment: z.uuid() });
const upload = '/v1/organisations/:organisation/inquiries/:inquiry/attachments';
const binary = { schema: { type: 'string', format: 'binary' } as const };

export function addAttachmentRoutes(app: ApiApp, context: ApiContext): void {
  describe(app);
  const limit = bodyLimit({
    maxSize: mostAttachmentBytes,
    onError: () => {
      throw new ProblemError('TOO_LARGE');
    },
  });
  app.post(upload, organisationGuard(context, 'inquiries:read'), limit, async (c) => {
    const { inquiry } = parse(inquiryParams, c.req.param());
    const { name, seq } = parse(AttachmentQuery, c.req.query());
    if (mediaTypeOf(c.req.header('content-type')) !== 'application/octet-stream') {
      throw new ProblemError('UNSUPPORTED_MEDIA_TYPE');
    }
    const content = new Uint8Array(await c.req.arrayBuffer());
    const judged = judgeFile(content);
    if (judged.kind === 'refused') throw invalidInput([{ field: 'file', rule: judged.rule }]);
    const view = viewOf(c.get('acting'), c.get('organisation'));
    const caller = c.get('caller');
    const entry = { action: 'inquiries.attach', subject: String(inquiry) };
    await auditAllowed(context, caller, view.organisation, entry);
    const file = { seq, name, type: judged.type, content, by: actorOf(caller) };
    const result = await attachFile(c.get('db'), view, inquiry, file);
    if (result.kind === 'unknown') throw new ProblemError('UNKNOWN_INQUIRY');
    if (result.kind === 'tooMany') throw new ProblemError('TOO_MANY_ATTACHMENTS');
    return c.json(attachmentBodyOf(result.attachment), 201);
  });
  app.get(`${upload}/:attachment`, organisationGuard(context, 'inquiries:read'), (c) => sendFile(c, context));
}

async function sendFile(c: Context<ApiEnv>, context: ApiContext): Promise<Response> {
  const { inquiry, attachment } = parse(attachmentParams, c.req.param());
  const view = viewOf(c.get('acting'), c.get('organisation'));
  const entry = { action: 'inquiries.read-attachment', subject: attachment };
  await auditAllowed(context, c.get('caller'), view.organisation, entry);
  const found = await readAttachment(c.get('db'), view, inquiry, attachment);
  if (!found) throw new ProblemError('NOT_FOUND');
  return c.body(Uint8Array.from(found.content), 200, {
    'content-type': found.type,
    // Saved, never shown: what the file holds must not act as a page of fugo's.
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
}

function parse<Shape extends z.ZodType>(shape: Shape, given: unknown): z.output<Shape> {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  refuseInvalid({ success: false, error: parsed.error, data: given });
  throw invalidInput([]);
}

function describe(app: ApiApp): void {
  app.openAPIRegistry.registerPath({
    ...securedBy('inquiries:read'),
    tags,
    method: 'post',
    path: `${inquiriesPath}/{inquiry}/attachments`,
    operationId: 'attachFile',
    summary: 'ファイルを添付する / Attach a file',
    description:
      `The body is the file, of ${mostAttachmentBytes} bytes at most, for whoever has written the message. What it is its first bytes say: ` +
      'PDF, PNG, JPEG, GIF, WebP or plain text. The same file again is the same attachment.',
    request: {
      params: inquiryParams,
      query: AttachmentQuery,
      body: { required: true, content: { 'application/octet-stream': binary } },
    },
    responses: {
      201: { description: 'Attached, now or before.', content: json(InquiryAttachment) },
      ...commonProblems,
      404: describeOrganisationNotFound('UNKNOWN_INQUIRY'),
      408: bodyProblems[408],
      409: describeRefusal('TOO_MANY_ATTACHMENTS'),
      413: bodyProblems[413],
      415: bodyProblems[415],
      422: describeInvalid({ file: ['EMPTY', 'NOT_LISTED', 'PERSONAL_NUMBER_INSIDE'] }),
    },
  });
  app.openAPIRegistry.registerPath({
    ...securedBy('inquiries:read'),
    tags,
    method: 'get',
    path: `${inquiriesPath}/{inquiry}/attachments/{attachment}`,
    operationId: 'readAttachment',
    summary: '添付ファイルを取り出す / Read an attached file',
    request: { params: attachmentParams },
    responses: {
      200: { description: 'The file.', content: { 'application/octet-stream': binary } },
      ...commonProblems,
      404: describeOrganisationNotFound('NOT_FOUND'),
    },
  });
}
