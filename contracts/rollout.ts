/** What the workflows of deliveries, their activities and their callers share. */
import { defineSignal } from '@temporalio/workflow';
import type { KeyRole, RolloutState } from '../domain/deliveries/names.ts';

export interface RolloutInput {
  rollout: string;
}
export type Rollout = (input: RolloutInput) => Promise<{ state: RolloutState | null }>;

/** A rollout has one workflow, whoever starts it. */
export const rolloutIdFor = ({ rollout }: RolloutInput): string => `rollout/${rollout}`;

/** Something has changed that the rollout may wait for: a receipt, an order of staff. */
export const lookAtRollout = defineSignal('lookAtRollout');

export interface RolloutActivities {
  /**
   * Makes what is due of the rollout, and says after how many seconds to look again; null when it is over. The state is
   * null when there is no such rollout.
   */
  takeRolloutStep: (input: RolloutInput) => Promise<{ state: RolloutState | null; waitSeconds: number | null }>;
}

/** 公開: brings the signed repository to what the database says. There is one at a time. */
export const publicationId = 'deliveries/publication';

export interface PublicationInput {
  /** A key of this role is replaced first, and the metadata are signed with the new one. */
  rotate?: KeyRole;
}
export interface PublicationOutcome {
  /** Versions of the metadata that stand now. */
  versions: Record<KeyRole, number>;
  published: boolean;
  /** What staff must see to: keys or metadata whose end is near. */
  alarms: readonly string[];
}
export type PublishDeliveries = (input: PublicationInput) => Promise<PublicationOutcome>;

export interface PublicationActivities {
  /** Opens an incident when it fails, and when keys or signatures come to their end. */
  publishDeliveries: (input: PublicationInput) => Promise<PublicationOutcome>;
}

/** 切戻し: the organisation's own server, at once. */
export interface SwitchBackInput {
  organisation: string;
  name: string;
  requestId: string;
}
export type SwitchBackOutcome =
  | { kind: 'switched'; version: number }
  | { kind: 'nothingBefore' }
  /** The server does not answer, or none is registered. */
  | { kind: 'unreachable' };
export type SwitchBack = (input: SwitchBackInput) => Promise<SwitchBackOutcome>;
export const switchBackIdFor = ({ organisation, requestId }: SwitchBackInput): string =>
  `deliveries/back/${organisation}/${requestId}`;

export interface SwitchBackActivities {
  switchBackDelivery: (input: SwitchBackInput) => Promise<SwitchBackOutcome>;
}
