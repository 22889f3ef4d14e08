import { integratedAddressNumberFrom } from '../domain/values/integrated-address-number.ts';
import { personalNumberFrom } from '../domain/values/personal-number.ts';
import { createPermutation } from './permutation.ts';

/** A resident's numbers in one number system, computed from the index alone: all differ, and none is remembered. */
export interface Numbers {
  personalNumber: (index: number) => string;
  /** 15 digits with leading zeros, as in real layouts. */
  addressNumber: (index: number) => string;
  /** A number that a system before fugo has given. */
  integratedAddressNumber: (index: number) => string;
}

/** Far from the start of fugo's own sequence, so that the two do not meet by chance. */
const firstImported = 70_000_000_000_000;

export function createNumbers(seed: number, numberSystem: string): Numbers {
  const personal = createPermutation(seed, 'personal-number');
  const address = createPermutation(seed, `address-number-${numberSystem}`);
  const imported = createPermutation(seed, 'integrated-address-number');
  return {
    personalNumber: (index) => personalNumberFrom(digitsOf(personal(index), 11)),
    addressNumber: (index) => digitsOf(address(index), 15),
    integratedAddressNumber: (index) => integratedAddressNumberFrom(firstImported + imported(index)),
  };
}

function digitsOf(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
