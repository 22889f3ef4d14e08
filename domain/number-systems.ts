/**
 * 番号体系: which backbone server sent the data (seed P:101). Two digits, as in a real fixed-length layout. A municipality
 * may register more; these four are the seed's.
 */
export const numberSystems = {
  '01': { participant: 'juki-system', ja: '住基システム', en: 'Juki system' },
  '02': { participant: 'tax-system', ja: '税システム', en: 'Tax system' },
  '03': { participant: 'nhi-system', ja: '国保システム', en: 'National health insurance system' },
  '04': { participant: 'welfare-system', ja: '福祉システム', en: 'Welfare system' },
} as const;
