import type { Message } from '../terminal/message.ts';

/** Words of `fugo migrate`. */
export const migrateMessages = {
  'command.migrate': {
    ja: 'データベースをこの版に合わせる(DATABASE_URL に所有者としての接続先)',
    en: 'bring the database to this version (its address, as owner, in DATABASE_URL)',
  },
  'option.migrate.check': {
    ja: '調べるだけで変えない。することがあれば終了コード1',
    en: 'only look and change nothing; 1 when there is something to do',
  },
  'migrate.noDatabase': {
    ja: 'データベースの所有者としての接続先を設定するか、fugo up のあとで実行してください。',
    en: 'Set the address of the database, as its owner, or run this after fugo up.',
  },
  'migrate.name': { ja: '移行', en: 'migration' },
  'migrate.state': { ja: '状態', en: 'state' },
  'migrate.made': { ja: '適用しました', en: 'made now' },
  'migrate.pending': { ja: '未適用', en: 'to be made' },
  'migrate.changed': { ja: '適用後に内容が変わった', en: 'made from another text' },
  'migrate.upToDate': {
    ja: 'データベースはこの版に合っています(移行{applied}件)。',
    en: 'The database is of this version ({applied} migrations).',
  },
  'migrate.isPending': {
    ja: '未適用の移行があります。バックアップのあと fugo migrate を実行してください。',
    en: 'Migrations are to be made. Please back up, then run fugo migrate.',
  },
  'migrate.isChanged': {
    ja: '適用済みの移行がこの版のものと違います。何も変えませんでした。このデータベースを作った版のfugoを使ってください。',
    en: 'Migrations were made from another text than this version has. Nothing was changed. Please use the fugo that made this database.',
  },
  'migrate.newer': {
    ja: 'このデータベースには新しい版の移行が{unknown}件あります。何も変えませんでした。新しい版のfugoを使ってください。',
    en: 'The database has {unknown} migrations of a newer version. Nothing was changed. Please use the newer fugo.',
  },
} as const satisfies Record<string, Message>;
