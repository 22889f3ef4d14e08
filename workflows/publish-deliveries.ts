/** 公開: signs the repository of deliveries by what the rows say; a job calls it each day, so that no signature expires. */
import { proxyActivities } from '@temporalio/workflow';
import type { PublicationActivities, PublishDeliveries } from '../contracts/rollout.ts';

const { publishDeliveries: publish } = proxyActivities<PublicationActivities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '2 seconds', maximumInterval: '1 minute', maximumAttempts: 20 },
});
// A key that was replaced and then could not be used for signing would be replaced again.
const { publishDeliveries: publishOnce } = proxyActivities<PublicationActivities>({
  startToCloseTimeout: '5 minutes',
  retry: { maximumAttempts: 1 },
});

export const publishDeliveries: PublishDeliveries = (input) => (input.rotate ? publishOnce(input) : publish(input));
