import type { Message } from '../terminal/message.ts';

/** Words of `fugo sign-in`, `fugo sign-out`, `fugo whoami`, and whose rights a command uses. */
export const signInMessages = {
  'command.signIn': {
    ja: '職員としてサインインする。パスワードと認証コードは、尋ねられてから入力する',
    en: 'sign in as a member of staff; password and code are asked for',
  },
  'command.signOut': { ja: 'サインアウトする', en: 'sign out' },
  'command.whoami': {
    ja: 'だれとしてfugoを使っているかを表示する',
    en: 'show as whom the commands act',
  },
  'option.signIn.municipality': {
    ja: 'ほかのコマンドで --municipality を省略したときの自治体(6桁)',
    en: 'municipality that the other commands mean when none is named (6 digits)',
  },
  'option.signIn.backupCode': {
    ja: '認証コードの代わりに予備コードを使う',
    en: 'enter a backup code in place of the code',
  },
  'signIn.help': {
    ja: `端末ではないとき(スクリプト)は、標準入力の1行目をパスワード、2行目を認証コードとして読みます。
または環境変数 FUGO_STAFF_EMAIL、FUGO_STAFF_PASSWORD、FUGO_STAFF_CODE で渡します。引数では渡せません。
サインインの状態は FUGO_HOME の staff-session.json(本人だけが読める)に置かれ、パスワードは保存されません。`,
    en: `Where standard input is no terminal (a script), its first line is the password and its second the code.
Or they are given by FUGO_STAFF_EMAIL, FUGO_STAFF_PASSWORD and FUGO_STAFF_CODE; never as an argument.
The session is kept in staff-session.json in FUGO_HOME, readable by you alone; the password is not kept.`,
  },
  'signIn.identity': {
    ja: `だれとして実行するか: --client-file があればそのファイルのクライアント。なければ、サインインしている職員が
その自治体で働いていれば、その職員。どちらでもなければ clients.json の operator。fugo whoami で確かめられます。`,
    en: `As whom it acts: the clients of --client-file where it is given; else the member of staff who is signed in, where
they work for that municipality; else the operator of clients.json. fugo whoami tells.`,
  },
  'signIn.staffOnly': {
    ja: 'サインインした職員だけが使えます(fugo sign-in)。クライアントにこの権限はありません。',
    en: 'For a member of staff who is signed in (fugo sign-in); no client has this right.',
  },
  'signIn.email': { ja: 'メールアドレス:', en: 'E-mail address:' },
  'signIn.noRole': {
    ja: 'このアカウントには、どの団体の役割もありません。団体のシステム管理者に、役割を頼んでください。',
    en: 'This account has no role in any organisation. Ask the administrator of your organisation for one.',
  },
  'signIn.password': { ja: 'パスワード(画面には出ません):', en: 'Password (it is not shown):' },
  'signIn.code': { ja: '認証アプリの6桁のコード:', en: 'Six digits of the authenticator app:' },
  'signIn.backupCode': { ja: '予備コード:', en: 'Backup code:' },
  'signIn.missing': {
    ja: '標準入力または環境変数 {name} で渡してください。',
    en: 'Give it by {name} or on standard input.',
  },
  'signIn.emailMissing': {
    ja: '--email または環境変数 FUGO_STAFF_EMAIL で指定してください。',
    en: 'Name it by --email or FUGO_STAFF_EMAIL.',
  },
  'signIn.wrong': {
    ja: 'メールアドレスまたはパスワードが違います。',
    en: 'The e-mail address or the password is wrong.',
  },
  'signIn.wrongCode': {
    ja: '認証コードが違うか、期限が過ぎています。',
    en: 'The code is wrong or out of date.',
  },
  'signIn.usedCode': {
    ja: 'この認証コードはすでに使われました。次のコードが表示されるまで待ってください。',
    en: 'This code was used before. Wait for the next one.',
  },
  'signIn.locked': {
    ja: '失敗が続いたため、約{minutes}分間はサインインできません。',
    en: 'Locked after too many failures. It opens in about {minutes} min.',
  },
  'signIn.slow': {
    ja: '認証コードの入力が間に合いませんでした。もう一度 fugo sign-in を実行してください。',
    en: 'It took too long. Please run fugo sign-in again.',
  },
  'signIn.failed': { ja: 'サインインできませんでした({code})。', en: 'Signing in did not work ({code}).' },
  'signIn.oidc': {
    ja: '{name} でサインインする職員は、画面でだけサインインできます: {address}',
    en: 'Who signs in at {name} can do so in the staff web only: {address}',
  },
  'signIn.setUp': {
    ja: '初回の設定(自分のパスワードと二要素認証)が済んでいません。画面で設定してから、もう一度サインインしてください: {address}',
    en: 'A password of your own or the second factor is still to be set up. Please do that in the staff web, then sign in again: {address}',
  },
  'signIn.done': { ja: '{name} としてサインインしました。', en: 'Signed in as {name}.' },
  'signIn.nowhere': { ja: 'この職員はどの自治体でも働いていません。', en: 'This person works for no municipality.' },
  'signIn.plain': {
    ja: '注意: {url} との通信は暗号化されません。パスワードが読み取られるおそれがあります。',
    en: 'Beware: what is sent to {url} is not encrypted, and the password may be read on its way.',
  },
  'signIn.out': { ja: 'サインアウトしました', en: 'signed out' },
  'signIn.notIn': { ja: 'サインインしていません', en: 'nobody is signed in' },
  'signIn.outHere': {
    ja: '{url} につながらないため、ここに保存した状態だけを消しました。サーバー側のセッションは時間が過ぎると終わります。',
    en: '{url} cannot be reached: what was kept here is gone, and the server ends the session when its time is over.',
  },
  'signIn.over': {
    ja: 'サインインの有効期間が過ぎました。fugo sign-in でもう一度サインインするか、fugo sign-out で終わりにしてください。',
    en: 'Your session is over. Sign in again with fugo sign-in, or leave it with fugo sign-out.',
  },
  'signIn.needed': {
    ja: '職員としてのサインインが必要です: fugo sign-in',
    en: 'This needs a member of staff who is signed in: fugo sign-in',
  },
  'signIn.notThere': {
    ja: 'サインインしている職員は、この自治体では働いていません(fugo whoami で確かめてください)。',
    en: 'Who is signed in does not work for that municipality. See fugo whoami.',
  },
  'signIn.somebodyElse': {
    ja: 'サインインしている職員({staffId})と違う職員は指定できません。',
    en: 'Who is signed in ({staffId}) cannot act as somebody else.',
  },
  'whoami.name': { ja: '職員', en: 'member of staff' },
  'whoami.address': { ja: 'fugoのアドレス', en: 'address of fugo' },
  'whoami.until': { ja: '有効期限(使わなければ)', en: 'until, if not used' },
  'whoami.actsAs': { ja: '実行するときの身分', en: 'acts as' },
  'whoami.staff': { ja: '職員', en: 'staff' },
  'whoami.operator': { ja: 'operator(clients.json)', en: 'operator (clients.json)' },
  'role.clerk': { ja: '業務担当者', en: 'clerk' },
  'role.supervisor': { ja: '監督者', en: 'supervisor' },
  'role.administrator': { ja: 'システム管理者', en: 'administrator' },
  'role.auditor': { ja: '監査担当者', en: 'auditor' },
  'role.manager': { ja: 'システム管理部門', en: 'system management department' },
  'role.call-centre': { ja: 'コールセンター', en: 'call centre' },
} as const satisfies Record<string, Message>;
