/** What all routes of inquiries say alike. */
import { z } from '@hono/zod-openapi';
import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import type { Database } from '../../storage/database/database.ts';
import { findInquiry } from '../../storage/inquiries/inquiries.ts';
import type { View } from '../../storage/inquiries/rows.ts';
import type { ApiContext } from '../context.ts';
import { describeOrganisationNotFound, organisationParam } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { detailBodyOf } from './shapes.ts';

export const inquiriesPath = '/v1/organisations/{organisation}/inquiries';
export const inquiryParams = organisationParam.extend({
  inquiry: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).meta({ description: 'Its number.' }),
});
export const tags = ['inquiries'];

export const inquiryNotFound = describeOrganisationNotFound('UNKNOWN_INQUIRY');

export async function getDetail(
  context: ApiContext,
  db: Database,
  view: View,
  inquiry: number,
): Promise<InquiryDetail> {
  const now = context.now();
  const found = await findInquiry(db, view, inquiry, now);
  if (!found) throw new ProblemError('UNKNOWN_INQUIRY');
  return detailBodyOf(found, now);
}

/** The row keeps what is due, so nothing is lost while the engine is away. */
export function nudgeInquiry(context: ApiContext, inquiry: number): void {
  context.background.run('nudge of an inquiry', () => context.engine.nudgeInquiry(inquiry));
}
