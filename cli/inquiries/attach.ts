import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { InquiryAttachment, type InquiryDetail } from '../../contracts/api/inquiries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { bodyOf, type OrganisationSession } from '../client/session.ts';
import { note, say, usageError, type Context } from '../terminal/context.ts';

interface Attachable {
  path: string;
  name: string;
  bytes: number;
}

/** Looks at the files before anything is sent, so that a wrong name does not leave half of it. */
export async function readFiles(context: Context, paths: readonly string[] = []): Promise<Attachable[]> {
  return Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile()) throw usageError(context, '--attach', say(context, 'inquiries.notAFile'));
      return { path, name: basename(path), bytes: found.size };
    }),
  );
}

/** To the message that the same person has just written. */
export async function attachFiles(
  context: Context,
  { organisation, api, staffId }: OrganisationSession,
  { inquiry, messages }: InquiryDetail,
  files: readonly Attachable[],
): Promise<void> {
  const seq = messages.findLast((each) => each.inquiry === inquiry && each.writtenBy.id === staffId)?.seq ?? 1;
  const path = ofOrganisation(organisation, `inquiries/${String(inquiry)}/attachments`);
  for (const { name, ...file } of files) {
    const sent = { ...file, mediaType: 'application/octet-stream' };
    bodyOf(context, await api.upload({ path, query: { name, seq }, file: sent, answer: InquiryAttachment }));
    note(context, say(context, 'inquiries.attached', { name }));
  }
}
