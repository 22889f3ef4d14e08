import type { Message } from '../terminal/message.ts';

/** Words of `fugo staff`. */
export const staffMessages = {
  'command.staff': { ja: '職員とその役割', en: 'staff and their roles' },
  'command.staff.add': {
    ja: '職員を登録する。初期パスワードは一度だけ表示される',
    en: 'register a member of staff; the initial password is shown once',
  },
  'command.staff.list': { ja: '職員を表示する', en: 'show the staff' },
  'command.staff.roles': { ja: '職員の役割を変える', en: 'change the roles of a member of staff' },
  'command.staff.reset': {
    ja: '二要素認証やパスワードをなくした職員に、初期パスワードを発行し直す。一度だけ表示される',
    en: 'let somebody sign in anew who lost the second factor or the password; the initial password is shown once',
  },
  'command.staff.remove': { ja: '職員を外す', en: 'take a member of staff away' },
  'command.staff.samples': {
    ja: '見本の自治体の職員とそのパスワードを表示する',
    en: "show the sample municipalities' staff and their passwords",
  },
  'command.staff.code': {
    ja: '見本の職員のいまの認証コードを表示する',
    en: 'print the present code of a sample member of staff',
  },
  'argument.staffId': { ja: '職員ID', en: 'staff id' },
  'argument.email': { ja: 'メールアドレス', en: 'e-mail address' },
  'option.email': { ja: 'メールアドレス', en: 'e-mail address' },
  'option.role': { ja: '役割(複数可)', en: 'roles, one or more' },
  'option.oidc': {
    ja: 'パスワードでなくOpenID Connectでサインインする',
    en: 'signs in at the OpenID provider and not by password',
  },
  'option.subject': {
    ja: '発行者での利用者識別子(sub)。なければメールアドレスで照合する',
    en: 'subject (sub) at the issuer; without it the e-mail address must be the same',
  },
  'staff.id': { ja: '職員ID', en: 'staff id' },
  'staff.name': { ja: '名前', en: 'name' },
  'staff.email': { ja: 'メールアドレス', en: 'e-mail address' },
  'staff.roles': { ja: '役割', en: 'roles' },
  'staff.secondFactor': { ja: '二要素認証', en: 'second factor' },
  'staff.secondFactor.set-up': { ja: '設定済み', en: 'set up' },
  'staff.secondFactor.missing': { ja: '未設定', en: 'missing' },
  'staff.organisation': { ja: '団体', en: 'organisation' },
  'staff.password': { ja: 'パスワード', en: 'password' },
  'staff.passwordOnce': {
    ja: '初期パスワードは今だけ表示されます。最初のサインインで変更します。',
    en: 'The initial password is shown this once, and is changed at the first sign-in.',
  },
  'staff.passwordChanged': { ja: '(変更された)', en: '(changed)' },
  'staff.passwordChanged.how': {
    ja: '変更されたパスワードは、変更した人だけが知っています。fugo staff reset で発行し直せます。',
    en: 'Only who changed a password knows it. fugo staff reset gives a new one.',
  },
  'staff.rolesNow': { ja: '{id}: {roles}', en: '{id}: {roles}' },
  'staff.removed': { ja: '{id} を外しました', en: '{id} was taken away' },
  'staff.noSample': {
    ja: 'この環境の見本の職員ではありません(fugo staff samples で一覧)。',
    en: 'No sample member of staff of this home (fugo staff samples shows them).',
  },
  'staff.notSetUp': {
    ja: '見本の職員を用意できませんでした: {address} に断られました。',
    en: 'The sample staff could not be set up: {address} refused.',
  },
} as const satisfies Record<string, Message>;
