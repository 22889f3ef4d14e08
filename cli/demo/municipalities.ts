import type { MunicipalityInput } from '../../contracts/api/administration.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import type { Route } from '../../domain/routes.ts';

/** The two sample municipalities, one for each route (S34) and each in a prefecture of its own. Neither they nor their
 * prefectures exist. */
export interface SampleMunicipality {
  municipality: string;
  name: string;
  nameEn: string;
  route: Route;
}

export const sampleMunicipalities = [
  { municipality: '990019', name: '符号市', nameEn: 'Fugo City', route: 'JUKI_SYSTEM' },
  { municipality: '983012', name: '連携町', nameEn: 'Renkei Town', route: 'JUKI_GATEWAY' },
] as const satisfies readonly SampleMunicipality[];

/**
 * Whoever watches will not wait three working days, so the limits are seconds. They are long enough to close a
 * participant for a minute without any request being given up.
 */
const sampleLimits = {
  transientSeconds: 90,
  fileSeconds: 90,
  confirmWithin: { seconds: 90 },
  confirmEverySeconds: 2,
  sweepEverySeconds: 10,
};

/** While a day is shown, servers are stopped for minutes, and nobody is to be given up for it. */
const patientLimits = { ...sampleLimits, transientSeconds: 600, confirmWithin: { seconds: 600 } };

export interface SampleOptions {
  enforceHours: boolean;
  isPatient?: boolean;
}

export function settingOf(
  { name, nameEn, route }: SampleMunicipality,
  participants: Partial<Record<ParticipantName, string>>,
  { enforceHours, isPatient = false }: SampleOptions,
): MunicipalityInput {
  return {
    name,
    nameEn,
    route,
    participants,
    hours: { enforced: enforceHours },
    limits: isPatient ? patientLimits : sampleLimits,
  };
}
