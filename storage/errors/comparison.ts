/** Compares a held transfer with the current address information that it contradicts. */
import { sql } from 'drizzle-orm';
import { listHeldReasons, type HeldReason } from '../../domain/held-reasons.ts';
import type { Identity } from '../../domain/judgement.ts';
import { foldNameStrictly } from '../../domain/values/name-folding.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import type { InboxPayload } from '../transfers/inbox.ts';
import { isProtected } from '../residents/protection.ts';
import type { ShownInformation } from '../residents/shown-information.ts';
import { epochMs } from '../database/rows.ts';

/** One side of the comparison: what the transfer says, or what is current. */
export interface ComparedSide extends Omit<ShownInformation, 'nonDisclosure'> {
  numberSystem: string | null;
  addressNumber: string | null;
}

export type NumbersCompared = 'same' | 'different' | 'none-held' | 'none-current' | 'none';

export interface HeldComparison {
  integratedAddressNumber: string | null;
  state: 'RECEIVED' | 'JUDGED' | 'HELD' | 'REFUSED';
  transferId: string;
  operatedAt: Date;
  receivedAt: Date;
  currentOperatedAt: Date | null;
  /** Whose address information `current` is. */
  with: 'person' | 'another' | 'nobody';
  /** The integrated number of another resident who has this address number or personal number. */
  another: string | null;
  reasons: HeldReason[];
  protected: boolean;
  masked: boolean;
  /** Null when masked. */
  held: ComparedSide | null;
  current: ComparedSide | null;
  personalNumber: NumbersCompared;
}

interface Row extends Record<string, unknown> {
  person_id: string;
  integrated_address_number: string | null;
  state: HeldComparison['state'];
  transfer_id: string;
  number_system: string;
  address_number: string;
  payload: InboxPayload;
  operated_at: number;
  received_at: number;
  linked_to: string | null;
}

type CurrentRow = ComparedSide & { operatedAt: number };

/**
 * Undefined when the entry is not about a held transfer. `db` is the caller's; `numbers` is a database that may read
 * the blind indexes. Whoever may see the residents learns whether two personal numbers are equal; nobody sees a digit
 * of them.
 */
export async function compareHeld(
  { db, numbers }: { db: Database; numbers: Database },
  municipality: string,
  failureId: string,
  { seesProtected }: { seesProtected: boolean },
): Promise<HeldComparison | undefined> {
  const indexes = await compareNumbers(numbers, municipality, failureId);
  return inMunicipality(db, municipality, async (tx) => {
    const row = await findHeld(tx, municipality, failureId);
    if (!row) return undefined;
    const linkedToAnother = row.linked_to !== null && row.linked_to !== row.person_id ? row.linked_to : null;
    const anotherId = linkedToAnother ?? indexes.numberOf;
    const ownRow = await findCurrent(tx, municipality, row.person_id);
    const otherRow = ownRow || anotherId === null ? undefined : await findCurrent(tx, municipality, anotherId);
    const current = ownRow ?? otherRow;
    const [involved] = await tx.execute<{ protected: boolean; another: string | null }>(sql`
      select ${isProtected(municipality, sql`${row.person_id}::uuid`)}
          or ${anotherId === null ? sql`false` : isProtected(municipality, sql`${anotherId}::uuid`)} as protected,
        (select integrated_address_number from persons
          where municipality = ${municipality} and person_id = ${anotherId}::uuid) as another`);
    const { payload } = row;
    const isShielded = payload.nonDisclosure || (involved?.protected ?? false);
    const masked = isShielded && !seesProtected;
    return {
      integratedAddressNumber: row.integrated_address_number,
      state: row.state,
      transferId: row.transfer_id,
      operatedAt: new Date(row.operated_at),
      receivedAt: new Date(row.received_at),
      currentOperatedAt: current ? new Date(current.operatedAt) : null,
      with: ownRow ? 'person' : otherRow ? 'another' : 'nobody',
      another: involved?.another ?? null,
      reasons: listHeldReasons(
        { current: ownRow ? { ...identityOf(ownRow), operatedAt: ownRow.operatedAt } : null },
        {
          // Business information alone says nothing of who it is about, so only the numbers are a reason.
          ...(payload.name === null && ownRow ? identityOf(ownRow) : identityOf(payload)),
          addressNumberOf:
            linkedToAnother !== null ? 'another-person' : row.linked_to === null ? 'nobody' : 'this-person',
          personalNumberOfAnother: indexes.isOfAnother,
        },
      ),
      protected: isShielded,
      masked,
      held: masked ? null : sideOf(payload, { numberSystem: row.number_system, addressNumber: row.address_number }),
      current: masked || !current ? null : sideOf(current, current),
      personalNumber: ownRow || !otherRow ? indexes.withPerson : indexes.withAnother,
    };
  });
}

async function findHeld(tx: Transaction, municipality: string, failureId: string): Promise<Row | undefined> {
  const [row] = await tx.execute<Row>(sql`
    select i.person_id, p.integrated_address_number, i.state, i.transfer_id, i.number_system, i.address_number, i.payload,
      ${epochMs(sql`i.operated_at`)} as operated_at, ${epochMs(sql`i.received_at`)} as received_at,
      a.person_id as linked_to
    from failures f
    join inbox i on i.municipality = ${municipality} and i.inbox_id = f.inbox_id
    join persons p on p.municipality = ${municipality} and p.person_id = f.person_id
    left join address_numbers a on a.municipality = ${municipality} and a.number_system = i.number_system
      and a.address_number = i.address_number
    where f.municipality = ${municipality} and f.failure_id = ${failureId}::uuid`);
  return row;
}

async function findCurrent(tx: Transaction, municipality: string, personId: string): Promise<CurrentRow | undefined> {
  const [row] = await tx.execute<CurrentRow & Record<string, unknown>>(sql`
    select a.name, a.name_kana as "nameKana", a.birth_date_text as "birthDateText",
      a.birth_date::text as "birthDate", a.sex, a.address, a.contact, a.delivery, a.number_system as "numberSystem",
      a.address_number as "addressNumber", ${epochMs(sql`a.operated_at`)} as "operatedAt"
    from persons p join address_information a on a.municipality = ${municipality} and a.person_id = p.person_id
      and a.history_seq = p.current_history_seq
    where p.municipality = ${municipality} and p.person_id = ${personId}::uuid`);
  return row;
}

interface IndexesCompared {
  withPerson: NumbersCompared;
  withAnother: NumbersCompared;
  /** Another person who has the transfer's personal number. */
  numberOf: string | null;
  isOfAnother: boolean;
}

async function compareNumbers(db: Database, municipality: string, failureId: string): Promise<IndexesCompared> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{
      has_held: boolean;
      has_current: boolean;
      same: boolean | null;
      number_of: string | null;
      other_has: boolean | null;
      other_same: boolean | null;
    }>(sql`
      select i.personal_number_index is not null as has_held, p.personal_number_index is not null as has_current,
        i.personal_number_index = p.personal_number_index as same, o.person_id as number_of,
        l.personal_number_index is not null as other_has, i.personal_number_index = l.personal_number_index as other_same
      from failures f
      join inbox i on i.municipality = ${municipality} and i.inbox_id = f.inbox_id
      join persons p on p.municipality = ${municipality} and p.person_id = f.person_id
      left join persons o on o.municipality = ${municipality} and o.personal_number_index = i.personal_number_index
        and o.person_id <> p.person_id
      left join address_numbers a on a.municipality = ${municipality} and a.number_system = i.number_system
        and a.address_number = i.address_number and a.person_id <> p.person_id
      left join persons l on l.municipality = ${municipality} and l.person_id = coalesce(a.person_id, o.person_id)
      where f.municipality = ${municipality} and f.failure_id = ${failureId}::uuid`);
    if (!row) return { withPerson: 'none', withAnother: 'none', numberOf: null, isOfAnother: false };
    return {
      withPerson: compareIndexes(row.has_held, row.has_current, row.same),
      withAnother: compareIndexes(row.has_held, row.other_has === true, row.other_same),
      numberOf: row.number_of,
      // As the judge sees it: also when the person has got another number since.
      isOfAnother: row.number_of !== null || (row.has_held && row.has_current && row.same === false),
    };
  });
}

function compareIndexes(hasHeld: boolean, hasCurrent: boolean, same: boolean | null): NumbersCompared {
  if (!hasHeld) return hasCurrent ? 'none-held' : 'none';
  if (!hasCurrent) return 'none-current';
  return same === true ? 'same' : 'different';
}

const identityOf = ({
  birthDateText,
  birthDate,
  sex,
  name,
}: Pick<InboxPayload, 'birthDateText' | 'birthDate' | 'sex' | 'name'> | CurrentRow): Identity => ({
  birthDateText: birthDateText ?? '',
  birthDate,
  sex: sex ?? '',
  nameKey: foldNameStrictly(name ?? ''),
});

function sideOf(
  { name, nameKana, birthDateText, birthDate, sex, address, contact, delivery }: InboxPayload | CurrentRow,
  { numberSystem, addressNumber }: Pick<ComparedSide, 'numberSystem' | 'addressNumber'>,
): ComparedSide {
  return {
    name: name ?? '',
    nameKana,
    birthDateText: birthDateText ?? '',
    birthDate,
    sex: sex ?? '',
    address: address ?? '',
    contact,
    delivery,
    numberSystem,
    addressNumber,
  };
}
