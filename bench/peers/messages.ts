/** What the bench and a peer's process say to each other. */
import { z } from 'zod';
import type { TransferInput } from '../../contracts/transfer.ts';

export const peerNames = ['textbook', 'dbos', 'restate'] as const;
export type PeerName = (typeof peerNames)[number];

/** Take these in, and say when the last of them is 依頼済 and its workflow has done its last step. */
export interface Work {
  municipality: string;
  transfers: TransferInput[];
  /** Takes no more in after so long; those who were taken in still come to their end. */
  stopAfterMs?: number;
  /** Residents under way at once; as many as there are, where it is not said. */
  atOnce?: number;
}

/** Times are milliseconds since 1970. */
export const WorkDone = z.object({
  beganAt: z.number(),
  endedAt: z.number(),
  /** When each resident had done the last step, in the order of time. */
  finishedAt: z.array(z.number()),
});
export type WorkDone = z.infer<typeof WorkDone>;

/** What a peer's process is made of. */
export interface Peer {
  /** Of an engine that this peer has brought along and started. */
  enginePid?: number;
  work: (work: Work) => Promise<WorkDone>;
  close: () => Promise<void>;
}

export const PeerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), enginePid: z.number().optional() }),
  WorkDone.extend({ kind: z.literal('finished') }),
]);
export type PeerMessage = z.infer<typeof PeerMessage>;
