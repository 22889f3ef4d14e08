/**
 * The columns of tables 21, 23, 25 and 27 beside the address information: what each backbone keeps about a resident for
 * its own business (世帯情報, 所得情報, 国保情報, 福祉情報). The specification names the tables and not their columns; these are the
 * usual ones of their kind. Two of each table are the business items that a transfer carries (table 34).
 */
export interface BusinessColumn {
  /** The column in the table and the field of the form. */
  name: string;
  /** `yen`: whole yen. `year`: of the Western calendar. `date`: YYYY-MM-DD. */
  kind: 'text' | 'yen' | 'year' | 'date';
  /** What may stand there; anything of its kind without it. */
  choices?: readonly string[];
  ja: string;
  en: string;
}
export interface BusinessTable {
  table: string;
  /** データ種別 of the transfers. */
  dataType: string;
  columns: readonly BusinessColumn[];
  /** The columns that a transfer carries as business item 1 and 2. */
  items: readonly [string, string];
}

/** By number system. */
export const businessTables = {
  '01': {
    table: 'household_info',
    dataType: 'JM',
    columns: [
      { name: 'resident_kind', kind: 'text', choices: ['住民', '住登外'], ja: '住民区分', en: 'Kind of resident' },
      { name: 'household_number', kind: 'text', ja: '世帯番号', en: 'Household number' },
      { name: 'household_head', kind: 'text', ja: '世帯主氏名', en: 'Head of the household' },
      {
        name: 'relation',
        kind: 'text',
        choices: ['世帯主', '配偶者', '子', '父母', 'その他'],
        ja: '続柄',
        en: 'Relation to the head',
      },
      { name: 'resident_since', kind: 'date', ja: '住民となった日', en: 'Resident since' },
      {
        name: 'move_reason',
        kind: 'text',
        choices: ['転入', '出生', '転居', '職権記載', 'その他'],
        ja: '異動事由',
        en: 'Reason of the entry',
      },
    ],
    items: ['resident_kind', 'relation'],
  },
  '02': {
    table: 'income_info',
    dataType: 'ZM',
    columns: [
      { name: 'tax_year', kind: 'year', ja: '課税年度', en: 'Tax year' },
      {
        name: 'taxation',
        kind: 'text',
        choices: ['課税', '非課税', '均等割のみ'],
        ja: '課税区分',
        en: 'Kind of taxation',
      },
      { name: 'salary_income', kind: 'yen', ja: '給与収入（円）', en: 'Salary (yen)' },
      { name: 'total_income', kind: 'yen', ja: '合計所得金額（円）', en: 'Total income (yen)' },
      { name: 'income_deductions', kind: 'yen', ja: '所得控除合計（円）', en: 'Deductions (yen)' },
    ],
    items: ['taxation', 'total_income'],
  },
  '03': {
    table: 'national_health_insurance_info',
    dataType: 'KH',
    columns: [
      { name: 'insured_number', kind: 'text', ja: '被保険者証番号', en: 'Number of the insured' },
      {
        name: 'insured_kind',
        kind: 'text',
        choices: ['一般', '前期高齢者'],
        ja: '被保険者区分',
        en: 'Kind of insured',
      },
      { name: 'qualified_on', kind: 'date', ja: '資格取得日', en: 'Insured since' },
      {
        name: 'qualified_by',
        kind: 'text',
        choices: ['転入', '社会保険離脱', '出生', 'その他'],
        ja: '資格取得事由',
        en: 'Reason',
      },
    ],
    items: ['insured_kind', 'qualified_on'],
  },
  '04': {
    table: 'welfare_info',
    dataType: 'FK',
    columns: [
      { name: 'benefit', kind: 'text', choices: ['児童手当', '介護', '障害'], ja: '給付の種類', en: 'Benefit' },
      { name: 'grade', kind: 'text', ja: '区分・等級', en: 'Grade' },
      { name: 'granted_on', kind: 'date', ja: '認定日', en: 'Granted on' },
      { name: 'monthly_amount', kind: 'yen', ja: '支給月額（円）', en: 'Monthly amount (yen)' },
    ],
    items: ['benefit', 'grade'],
  },
} as const satisfies Record<string, BusinessTable>;
export type BusinessNumberSystem = keyof typeof businessTables;
