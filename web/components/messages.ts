/** Words of the parts that all pages share. */
export const componentMessages = {
  'errors.reason': { ja: '理由', en: 'Reason' },
  'errors.reason.hint': {
    ja: '監査ログに残ります。個人情報は書かないでください。',
    en: 'Kept in the audit log. Please write no personal data.',
  },
  'errors.reason.missing': { ja: '理由を入力してください。', en: 'Please give a reason.' },
  'errors.stay': { ja: 'やめる', en: 'Do nothing' },
  'errors.unnumbered': { ja: '番号なし', en: 'No number' },
  'home.live': { ja: '自動更新中', en: 'Live' },
  'home.notLive': { ja: '自動更新に接続できないため、5秒ごとに取得中', en: 'Not live: asked for every 5 seconds' },
  'residents.protected': { ja: '保護対象', en: 'Protected' },
} as const;
