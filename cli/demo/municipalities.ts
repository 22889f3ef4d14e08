import { commonHours } from '../../domain/calendar/operating-hours.ts';
import type { MunicipalityInput } from '../../contracts/api/administration.ts';
import type { Route } from '../../contracts/municipality.ts';
import type { ParticipantName } from '../../domain/participants.ts';

/** The two sample municipalities, one a route (S34). Prefecture 99 does not exist, and neither do they. */
export interface SampleMunicipality {
  municipality: string;
  name: string;
  nameEn: string;
  route: Route;
}

export const sampleMunicipalities = [
  { municipality: '990019', name: '符号市', nameEn: 'Fugo City', route: 'JUKI_SYSTEM' },
  { municipality: '993018', name: '連携町', nameEn: 'Renkei Town', route: 'JUKI_GATEWAY' },
] as const satisfies readonly SampleMunicipality[];

/**
 * Seconds instead of hours and days: whoever watches will not wait for three working days, but may close a participant
 * for a minute and expects that nobody is given up for that.
 */
const sampleLimits = {
  transientSeconds: 90,
  fileSeconds: 90,
  confirmWithin: { seconds: 90 },
  confirmEverySeconds: 2,
  sweepEverySeconds: 10,
};

/** What the administrator registers for it. */
export function settingOf(
  { name, nameEn, route }: SampleMunicipality,
  participants: Partial<Record<ParticipantName, string>>,
  enforceHours: boolean,
): MunicipalityInput {
  return {
    name,
    nameEn,
    route,
    participants,
    hours: { ...commonHours, enforced: enforceHours, overrides: [], exceptions: [] },
    limits: sampleLimits,
  };
}
