/** What residents are searched by, and the conditions that it sets on a row of table 33 (`a`) and its person (`p`). */
import { sql, type SQL } from 'drizzle-orm';
import type { KeyRing } from '../../keys/key-ring.ts';
import { personalNumberIndex } from '../database/personal-number.ts';
import { isProtected } from './protection.ts';
import { anySpelling, matchesBirthDate, matchesPart, type KeyPart } from './search-keys.ts';

/** All given criteria must match. */
export interface ResidentCriteria {
  name?: KeyPart;
  address?: KeyPart;
  /** `date` is null when part of it is unknown; then `key` has the known parts, which must be equal. */
  birthDate?: { text: string; date: string | null; key: string | null };
  addressNumber?: { numberSystem: string | null; addressNumber: string };
  integratedAddressNumber?: string;
  personalNumber?: string;
}

export function conditionsOf(
  keys: KeyRing,
  municipality: string,
  criteria: ResidentCriteria,
  lead: KeyPart | undefined,
): SQL[] {
  const { address, birthDate, addressNumber, integratedAddressNumber, personalNumber } = criteria;
  const conditions: SQL[] = [];
  if (address && lead !== address) conditions.push(matchesPart(sql`a.address_key collate "C"`, address));
  if (birthDate) conditions.push(matchesBirthDate('a', birthDate));
  if (addressNumber) {
    conditions.push(sql`a.person_id in (select person_id from address_numbers where municipality = ${municipality}
      and number_system = ${systemsOf(addressNumber.numberSystem)}
      and address_number = ${anySpelling(addressNumber.addressNumber)})`);
  }
  if (integratedAddressNumber !== undefined) {
    conditions.push(sql`p.integrated_address_number = ${anySpelling(integratedAddressNumber)}`);
  }
  if (personalNumber !== undefined) {
    conditions.push(sql`p.personal_number_index = ${personalNumberIndex(keys, municipality, personalNumber)}`);
  }
  return conditions;
}

/** There are at most a hundred number systems, so asking for each is cheaper than another index. */
function systemsOf(numberSystem: string | null): SQL {
  return numberSystem === null
    ? sql`any(array(select lpad(i::text, 2, '0') from generate_series(0, 99) as i))`
    : sql`${numberSystem}`;
}

/** A result would reveal that a masked resident has this address. */
export const notByAddress = (municipality: string): SQL =>
  sql`(not a.non_disclosure and not ${isProtected(municipality, sql`a.person_id`)})`;

/** Whether more is known than keys, so that few rows can match. */
export const hasNumberOrDate = (criteria: ResidentCriteria): boolean =>
  criteria.birthDate !== undefined ||
  criteria.addressNumber !== undefined ||
  criteria.integratedAddressNumber !== undefined ||
  criteria.personalNumber !== undefined;
