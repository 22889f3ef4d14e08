import { accept, type Checked } from './values/checked.ts';
import { remainderBy11 } from './values/digits.ts';
import { checkMunicipalityCode } from './values/municipality-code.ts';

/**
 * 団体: who runs a part of the Juki net. Three tiers, each with its own server (seed J): the national body, the
 * prefectures, the municipalities.
 */
export const tiers = ['nation', 'prefecture', 'municipality'] as const;
export type Tier = (typeof tiers)[number];

export interface Organisation {
  /** `nation`, or six digits with their check digit (全国地方公共団体コード) of a prefecture or a municipality. */
  organisation: string;
  tier: Tier;
  /** The organisation above; null for the nation. */
  parent: string | null;
  name: string;
  nameEn: string;
}

/** 指定情報処理機関, the national body. There is one, and no code is given to it. */
export const nation = 'nation';

/** The server of each tier (seed J), in the order of starting. They are stopped in the reverse order. */
export const serverKinds = ['national-server', 'prefectural-server', 'communication-server'] as const;
export type ServerKind = (typeof serverKinds)[number];
export const serverOfTier: Readonly<Record<Tier, ServerKind>> = {
  nation: 'national-server',
  prefecture: 'prefectural-server',
  municipality: 'communication-server',
};

/** The code of the prefecture that a municipality's code begins with (JIS X 0401), with its check digit. */
export function prefectureOf(municipality: string): string {
  const digits = `${municipality.slice(0, 2)}000`;
  return `${digits}${String((11 - remainderBy11(digits)) % 10)}`;
}

/** 団体コード: `nation`, or six digits with their check digit; prefectures and municipalities share the rule. */
export function checkOrganisationCode(text: string): Checked<string> {
  return text === nation ? accept(nation) : checkMunicipalityCode(text);
}

/** What stands directly above the organisation with this code. */
export function parentOf(organisation: string): string | null {
  if (organisation === nation) return null;
  return tierOf(organisation) === 'prefecture' ? nation : prefectureOf(organisation);
}

/** The tier that a code belongs to. */
export function tierOf(organisation: string): Tier {
  if (organisation === nation) return 'nation';
  return /^[0-9]{2}000[0-9]$/u.test(organisation) ? 'prefecture' : 'municipality';
}

/** Whether `lower` belongs to `upper`, directly or through its prefecture. */
export function standsBelow(lower: string, upper: string): boolean {
  for (let each = parentOf(lower); each !== null; each = parentOf(each)) {
    if (each === upper) return true;
  }
  return false;
}
