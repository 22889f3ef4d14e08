/** What the bench and a peer's process say to each other. */
import { z } from 'zod';
import type { TransferInput } from '../contracts/transfer.ts';

export const peerNames = ['textbook', 'dbos'] as const;
export type PeerName = (typeof peerNames)[number];

/** Take these in, and say when the last of them is 依頼済 and its workflow has done its last step. */
export interface Work {
  municipality: string;
  transfers: TransferInput[];
}

/** What a peer's process is made of. */
export interface Peer {
  work: (work: Work) => Promise<{ beganAt: number; endedAt: number }>;
  close: () => Promise<void>;
}

/** Times are milliseconds since 1970. */
export const PeerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('finished'), beganAt: z.number(), endedAt: z.number() }),
]);
export type PeerMessage = z.infer<typeof PeerMessage>;
