/** A resident as a backbone system would send it (contracts/transfer.ts); a load may leave out more of it. */
export interface LoadRecord {
  transferId?: string;
  operatedAt?: string;
  personalNumber?: string;
  numberSystem: string;
  addressNumber: string;
  integratedAddressNumber?: string;
  name: string;
  nameKana?: string;
  birthDate: string;
  sex: string;
  address: string;
  contact?: string;
  delivery?: string;
  nonDisclosure?: boolean;
  dataType?: string;
  confirmedAt?: string;
  businessItem1?: string;
  businessItem2?: string;
  senderStaffId?: string;
}
