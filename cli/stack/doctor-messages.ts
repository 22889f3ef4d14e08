import type { Message } from '../terminal/message.ts';

/** Words of `fugo doctor`. */
export const doctorMessages = {
  'command.doctor': {
    ja: '起動に必要なことをすべて調べ、直し方とともに示す(何も変えない)',
    en: 'look at all that must hold at a start, and say the remedies; changes nothing',
  },
  'doctor.home': { ja: '状態の置き場所', en: 'home' },
  'doctor.disk': { ja: 'ディスク', en: 'disks' },
  'doctor.files': { ja: '鍵と秘密のファイル', en: 'keys and secrets' },
  'doctor.ports': { ja: 'ポート', en: 'ports' },
  'doctor.limits': { ja: '機械の上限', en: 'limits of the machine' },
  'doctor.keys': { ja: '鍵とデータベース', en: 'keys and database' },
  'doctor.temporal': { ja: 'Temporal', en: 'Temporal' },
  'doctor.database': { ja: 'データベース', en: 'database' },
  'doctor.ready': { ja: '起動できます。', en: 'fugo can start.' },
  'doctor.wrong': { ja: '✗ を直してから起動してください。', en: 'Please mend what is marked ✗ before a start.' },
} as const satisfies Record<string, Message>;
