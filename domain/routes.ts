import type { ParticipantName } from './participants.ts';

/** S34: by which of the two a municipality's code requests go to the Juki net (appendix 4), and who stands there. */
export const participantOfRoute = {
  JUKI_SYSTEM: 'juki-system',
  JUKI_GATEWAY: 'juki-gateway',
} as const satisfies Record<string, ParticipantName>;
export type Route = keyof typeof participantOfRoute;
export const routes = ['JUKI_SYSTEM', 'JUKI_GATEWAY'] as const satisfies readonly Route[];
