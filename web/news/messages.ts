/** Words of the news of staff; the kinds have theirs in domain/news-words.ts. */
export const newsMessages = {
  'news.title': { ja: 'お知らせ', en: 'News' },
  'news.bell.unseen': { ja: '未読{count}件', en: '{count} not seen' },
  'news.unseen': { ja: '新着', en: 'New' },
  'news.over': { ja: '済み', en: 'Over' },
  'news.empty': { ja: 'お知らせはありません。', en: 'There are no news.' },
  'news.intro': {
    ja: '担当になったもの、承認や同意を待つもの、止まったもの、回答のあったものなどをここに表示します。90日間残ります。',
    en: 'What is given to you, waits for your approval or consent, has stopped or was answered. It is kept for 90 days.',
  },
  'news.figure': { ja: '{name}: {count}件', en: '{count} {name}' },
  'news.choices': { ja: '受け取り方', en: 'How you are told' },
  'news.choices.text': {
    ja: 'メールには種類と件数、画面へのリンクだけを書き、個人情報は書きません。宛先は {email} です。',
    en: 'A mail has kinds, counts and links, and no personal data. It goes to {email}.',
  },
  'news.kind': { ja: '種類', en: 'Kind' },
  'news.by.mail': { ja: 'メール', en: 'Mail' },
  'news.by.browser': { ja: 'ブラウザーの通知', en: 'Notice of the browser' },
  'news.byWhich': { ja: '{kind}: {way}', en: '{kind}: {way}' },
  'news.digest': { ja: 'メールをまとめる時間', en: 'Gathered into one mail for' },
  'news.digest.minutes': { ja: '{minutes}分', en: '{minutes} minutes' },
  'news.summaryAt': { ja: '毎日のまとめの時刻', en: 'Time of the daily summary' },
  'news.summaryAt.hint': {
    ja: '日本時間。土曜、日曜、祝日などの閉庁日には届きません。',
    en: 'In Japan. Not on days off.',
  },
  'news.summaryAt.wrong': { ja: '時刻を入力してください(例: 08:30)。', en: 'Please enter a time, such as 08:30.' },
  'news.save': { ja: '保存する', en: 'Save' },
  'news.saved': { ja: '保存しました。', en: 'Saved.' },
  'news.permission.ask': { ja: 'このブラウザーで通知を表示する', en: 'Show notices in this browser' },
  'news.permission.text': {
    ja: 'ブラウザーの通知は、fugoの画面を開いている間に表示します。ブラウザーごとに許可が必要です。',
    en: 'The browser shows notices while a page of fugo is open. Each browser has to allow it.',
  },
  'news.permission.granted': { ja: 'このブラウザーでは通知が許可されています。', en: 'This browser allows notices.' },
  'news.permission.denied': {
    ja: 'このブラウザーでは通知が止められています。ブラウザーの設定で許可してください。',
    en: 'This browser blocks notices. Please allow them in its settings.',
  },
  'news.permission.unsupported': {
    ja: 'このブラウザー、またはこの接続では通知を表示できません。',
    en: 'This browser, or this connection, cannot show notices.',
  },
  'news.notice.one': { ja: 'fugo: {kind}', en: 'fugo: {kind}' },
  'news.notice.many': { ja: 'fugo: お知らせ{count}件', en: 'fugo: {count} news' },
  'news.noRole': {
    ja: 'あなたの役割には、受け取れるお知らせがありません。',
    en: 'Your roles have no news to be told.',
  },
} as const;
