import type { Client } from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import { deliverNoticesIdFor, type DeliverNotices } from '../contracts/notices.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import type { NudgeResult } from './nudge.ts';
import { reach } from './reach.ts';

/** Starts the delivery of notices; a delivery under way takes new notices by itself. */
export async function startDelivering(client: Client, municipality: string): Promise<NudgeResult> {
  const reply = await reach(client, 5_000, () =>
    client.workflow.start<DeliverNotices>('deliverNotices', {
      workflowId: deliverNoticesIdFor(municipality),
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue,
      args: [{ municipality }],
      typedSearchAttributes: [{ key: searchAttributes.municipality, value: municipality }],
    }),
  );
  return reply.kind === 'reached' ? 'nudged' : 'unavailable';
}
