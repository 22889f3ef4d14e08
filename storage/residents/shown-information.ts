/** What a row of table 33, or a held transfer, says about the person. */
export interface ShownInformation {
  name: string;
  nameKana: string | null;
  birthDateText: string;
  birthDate: string | null;
  sex: string;
  address: string;
  contact: string | null;
  delivery: string | null;
  nonDisclosure: boolean;
}
