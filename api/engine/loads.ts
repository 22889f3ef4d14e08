/** The process engine as the routes of loads use it; a test can put another in its place. */
import type { Client } from '@temporalio/client';
import type { InitialLoadInput } from '../../contracts/initial-load.ts';
import {
  actOnInitialLoad,
  startInitialLoad,
  type LoadAction,
  type LoadActionReply,
  type LoadStartReply,
} from '../../temporal/start-initial-load.ts';

export interface LoadEngine {
  start: (input: InitialLoadInput) => Promise<LoadStartReply>;
  act: (input: InitialLoadInput, action: LoadAction, staff: { staffId: string }) => Promise<LoadActionReply>;
}

export function createLoadEngine(client: Client): LoadEngine {
  return {
    start: (input) => startInitialLoad(client, input),
    act: (input, action, staff) => actOnInitialLoad(client, input, action, staff),
  };
}
