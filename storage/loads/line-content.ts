import type { LoadLine } from '../../contracts/load-file.ts';
import { earlierAddressKey, earlierNameKey } from '../../domain/values/earlier-keys.ts';
import type { KeyRing } from '../../keys/key-ring.ts';

/**
 * The content hash (storage/transfers/inbox) of the transfer that a line stands for, equal to that of the same transfer
 * from a backbone. Written field by field, because sorting the fields of each line would cost more than the hash.
 */
export function lineContentHash(keys: KeyRing, municipality: string, line: LoadLine): Uint8Array {
  return keys.blindIndex(`transfer/${municipality}`, contentOf(line));
}

function contentOf(line: LoadLine): string {
  return `[["address",${json(line.address)}],["addressKey",${json(line.address === null ? null : earlierAddressKey(line.address))}],["addressNumber",${json(
    line.addressNumber,
  )}],["birthDate",${json(line.birthDate)}],["birthDateText",${json(line.birthDateText)}],["businessItem1",${json(
    line.businessItem1,
  )}],["businessItem2",${json(line.businessItem2)}],["confirmedAt",${line.confirmedAt}],["contact",${json(
    line.contact,
  )}],["dataType",${json(line.dataType)}],["delivery",${json(line.delivery)}],["name",${json(line.name)}],["nameKana",${json(
    line.nameKana,
  )}],["nameKey",${json(line.name === null ? null : earlierNameKey(line.name))}],["nonDisclosure",${line.nonDisclosure}],["numberSystem",${json(
    line.numberSystem,
  )}],["operatedAt",${line.operatedAt}],["personalNumber",${json(line.personalNumber)}],["senderStaffId",${json(
    line.senderStaffId,
  )}],["sex",${json(line.sex)}],["transferId",${json(line.transferId)}]]`;
}

function json(text: string | null): string {
  if (text === null) return 'null';
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}
/** Characters that JSON escapes. Control characters and unpaired surrogates never get this far, but cost nothing. */
const escaped = /["\\\p{Cc}\p{Cs}]/u;
