/** Words of the frame around every page. */
export const shellMessages = {
  'app.name': { ja: '符号 fugo', en: 'fugo 符号' },
  'app.skip': { ja: '本文へ進む', en: 'Skip to the content' },
  'app.loading': { ja: '読み込んでいます', en: 'Loading' },
  'app.navigation': { ja: '画面の一覧', en: 'Pages' },
  'app.municipality': { ja: '地方公共団体', en: 'Municipality' },
  'app.signOut': { ja: 'サインアウト', en: 'Sign out' },
  'app.otherLanguage': { ja: 'English', en: '日本語' },
  'app.japaneseCalendar': { ja: '和暦', en: 'Japanese calendar' },
  'app.back': { ja: '戻る', en: 'Back' },
  'app.retry': { ja: 'もう一度読み込む', en: 'Load again' },
  'app.more': { ja: 'さらに表示', en: 'Show more' },
  'app.leave': {
    ja: '入力した内容はまだ保存されていません。この画面を離れますか。',
    en: 'What you entered has not been saved. Leave this page?',
  },
  'app.required': { ja: '必須', en: 'required' },
  'nav.home': { ja: '状況', en: 'Overview' },
  'nav.errors': { ja: 'エラーリスト', en: 'Error list' },
  'nav.loads': { ja: '一括登録', en: 'Loads' },
  'notFound.title': { ja: 'ページが見つかりません', en: 'There is no such page' },
  'notFound.text': {
    ja: 'アドレスが正しいか確かめてください。',
    en: 'Please check the address.',
  },
  'noMunicipality.title': { ja: '担当する地方公共団体がありません', en: 'No municipality is assigned to you' },
  'noMunicipality.text': {
    ja: 'このアカウントには、まだどの地方公共団体の役割も与えられていません。システム管理者に依頼してください。',
    en: 'This account has no role in any municipality yet. Please ask your system administrator.',
  },
  'forbidden.title': { ja: 'この画面を見る権限がありません', en: 'You may not see this page' },
  'forbidden.text': {
    ja: '必要な権限: {right}。役割の変更はシステム管理者に依頼してください。',
    en: 'It needs the right: {right}. Please ask your system administrator to change your role.',
  },
  'session.endsSoon': {
    ja: '操作がないため、{time}に自動でサインアウトします。',
    en: 'Nothing was done for a while: you will be signed out at {time}.',
  },
  'session.stay': { ja: '続ける', en: 'Stay signed in' },
  'problem.title': { ja: '処理できませんでした', en: 'It did not work' },
  'problem.unreachable': {
    ja: 'サーバーに接続できません。ネットワークを確かめ、もう一度試してください。',
    en: 'The server cannot be reached. Please check the network and try again.',
  },
  'problem.unexpected': {
    ja: '予期しない応答です(状態 {status})。システム管理者に知らせてください。',
    en: 'An unexpected answer (status {status}). Please tell your system administrator.',
  },
  'problem.errorId': { ja: '照会番号: {errorId}', en: 'Reference: {errorId}' },
  'problem.inputs': { ja: '入力を確かめてください', en: 'Please check what you entered' },
} as const;
