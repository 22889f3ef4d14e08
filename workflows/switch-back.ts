/** 切戻し: tells one server to go back to the version before; by the worker, which knows the servers. */
import { proxyActivities } from '@temporalio/workflow';
import type { SwitchBack, SwitchBackActivities } from '../contracts/rollout.ts';

const { switchBackDelivery } = proxyActivities<SwitchBackActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '300 milliseconds', maximumAttempts: 3 },
});

export const switchBack: SwitchBack = (input) => switchBackDelivery(input);
