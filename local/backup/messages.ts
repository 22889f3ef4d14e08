import type { Language } from '../../config/language.ts';

/** What local/backup says to people. */
export const backupTexts = {
  backupNone: {
    ja: 'バックアップがありません。fugo backup now で取得してください。',
    en: 'There is no backup. Please make one with fugo backup now.',
  },
  backupUnknown: { ja: 'バックアップ {id} はありません。', en: 'There is no backup {id}.' },
  backupBusy: {
    ja: 'ほかの処理がバックアップを扱っています({path})。終わってからもう一度実行してください。',
    en: 'Another process works on the backups ({path}). Please run this again when it has ended.',
  },
  backupCutOff: {
    ja: '作成の途中で中断されました。もう一度取得してください。',
    en: 'It was cut off while it was being made. Please make another one.',
  },
  backupNoArchive: {
    ja: '動いているPostgreSQLはWALを保存しません(archive_mode)。fugo down のあと fugo up で起動し直してください。',
    en: 'The PostgreSQL that runs keeps no WAL (archive_mode). Please start it anew by fugo down and fugo up.',
  },
  backupOtherServer: {
    ja: '接続先のPostgreSQLのデータ領域は {folder} で、このホームのもの({data})ではありません。',
    en: 'The PostgreSQL at this address has its data in {folder}, which is not the folder of this home ({data}).',
  },
  backupTablespace: {
    ja: 'データ領域の外を指すもの({path})があり、fugoのバックアップには入りません。pgBackRestなどを使ってください。',
    en: 'Something leads out of the data folder ({path}), and fugo does not back it up. Please use a tool such as pgBackRest.',
  },
  backupArchiveStuck: {
    ja: 'WAL {name} が1分たっても {folder} に保存されません。PostgreSQLのログと空き容量を確かめてください。',
    en: 'The WAL file {name} has not come into {folder} for a minute. Please look at the log of PostgreSQL and at the room on the disk.',
  },
  backupSumMissing: {
    ja: 'WALのSHA-256({path})がないか、壊れています。',
    en: 'The SHA-256 of a WAL file ({path}) is missing or damaged.',
  },
  backupFileChanged: {
    ja: 'バックアップのファイルが保存したときと違います: {path}',
    en: 'A file of the backup is not what was stored: {path}',
  },
  backupFileMissing: {
    ja: 'バックアップのファイルがありません: {path}',
    en: 'A file of the backup is missing: {path}',
  },
  backupForeign: {
    ja: '{path} は、この版のfugoのバックアップの目録ではありません。',
    en: '{path} is not a manifest of backups of this version of fugo.',
  },
  verifyRows: {
    ja: '表 {table} は{expected}行のはずですが、復元すると{found}行です。',
    en: 'The table {table} should have {expected} rows and has {found} when it is restored.',
  },
  verifyHead: {
    ja: '監査記録 {chain} の{seq}番が、バックアップ時の記録と合いません。',
    en: 'Row {seq} of the audit log of {chain} is not the one recorded with the backup.',
  },
  verifyChain: {
    ja: '監査記録 {chain} の連鎖が{seq}番で切れています。',
    en: 'The chain of the audit log of {chain} is broken at row {seq}.',
  },
  verifyDamaged: { ja: '復元した {name} が壊れています: {what}', en: '{name} is damaged when it is restored: {what}' },
  verifyReplayShort: {
    ja: 'WALの再生が {lsn} で終わり、{name} に達しません。',
    en: 'The replay of the WAL ended at {lsn} and does not reach {name}.',
  },
  pruneUnreadable: {
    ja: 'バックアップ {id} の目録を読めないため、どのWALが要るか分かりません。何も消していません。',
    en: 'The manifest of the backup {id} cannot be read, so nobody knows which WAL it needs. Nothing was removed.',
  },
  exportExists: { ja: '{path} はすでにあります。', en: '{path} is there already.' },
  importExists: { ja: 'バックアップ {id} はすでにあります。', en: 'The backup {id} is there already.' },
  importOtherWal: {
    ja: '同じ名前で中身の違うWALがあります: {path}。何も取り込んでいません。',
    en: 'There is another WAL file of that name: {path}. Nothing was taken in.',
  },
  importBroken: {
    ja: '{path} は、この鍵リングで書き出したバックアップではないか、壊れています。',
    en: '{path} is not a backup that was exported with this key ring, or it was damaged.',
  },
  outsideNoTool: {
    ja: 'DATABASE_URL のサーバーはこの機械のものではなく、取得には pg_basebackup({major}以上)が必要ですが、PATHにありません。PostgreSQL {major} のクライアントを入れるか、サーバー側で pgBackRest などを使ってください。',
    en: "The server of DATABASE_URL is not this home's own, and a backup of it needs pg_basebackup ({major} or newer), which is not on the PATH. Please install the client programs of PostgreSQL {major}, or use a tool such as pgBackRest at the server.",
  },
  outsideOldTool: {
    ja: 'DATABASE_URL のサーバーは PostgreSQL {major} ですが、PATHの pg_basebackup は {version} です。{major}以上のクライアントを入れるか、サーバー側で pgBackRest などを使ってください。',
    en: 'The server of DATABASE_URL is PostgreSQL {major}, and the pg_basebackup on the PATH is {version}. Please install the client programs of {major} or newer, or use a tool such as pgBackRest at the server.',
  },
  outsideFailed: {
    ja: 'pg_basebackup が失敗しました(ロールに REPLICATION が要ります): {reason}',
    en: 'pg_basebackup failed (the role needs REPLICATION): {reason}',
  },
  restoreOutside: {
    ja: 'DATABASE_URL のサーバーはfugoが起動したものではないので、ここからは復元できません。サーバー側で復元し、Temporalを空にして起動してください(docs/operations.md)。',
    en: 'The server of DATABASE_URL was not started by fugo and cannot be restored from here. Please restore it there, and start with an empty Temporal (docs/operations.md).',
  },
  restoreFuture: { ja: 'その時刻はまだ来ていません。', en: 'That moment is in the future.' },
  restoreTooEarly: {
    ja: 'その時刻は最初のバックアップより前です。{first} 以後を指定してください。',
    en: 'That moment is before the first backup. Please name one from {first} (Japan) on.',
  },
  restoreGap: {
    ja: 'WAL {name} がなく、{until} より後には戻せません。',
    en: 'The WAL file {name} is missing; nothing after {until} (Japan) can be restored.',
  },
  restoreWalEnds: {
    ja: 'WALの最後の記録は {until} で、指定の時刻に達しません。それより前の時刻か latest を指定してください。',
    en: 'The WAL ends at {until} (Japan), before that moment. Please name an earlier one, or latest.',
  },
  restoreOtherLine: {
    ja: 'バックアップ {id} は、そのタイムラインの履歴にありません。',
    en: 'The backup {id} is not in the history of that timeline.',
  },
  restoreForeign: {
    ja: 'バックアップ {id} は別のデータベースのものです。ここに戻すなら、--backup {id} で明示してください。',
    en: 'The backup {id} is of another database. If it is to take the place of this one, name it: --backup {id}.',
  },
  restoreRunning: {
    ja: 'fugoが動いています。fugo down で止めてから復元してください。何も変えていません。',
    en: 'fugo is running. Please stop it by fugo down before a restore. Nothing was changed.',
  },
  restoreNoRoom: {
    ja: '{folder} に{needed} MiBが必要ですが、空きは{free} MiBです。何も変えていません。',
    en: '{needed} MiB are needed in {folder} and {free} MiB are free. Nothing was changed.',
  },
} as const satisfies Record<string, Record<Language, string>>;
