import type { LoadRecord } from '../load-files/write.ts';
import { backbones, type NumberSystem } from './backbones.ts';
import { generateHouseholds, type Population } from './households.ts';
import { createLot, type Lot } from './lots.ts';
import { createRecordMaker } from './records.ts';
import type { Resident } from './residents.ts';

/** A resident as one backbone sends them. */
export interface Line {
  /** The number system of the backbone, whatever the record says. */
  numberSystem: NumberSystem;
  record: LoadRecord;
  resident: Resident;
  /** The index of its first member, and the name of its head. */
  household: { first: number; head: string };
}

export interface Contents extends Population {
  numberSystems: readonly NumberSystem[];
  /** Share of residents who already have an integrated address number. */
  importedShare: number;
}

/** Share of residents who still wait for their personal number; until then only the Juki system knows them. */
const withoutNumberShare = 0.002;

/** Yields one backbone after the other, as their files are joined: the lines of one resident stand far apart. */
export function* generateLines(contents: Contents): Generator<Line> {
  for (const numberSystem of contents.numberSystems) yield* generateLinesOfBackbone(contents, numberSystem);
}

function* generateLinesOfBackbone(contents: Contents, numberSystem: NumberSystem): Generator<Line> {
  const numberLot = createLot(contents.seed, 'without-number');
  const hasNumber = (index: number): boolean => numberLot(index) >= withoutNumberShare;
  const isMember = createMemberTest(createLot(contents.seed, `member-${numberSystem}`), numberSystem, hasNumber);
  const recordOf = createRecordMaker(contents, numberSystem, hasNumber);
  for (const { first, size, residents } of generateHouseholds(contents)) {
    if (!hasMember(first, size, isMember)) continue;
    const members = residents();
    const household = { first, head: members[0]?.name ?? '' };
    for (const resident of members) {
      if (isMember(resident.index)) yield { numberSystem, record: recordOf(resident), resident, household };
    }
  }
}

type Test = (index: number) => boolean;

function createMemberTest(lot: Lot, numberSystem: NumberSystem, hasNumber: Test): Test {
  const { share } = backbones[numberSystem];
  if (numberSystem === '01') return () => true;
  return (index) => lot(index) < share && hasNumber(index);
}

function hasMember(first: number, size: number, isMember: Test): boolean {
  for (let index = first; index < first + size; index += 1) if (isMember(index)) return true;
  return false;
}
