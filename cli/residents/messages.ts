import { asMessages, codeRequestStatusNames } from '../../contracts/names.ts';
import type { Message } from '../terminal/message.ts';

/** Words of `fugo transfer`, `fugo resident`. */
export const residentsMessages = {
  'command.transfer': {
    ja: '宛名異動データを送る(JSON、JSONの配列、NDJSON)',
    en: 'send address transfers (JSON, a JSON array or NDJSON)',
  },
  'command.resident': {
    ja: '住民の符号取得の状態を表示する',
    en: "show where a resident's code request stands",
  },
  'argument.integratedNumber': { ja: '団体内統合宛名番号(15桁)', en: 'integrated address number (15 digits)' },
  'option.timeline': { ja: '経過も表示する', en: 'show the timeline as well' },
  'option.numberSystem': { ja: '番号体系(2桁)', en: 'number system (2 digits)' },
  'option.addressNumber': { ja: '宛名番号(1〜15桁)', en: 'address number (1 to 15 digits)' },
  'usage.eitherNumber': {
    ja: '団体内統合宛名番号、または --number-system と --address-number の両方を指定してください。',
    en: 'Give the integrated address number, or both --number-system and --address-number.',
  },
  ...asMessages('status', codeRequestStatusNames),
  'resident.number': { ja: '団体内統合宛名番号', en: 'integrated address number' },
  'resident.municipality': { ja: '自治体', en: 'municipality' },
  'resident.status': { ja: '符号依頼状態', en: 'code request status' },
  'resident.stage': { ja: '段階', en: 'stage' },
  'resident.since': { ja: '最終更新', en: 'since' },
  'resident.attempt': { ja: '試行', en: 'attempt' },
  'resident.history': { ja: '宛名情報の履歴(件)', en: 'history rows' },
  'resident.addressNumbers': { ja: '宛名番号', en: 'address numbers' },
  'resident.held': { ja: '本人確認待ちの異動(件)', en: 'transfers held for identity' },
  'resident.opensAt': { ja: '次の開始', en: 'opens at' },
  'resident.error': { ja: 'エラー', en: 'error' },
  'resident.unknown': { ja: '該当する住民が見つかりません。', en: 'There is no such resident.' },
  'timeline.at': { ja: '日時', en: 'at' },
  'timeline.event': { ja: '出来事', en: 'event' },
  'transfer.id': { ja: '異動ID', en: 'transfer id' },
  'transfer.result': { ja: '結果', en: 'result' },
} as const satisfies Record<string, Message>;
