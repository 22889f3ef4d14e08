/** Names of what the data of residents hold as codes. A code without a name is shown as it is. */
import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { failures, isAcquisitionFailureCode } from '../../domain/failures.ts';
import { numberSystems } from '../../domain/number-systems.ts';
import { isParticipantName, participants } from '../../domain/participants.ts';
import { sexes } from '../../domain/values/sex.ts';
import type { Formats } from './formats.ts';
import { isMessageKey } from '../catalogue.ts';
import type { Language } from './message.ts';
import type { Words } from './preferences.tsx';

export function sexOf(sex: string | null, t: Words): string {
  const known = sexes.find((each) => each === sex);
  return known ? t(`resident.sex.${known}`) : (sex ?? '');
}

/** The birth date in the reader's calendar, or as it was written where the day is not wholly known. */
export function birthDateOf(
  { birthDate, birthDateText }: { birthDate: string | null; birthDateText: string | null },
  formats: Formats,
): string {
  return birthDate === null ? (birthDateText ?? '') : formats.date(birthDate);
}

const systems: Readonly<Partial<Record<string, { ja: string; en: string }>>> = numberSystems;

/** A municipality may use number systems that have no name here. */
export function systemOf(numberSystem: string, language: Language): string {
  const name = systems[numberSystem];
  return name ? `${numberSystem} ${name[language]}` : numberSystem;
}

export function participantOf(participant: string, language: Language): string {
  return isParticipantName(participant) ? participants[participant][language] : participant;
}

export function stepOf(step: string, t: Words): string {
  const key = `resident.step.${step}`;
  return isMessageKey(key) ? t(key) : step;
}

export function failureOf(code: string, language: Language): string {
  return isAcquisitionFailureCode(code) ? failures[code][language] : code;
}

export function eventOf(event: string, t: Words): string {
  const key = `resident.event.${event}`;
  return isMessageKey(key) ? t(key) : event;
}

/** A program may have named somebody who is no member of staff here; then the id is shown. */
export function staffNameOf(staffId: string, staff: ResidentDetail['staff']): string {
  return staff.find((each) => each.staffId === staffId)?.name ?? staffId;
}
