/** Inquiries that wait for the call centre: who is told when nobody has answered. */
import type { InquiriesActivities, InquiryActivities, InquiryInput } from '../contracts/inquiry.ts';
import type { Database } from '../storage/database/database.ts';
import { indexAnew } from '../storage/inquiries/index-anew.ts';
import { takeInquiriesToLookAt, takeInquiryTurn } from '../storage/inquiries/escalation.ts';

export interface InquiryDependencies {
  db: Database;
  clock: () => Date;
  /** Starts the workflow of an inquiry, or tells it to look again. Never throws when the engine is away. */
  nudgeInquiry: (inquiry: InquiryInput) => Promise<'nudged' | 'unavailable'>;
}

/** The calendar may change during a long wait, so the row is read again after this time at the latest. Seconds. */
const longestWaitSeconds = 6 * 60 * 60;
/** Of many at once, so many are nudged at a time. */
const nudgedAtOnce = 20;

export function createInquiryActivities(deps: InquiryDependencies): InquiryActivities & InquiriesActivities {
  const now = (): number => deps.clock().getTime();
  return {
    async takeInquiryTurn({ inquiry }) {
      const { status, until } = await takeInquiryTurn(deps.db, inquiry, now());
      if (until === null) return { status, waitSeconds: null };
      return { status, waitSeconds: Math.min(longestWaitSeconds, Math.max(0, (until - now()) / 1_000)) };
    },

    async lookAfterInquiries() {
      await indexAnew(deps.db);
      const due = await takeInquiriesToLookAt(deps.db, now());
      let nudged = 0;
      for (let from = 0; from < due.length; from += nudgedAtOnce) {
        const some = due.slice(from, from + nudgedAtOnce);
        const outcomes = await Promise.all(some.map((inquiry) => deps.nudgeInquiry({ inquiry })));
        nudged += outcomes.filter((each) => each === 'nudged').length;
      }
      return { nudged };
    },
  };
}
