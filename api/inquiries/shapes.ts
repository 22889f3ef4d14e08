/** What the routes of the call centre share. */
import type { Inquiry, InquiryAttachment, InquiryDetail } from '../../contracts/api/inquiries.ts';
import type { StoredAttachment, WholeInquiry } from '../../storage/inquiries/inquiries.ts';
import type { StoredInquiry, View } from '../../storage/inquiries/rows.ts';
import { auditIdentityOf } from '../audit/write.ts';
import type { Caller } from '../context.ts';

export const isoOf = (millis: number): string => new Date(millis).toISOString();
export const isoOrNull = (millis: number | null): string | null => (millis === null ? null : isoOf(millis));

export const viewOf = (acting: string, { organisation }: { organisation: string }): View => ({ acting, organisation });

export function actorOf(caller: Caller): string {
  const { staffId, clientId } = auditIdentityOf(caller);
  return staffId ?? clientId;
}

const personOf = (id: string, name: string | null): { id: string; name: string | null } => ({ id, name });

export function inquiryBodyOf(row: StoredInquiry, now: number): Inquiry {
  const { organisationName, organisationNameEn, askedBy, askedByName, owner, ownerName } = row;
  const { inquiry, organisation, tier, kind, priority, status, road, subject } = row;
  return {
    inquiry,
    organisation,
    organisationName: { ja: organisationName, en: organisationNameEn },
    tier,
    kind,
    priority,
    status,
    road,
    subject,
    askedBy: personOf(askedBy, askedByName),
    askedAt: isoOf(row.askedAt),
    owner: owner === null ? null : personOf(owner, ownerName),
    dueAt: isoOrNull(row.dueAt),
    overdue: row.closedAt === null && row.dueAt !== null && row.dueAt <= now,
    escalation: row.escalation,
    incident: row.incident,
    errorEntry: row.errorEntry,
    mergedInto: row.mergedInto,
    firstAnsweredAt: isoOrNull(row.firstAnsweredAt),
    closedAt: isoOrNull(row.closedAt),
    satisfaction: row.satisfaction,
    version: row.version,
  };
}

export function detailBodyOf(whole: WholeInquiry & { openMinutesLeft: number | null }, now: number): InquiryDetail {
  return {
    ...inquiryBodyOf(whole, now),
    openMinutesLeft: whole.openMinutesLeft,
    satisfactionText: whole.satisfactionText,
    messages: whole.messages.map(({ writtenBy, writtenByName, at, attachments, inquiry, seq, kind, text, byMail }) => ({
      inquiry,
      seq,
      kind,
      text,
      writtenBy: personOf(writtenBy, writtenByName),
      at: isoOf(at),
      byMail,
      attachments: attachments.map(attachmentBodyOf),
    })),
    answeredWith: whole.answeredWith,
    merged: whole.merged,
  };
}

export function attachmentBodyOf(stored: StoredAttachment): InquiryAttachment {
  const { attachment, inquiry, seq, name, type, bytes, sha256, internal } = stored;
  return { attachment, inquiry, seq, name, type, bytes, sha256, internal };
}
