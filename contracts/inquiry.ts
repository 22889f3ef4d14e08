/** What the workflows `inquiry` and `inquiries`, their activities and their schedule share. */
import { defineSignal } from '@temporalio/workflow';
import type { InquiryStatus } from '../domain/inquiries/names.ts';

export interface InquiryInput {
  /** Its number. */
  inquiry: number;
}
export type InquiryWorkflow = (input: InquiryInput) => Promise<{ status: InquiryStatus | null }>;

/** An inquiry has one workflow, whoever starts it. */
export const inquiryIdFor = ({ inquiry }: InquiryInput): string => `inquiry/${String(inquiry)}`;

/** Something has changed that says when it is due. */
export const lookAtInquiry = defineSignal('lookAtInquiry');

export interface InquiryActivities {
  /**
   * Tells people if it is time, and says after how many seconds to look again; null when nothing is due. The status is
   * null when there is no such inquiry.
   */
  takeInquiryTurn: (input: InquiryInput) => Promise<{ status: InquiryStatus | null; waitSeconds: number | null }>;
}

/** Also the id of the schedule. */
export const inquiriesId = 'inquiries';
export interface InquiriesOutcome {
  /** Inquiries whose workflow was nudged. */
  nudged: number;
}
export type InquiriesWorkflow = () => Promise<InquiriesOutcome>;

export interface InquiriesActivities {
  /** Nudges the workflows of the inquiries that are due. */
  lookAfterInquiries: () => Promise<InquiriesOutcome>;
}
