export const signInMessages = {
  'signIn.title': { ja: 'サインイン', en: 'Sign in' },
  'signIn.email': { ja: 'メールアドレス', en: 'E-mail address' },
  'signIn.password': { ja: 'パスワード', en: 'Password' },
  'signIn.email.missing': { ja: 'メールアドレスを入力してください。', en: 'Please enter the e-mail address.' },
  'signIn.password.missing': { ja: 'パスワードを入力してください。', en: 'Please enter the password.' },
  'signIn.submit': { ja: 'サインイン', en: 'Sign in' },
  'signIn.or': { ja: '組織のアカウントでサインイン', en: 'Sign in with your organisation' },
  'signIn.with': { ja: '{name}でサインイン', en: 'Sign in with {name}' },
  'signIn.again': {
    ja: 'サインインしていないか、時間が過ぎました。サインインすると元の画面に戻ります。',
    en: 'You are not signed in, or your session is over. After signing in you are back where you were.',
  },
  'signIn.show': { ja: '表示する', en: 'Show' },
  'signIn.hide': { ja: '隠す', en: 'Hide' },
  'signIn.forgotten': {
    ja: 'パスワードや認証アプリの端末をなくしたとき',
    en: 'Password forgotten, or the device lost?',
  },
  'signIn.forgotten.text': {
    ja: '団体のシステム管理者の役割を持つ職員に頼んでください。「職員」の画面の「やり直し」で、最初のパスワードを発行できます。本人の確認のため、窓口か電話で直接頼んでください。システム管理者自身のときは、ほかのシステム管理者か、fugoの運用担当に頼んでください。',
    en: 'Ask a colleague of your organisation who is a system administrator: on the page “Staff” they let you begin anew with an initial password. Ask in person or by telephone, so that they know it is you. If you are the administrator yourself, ask another one, or whoever operates fugo.',
  },
  'signIn.over.title': { ja: 'もう一度サインインしてください', en: 'Please sign in again' },
  'signIn.over.text': {
    ja: 'サインインの時間が過ぎました。入力した内容は残っています。サインインすると続けられます。',
    en: 'Your session is over. What you typed is still there: sign in to go on with it.',
  },
  'signIn.over.window': { ja: '新しい画面でサインインする', en: 'Sign in in a new window' },
  'signIn.over.leave': { ja: 'サインインせずに画面を離れる', en: 'Leave without signing in' },
  'signIn.done.title': { ja: 'サインインしました', en: 'You are signed in' },
  'signIn.done.text': {
    ja: 'この画面を閉じて、入力していた画面に戻ってください。',
    en: 'Close this window, and go back to the one in which you were typing.',
  },
  'signIn.noWay': {
    ja: 'この環境ではサインインの方法が設定されていません。システム管理者に知らせてください。',
    en: 'No way to sign in is set up here. Please tell your system administrator.',
  },
  'signIn.wrong': {
    ja: 'メールアドレスまたはパスワードが違います。',
    en: 'The e-mail address or the password is wrong.',
  },
  'signIn.wrongPassword': { ja: 'パスワードが違います。', en: 'The password is wrong.' },
  'signIn.initialOver': {
    ja: '最初のパスワードの期限が過ぎています。システム管理者に「やり直し」を頼んでください。',
    en: 'The initial password is out of date. Please ask your system administrator to reset your sign-in.',
  },
  'signIn.noRole': {
    ja: 'このアカウントには、どの団体の役割もないため、サインインできません。団体のシステム管理者に、役割を頼んでください。',
    en: 'This account has no role in any organisation, so it cannot sign in. Ask the administrator of your organisation for a role.',
  },
  'signIn.tooMany': {
    ja: '試行回数が多すぎます。しばらく待ってからもう一度試してください。',
    en: 'Too many attempts. Please wait a while and try again.',
  },
  'signIn.tooManyFor': {
    ja: '試行回数が多すぎます。あと{minutes}分ほど待ってからもう一度試してください。',
    en: 'Too many attempts. Please wait about {minutes} min and try again.',
  },
  'signIn.notRegistered': {
    ja: 'このアカウントはfugoに登録されていません。システム管理者に知らせてください。',
    en: 'This account is not registered with fugo. Please tell your system administrator.',
  },
  'signIn.notTaken': {
    ja: '組織のアカウントでサインインできませんでした。もう一度試すか、システム管理者に知らせてください。',
    en: 'Signing in with your organisation did not work. Try again, or tell your system administrator.',
  },
  'signIn.failed': {
    ja: 'サインインできませんでした。もう一度試してください。',
    en: 'Signing in did not work. Please try again.',
  },
  'code.title': { ja: '確認コードの入力', en: 'Enter the code' },
  'code.text': {
    ja: '認証アプリに表示されている6桁の数字を入力してください。',
    en: 'Enter the six digits that your authenticator app shows.',
  },
  'code.backupText': {
    ja: '2段階認証の設定のときに控えた予備コードを1つ入力してください。',
    en: 'Enter one of the backup codes that you kept when you set up the second factor.',
  },
  'code.missing': { ja: 'コードを入力してください。', en: 'Please enter the code.' },
  'code.label': { ja: '確認コード', en: 'Code' },
  'code.backupLabel': { ja: '予備コード', en: 'Backup code' },
  'code.useBackup': { ja: '予備コードを使う', en: 'Use a backup code' },
  'code.useApp': { ja: '認証アプリを使う', en: 'Use the authenticator app' },
  'code.submit': { ja: '確認する', en: 'Verify' },
  'code.wrong': { ja: '確認コードが違うか、期限が過ぎています。', en: 'The code is wrong or out of date.' },
  'code.used': {
    ja: 'この確認コードはもう使われています。認証アプリに次のコードが表示されるまで待ってください。',
    en: 'This code was used already. Please wait until your authenticator app shows the next one.',
  },
  'code.expired': {
    ja: '確認の期限が過ぎました。もう一度サインインしてください。',
    en: 'It took too long. Please sign in again.',
  },
  'ownPassword.title': { ja: 'パスワードの変更', en: 'Choose a password of your own' },
  'ownPassword.text': {
    ja: '最初のパスワードはシステム管理者が決めたものです。使い始める前に、自分だけが知るパスワードに変えてください。',
    en: 'The first password came from your system administrator. Before you begin, choose one that only you know.',
  },
  'ownPassword.current': { ja: '今のパスワード', en: 'Present password' },
  'ownPassword.new': { ja: '新しいパスワード', en: 'New password' },
  'ownPassword.hint': {
    ja: '{count}文字以上。関係のない単語を4つほど並べると、覚えやすく強くなります。',
    en: 'At least {count} characters. Four or so words that have nothing to do with each other are strong, and easy to remember.',
  },
  'ownPassword.again': { ja: '新しいパスワード(確認)', en: 'New password again' },
  'ownPassword.same': { ja: '一致しています。', en: 'They are the same.' },
  'ownPassword.differs': { ja: '2つの新しいパスワードが違います。', en: 'The two new passwords differ.' },
  'ownPassword.submit': { ja: '変更する', en: 'Change the password' },
  'setUp.title': { ja: '2段階認証の設定', en: 'Set up the second factor' },
  'setUp.text': {
    ja: 'このアカウントを使うには、2段階認証の設定が必要です。はじめに、パスワードをもう一度入力してください。',
    en: 'This account can be used once a second factor is set up. First, enter your password again.',
  },
  'setUp.start': { ja: '設定を始める', en: 'Begin' },
  'setUp.secretText': {
    ja: '認証アプリでQRコードを読み取るか、次のキーを登録し、表示された6桁の数字を入力してください。',
    en: 'Scan this QR code with your authenticator app, or enter the key in it, then type the six digits that it shows.',
  },
  'setUp.qr': {
    ja: '認証アプリに登録するためのQRコード。読み取れないときは下のキーを使ってください。',
    en: 'QR code for your authenticator app. If you cannot scan it, use the key below.',
  },
  'setUp.secret': { ja: '登録するキー', en: 'Key' },
  'setUp.open': { ja: '認証アプリで開く', en: 'Open in the authenticator app' },
  'setUp.backupText': {
    ja: '端末をなくしたときのための予備コードです。今だけ表示されます。安全な場所に控えてください。',
    en: 'Backup codes for the day the device is lost. They are shown only now; keep them in a safe place.',
  },
  'setUp.backup.print': { ja: '印刷', en: 'Print' },
  'setUp.backup.download': { ja: 'ファイルに保存', en: 'Save as a file' },
  'setUp.backup.notCopied': {
    ja: 'コピーできませんでした。印刷するか、ファイルに保存してください。',
    en: 'It could not be copied. Please print the codes or save them as a file.',
  },
  'setUp.backup.kept': { ja: '控えたので次へ進む', en: 'I have kept them: go on' },
  'setUp.backup.file': {
    ja: 'fugoの予備コード(1つのコードは1回だけ使えます)',
    en: 'Backup codes of fugo (each works once)',
  },
  'setUp.backup': { ja: '予備コード', en: 'Backup codes' },
} as const;
