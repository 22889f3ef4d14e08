/** Shapes of an update of a resident's address information by staff (table 33). */
import { z } from 'zod';
import { sexes } from '../../domain/values/sex.ts';
import { BirthDate, visibleText } from '../transfer.ts';
import { StatedReason } from './resident-search.ts';

export const AddressUpdate = z
  .strictObject({
    currentHistorySeq: z
      .number()
      .int()
      .min(1)
      .meta({ description: 'The history SEQ that was current when it was read; 409 if another one is by now.' }),
    reason: StatedReason,
    name: visibleText(200),
    nameKana: visibleText(200).optional(),
    birthDate: BirthDate,
    sex: z.enum(sexes),
    address: visibleText(400),
    contact: visibleText(200).optional(),
    delivery: visibleText(400).optional(),
  })
  .meta({
    id: 'AddressUpdate',
    description: 'All of it as it is to be, by the rules of a transfer; what may be left out and is, is none any more.',
    example: {
      currentHistorySeq: 2,
      reason: '届出の転記誤りを直すため',
      name: '符号 花子',
      birthDate: '平成2年4月1日',
      sex: 'female',
      address: '架空市見本町1丁目2番3号',
    },
  });
export type AddressUpdate = z.infer<typeof AddressUpdate>;

export const AddressUpdated = z
  .object({
    historySeq: z.number().int().meta({ description: 'Of the new row, which is current now.' }),
    notices: z.number().int().meta({ description: 'Backbones that are told.' }),
  })
  .meta({ id: 'AddressUpdated' });
export type AddressUpdated = z.infer<typeof AddressUpdated>;

export const AddressUpdateProposed = z
  .object({ updateId: z.uuid().meta({ description: 'Of the proposed update, which waits for another person.' }) })
  .meta({ id: 'AddressUpdateProposed' });
export type AddressUpdateProposed = z.infer<typeof AddressUpdateProposed>;
