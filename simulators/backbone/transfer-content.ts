import type { z } from 'zod';
import type { AddressInfo, ClerkInput } from '../../contracts/participants/backbone.ts';
import type { BusinessTable } from '../../contracts/participants/backbone-tables.ts';

export type Input = z.output<typeof ClerkInput>;

/**
 * S13: the transfer of an input, with the parts that it carries (seed P:339). Keys have a fixed order and optional ones
 * are left out, so that a repeated transfer is the same text.
 */
export function contentOf(
  { dataType, items: [first, second] }: BusinessTable,
  {
    input,
    transferId,
    numberSystem,
    addressNumber,
    personalNumber,
    addressInfo,
    business,
  }: {
    input: Input;
    transferId: string;
    numberSystem: string;
    addressNumber: string;
    personalNumber: string | undefined;
    addressInfo: AddressInfo | undefined;
    business: Readonly<Record<string, string>>;
  },
): unknown {
  const operatedAt = input.operatedAt ?? new Date().toISOString();
  return {
    transferId,
    operatedAt,
    ...(personalNumber !== undefined && { personalNumber }),
    numberSystem,
    addressNumber,
    ...(input.carries !== 'business' && { ...addressInfo, nonDisclosure: input.nonDisclosure }),
    ...(input.carries !== 'address' && {
      dataType: input.dataType ?? dataType,
      confirmedAt: operatedAt,
      businessItem1: input.businessItem1 ?? business[first] ?? '',
      businessItem2: input.businessItem2 ?? business[second] ?? '',
    }),
    senderStaffId: input.clerk,
  };
}
