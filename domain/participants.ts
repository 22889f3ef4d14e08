/**
 * The systems of the seeds that fugo or its neighbours talk to, each with its number in the seed and its table (table
 * 21, 23, 25, 27, 46, 246).
 */
export const participants = {
  'juki-system': { seed: '20', table: '21 世帯情報', ja: '住基システムサーバー', en: 'Juki system' },
  'tax-system': { seed: '22', table: '23 所得情報', ja: '税システムサーバー', en: 'Tax system' },
  'nhi-system': {
    seed: '24',
    table: '25 国保情報',
    ja: '国保システムサーバー',
    en: 'National health insurance system',
  },
  'welfare-system': { seed: '26', table: '27 福祉情報', ja: '福祉システムサーバー', en: 'Welfare system' },
  'intermediate-server': { seed: '3', table: '46 符号情報', ja: '中間サーバー', en: 'Intermediate server' },
  'information-providing-nws': {
    seed: '4',
    table: null,
    ja: '情報提供ネットワークシステム',
    en: 'Information providing network system',
  },
  'communication-server': { seed: '44', table: null, ja: 'コミュニケーションサーバー', en: 'Communication server' },
  'prefectural-server': { seed: '-', table: null, ja: '都道府県サーバー', en: 'Prefectural server' },
  'juki-national-server': { seed: '5', table: null, ja: '住基全国サーバー', en: 'Juki national server' },
  'juki-gateway': { seed: '244', table: '246', ja: '住基ゲートウェイサーバー', en: 'Juki gateway' },
} as const;
export type ParticipantName = keyof typeof participants;
export const participantNames = Object.keys(participants).filter(isParticipantName);

export function isParticipantName(name: string): name is ParticipantName {
  return Object.hasOwn(participants, name);
}
