/**
 * The fields that a file of residents may have, in the order in which fugo writes a CSV: those of a transfer of the API,
 * and the integrated address number. A heading may use the municipality's Japanese words instead.
 */
import { transferFields, type TransferField } from '../domain/checked-transfer.ts';

export type LoadField = TransferField | 'integratedAddressNumber';
export const loadFields: readonly LoadField[] = transferFields.flatMap((field) =>
  field === 'addressNumber' ? [field, 'integratedAddressNumber' as const] : [field],
);

/** The words of the glossary (docs/technical-description.md); a digit may be full-width. */
export const japaneseHeadings: Record<LoadField, string> = {
  transferId: '異動ID',
  operatedAt: '操作日時',
  personalNumber: '個人番号',
  numberSystem: '番号体系',
  addressNumber: '宛名番号',
  integratedAddressNumber: '団体内統合宛名番号',
  name: '氏名',
  nameKana: '氏名カナ',
  birthDate: '生年月日',
  sex: '性別',
  address: '住所',
  contact: '連絡先',
  delivery: '送付先',
  nonDisclosure: '不開示',
  dataType: 'データ種別',
  confirmedAt: '確定時点',
  businessItem1: '業務項目1',
  businessItem2: '業務項目2',
  senderStaffId: '操作者ID',
};

/** Under this heading a CSV has what fugo does not read, whatever it is. */
export const unreadHeading = '-';

/** A column of a CSV; null where the heading is empty, as spreadsheets leave columns at the right. */
export type Column = LoadField | typeof unreadHeading | null;

export const isField = (column: Column): column is LoadField => column !== null && column !== unreadHeading;

/** Fields that every line needs; the number system may be given once for the whole file. */
export const requiredFields = ['numberSystem', 'addressNumber', 'name', 'birthDate', 'sex', 'address'] as const;
