import type { LoadLine } from '../../contracts/load-file.ts';
import type { KeyRing } from '../../keys/key-ring.ts';

/**
 * The content hash of storage/inbox for the transfer that a line stands for. A backbone may send the same transfer, and
 * then it must be the same, so the text that is hashed is that of the inbox to the byte; but it is written down field by
 * field, because to list and sort the fields of each line costs more than all that is hashed of it.
 */
export function lineContentHash(keys: KeyRing, municipality: string, line: LoadLine): Uint8Array {
  return keys.blindIndex(`transfer/${municipality}`, contentOf(line));
}

function contentOf(line: LoadLine): string {
  return `[["address",${json(line.address)}],["addressKey",${json(line.addressKey)}],["addressNumber",${json(
    line.addressNumber,
  )}],["birthDate",${json(line.birthDate)}],["birthDateText",${json(line.birthDateText)}],["businessItem1",${json(
    line.businessItem1,
  )}],["businessItem2",${json(line.businessItem2)}],["confirmedAt",${line.confirmedAt}],["contact",${json(
    line.contact,
  )}],["dataType",${json(line.dataType)}],["delivery",${json(line.delivery)}],["name",${json(line.name)}],["nameKana",${json(
    line.nameKana,
  )}],["nameKey",${json(line.nameKey)}],["nonDisclosure",${line.nonDisclosure}],["numberSystem",${json(
    line.numberSystem,
  )}],["operatedAt",${line.operatedAt}],["personalNumber",${json(line.personalNumber)}],["senderStaffId",${json(
    line.senderStaffId,
  )}],["sex",${json(line.sex)}],["transferId",${json(line.transferId)}]]`;
}

function json(text: string | null): string {
  if (text === null) return 'null';
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}
/** What JSON does not show as it is; control characters and halves of a pair never come this far, but cost nothing. */
const escaped = /["\\\p{Cc}\p{Cs}]/u;
