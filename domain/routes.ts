import type { ParticipantName } from './participants.ts';

/** The ways of S34 (seed, appendix 4), and who stands there: the Juki system, or the Juki gateway (embodiment 2). */
export const participantOfRoute = {
  JUKI_SYSTEM: 'juki-system',
  JUKI_GATEWAY: 'juki-gateway',
} as const satisfies Record<string, ParticipantName>;
export type Route = keyof typeof participantOfRoute;
export const routes = ['JUKI_SYSTEM', 'JUKI_GATEWAY'] as const satisfies readonly Route[];
