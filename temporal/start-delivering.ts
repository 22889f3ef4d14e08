import type { Client } from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import { deliverNoticesIdFor, type DeliverNotices } from '../contracts/notices.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { nudgeBy, type NudgeResult } from './reach.ts';

/** Starts the delivery of notices; a delivery under way takes new notices by itself. */
export function startDelivering(client: Client, municipality: string): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.start<DeliverNotices>('deliverNotices', {
      workflowId: deliverNoticesIdFor(municipality),
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue,
      args: [{ municipality }],
      typedSearchAttributes: [{ key: searchAttributes.municipality, value: municipality }],
    }),
  );
}
