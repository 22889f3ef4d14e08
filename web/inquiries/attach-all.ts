import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { attach } from './calls.ts';

/**
 * Files go to the message that was just written, one after the other. The message is sent by then, so what cannot be
 * attached is given back rather than thrown.
 */
export async function attachAll(
  organisation: string,
  { inquiry, messages }: Pick<InquiryDetail, 'inquiry' | 'messages'>,
  files: readonly File[],
  staffId: string,
): Promise<Failed | null> {
  const seq = messages.findLast((each) => each.inquiry === inquiry && each.writtenBy.id === staffId)?.seq ?? 1;
  const failed: File[] = [];
  let error: unknown;
  for (const file of files) {
    try {
      await attach(organisation, inquiry, seq, file);
    } catch (caught) {
      failed.push(file);
      error = caught;
    }
  }
  return failed.length === 0 ? null : { files: failed, seq, error };
}

export interface Failed {
  files: File[];
  /** The message that they belong to. */
  seq: number;
  /** Why the last of them failed. */
  error: unknown;
}
