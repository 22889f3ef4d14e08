/** Reads table 33 of one resident: each row, and what it changed. */
import { sql } from 'drizzle-orm';
import { shownFields, type ShownField } from '../../domain/information-fields.ts';
import type { CodeRequestStatus } from '../../domain/stages.ts';
import type { Transaction } from '../database/database.ts';
import { epochMs, ofPerson, type OnePerson } from '../database/rows.ts';
import type { ShownInformation } from './shown-information.ts';

/** A row of table 33. */
export interface AddressInformation {
  historySeq: number;
  numberSystem: string | null;
  addressNumber: string | null;
  codeRequestStatus: CodeRequestStatus;
  operatedAt: Date;
  registeredAt: Date;
  staffId: string | null;
  source: 'transfer' | 'load' | 'staff';
  /** The fields that differ from the row before; empty for the first row. */
  changed: ShownField[];
  /** Null when masked. */
  shown: ShownInformation | null;
}

/** A row from a time of protection stays masked after its end, because where somebody hid remains secret. */
export async function readAddressHistory(
  tx: Transaction,
  own: OnePerson,
  { masked, seesProtected }: { masked: boolean; seesProtected: boolean },
): Promise<AddressInformation[]> {
  const rows = await tx.execute<
    Record<string, unknown> &
      ShownInformation & {
        historySeq: number;
        numberSystem: string | null;
        addressNumber: string | null;
        status: CodeRequestStatus;
        operatedAt: number;
        registeredAt: number;
        staffId: string | null;
        source: AddressInformation['source'];
      }
  >(sql`
    select history_seq as "historySeq", number_system as "numberSystem", address_number as "addressNumber",
      code_request_status as status, ${epochMs(sql`operated_at`)} as "operatedAt",
      ${epochMs(sql`registered_at`)} as "registeredAt", staff_id as "staffId",
      case when load_id is not null then 'load' when inbox_id is not null then 'transfer' else 'staff' end as source,
      name, name_kana as "nameKana", birth_date_text as "birthDateText", birth_date::text as "birthDate", sex, address,
      contact, delivery, non_disclosure as "nonDisclosure"
    from address_information where ${ofPerson(own)} order by history_seq`);
  return rows.map((row, at) => {
    const before = rows[at - 1];
    const { name, nameKana, birthDateText, birthDate, sex, address, contact, delivery, nonDisclosure } = row;
    const shown = { name, nameKana, birthDateText, birthDate, sex, address, contact, delivery, nonDisclosure };
    return {
      historySeq: row.historySeq,
      numberSystem: row.numberSystem,
      addressNumber: row.addressNumber,
      codeRequestStatus: row.status,
      operatedAt: new Date(row.operatedAt),
      registeredAt: new Date(row.registeredAt),
      staffId: row.staffId,
      source: row.source,
      changed: before ? shownFields.filter((field) => before[field] !== row[field]) : [],
      shown: masked || (nonDisclosure && !seesProtected) ? null : shown,
    };
  });
}
