import { clockOfMinutes, dateOfDayNumber, dayNumberOf, tokyoInstantOf } from '../domain/calendar/civil-date.ts';
import type { LoadRecord } from '../load-files/write.ts';
import { backbones, type NumberSystem } from './backbones.ts';
import { createLot } from './lots.ts';
import { createNumbers } from './numbers.ts';
import { extractionDate, type Resident } from './residents.ts';

/** Makes the records that one backbone has about the residents. */
export function createRecordMaker(
  { seed, importedShare }: { seed: number; importedShare: number },
  numberSystem: NumberSystem,
  hasNumber: (index: number) => boolean,
): (resident: Resident) => LoadRecord {
  const { dataType, businessItems } = backbones[numberSystem];
  const numbers = createNumbers(seed, numberSystem);
  const importedLot = createLot(seed, 'imported');
  const businessLot = createLot(seed, `business-${numberSystem}`);
  const operationLot = createLot(seed, `operation-${numberSystem}`);

  return ({ index, name, nameKana, birthDate, sex, address, contact, delivery, nonDisclosure, relation }) => {
    const record: LoadRecord = {
      // The seed is part of the id, so that files of different seeds can be loaded one after the other.
      transferId: `G${numberSystem}-${seed}-${index + 1}`,
      operatedAt: moments[Math.floor(operationLot(index) * moments.length)] ?? confirmedAt,
      numberSystem,
      addressNumber: numbers.addressNumber(index),
      name,
      nameKana,
      birthDate,
      sex,
      address,
      nonDisclosure,
      dataType,
      confirmedAt,
      businessItem1: businessItems[Math.floor(businessLot(index) * businessItems.length)] ?? '',
      businessItem2: numberSystem === '01' ? relation : '',
    };
    if (hasNumber(index)) record.personalNumber = numbers.personalNumber(index);
    if (importedLot(index) < importedShare) record.integratedAddressNumber = numbers.integratedAddressNumber(index);
    if (contact !== undefined) record.contact = contact;
    if (delivery !== undefined) record.delivery = delivery;
    return record;
  };
}

const confirmedAt = tokyoInstantOf(`${extractionDate}T17:30:00`);
/** The working hours of the days before the extraction. */
const moments = Array.from({ length: 80 * 8 }, (_, place) => {
  const day = dateOfDayNumber(dayNumberOf(extractionDate) - 80 + Math.floor(place / 8));
  return tokyoInstantOf(`${day}T${clockOfMinutes((9 + (place % 8)) * 60)}:00`);
});
