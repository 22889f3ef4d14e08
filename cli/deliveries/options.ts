import type { ReleaseKind, WavePlan } from '../../domain/deliveries/names.ts';

export interface DeliveryOptions {
  organisation?: string;
  json?: boolean;
}
export interface ReasonOptions extends DeliveryOptions {
  reason: string;
}
export interface ProposeOptions extends ReasonOptions {
  name: string;
  kind: ReleaseKind;
}
export interface WithdrawOptions extends ReasonOptions {
  replacedBy?: number;
}
export interface StartOptions extends DeliveryOptions {
  /** With its offset. */
  applyAfter: string;
  waves?: WavePlan[];
  to?: string[];
  group?: string;
  canary?: string[];
}
