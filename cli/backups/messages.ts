import type { Message } from '../terminal/message.ts';

/** Words of `fugo backup` and `fugo restore`. */
export const backupsMessages = {
  'command.backup': { ja: 'バックアップを取得し、確かめる', en: 'make backups, and prove that they restore' },
  'command.backup.now': {
    ja: '動いているデータベースのバックアップを取得する',
    en: 'make a backup of the running database',
  },
  'command.backup.list': {
    ja: 'バックアップと、それぞれどこまで戻せるか、復元確認の結果を示す',
    en: 'show the backups, up to when each leads, and what its restore check found',
  },
  'command.backup.ask': {
    ja: 'fugoが動いている場所でのバックアップをAPIに依頼する',
    en: 'ask the API for a backup, made where fugo runs',
  },
  'command.backup.asked': { ja: '依頼されたバックアップの一覧', en: 'the backups that were asked for' },
  'backup.asked.askedAt': { ja: '依頼', en: 'asked' },
  'backup.asked.askedBy': { ja: '依頼した人', en: 'by' },
  'backup.asked.state': { ja: '状態', en: 'state' },
  'backup.asked.verifiedAt': { ja: '復元確認', en: 'restore check' },
  'backup.asked.state.asked': { ja: '依頼済', en: 'asked' },
  'backup.asked.state.running': { ja: '作成中', en: 'being made' },
  'backup.asked.state.done': { ja: '完了', en: 'done' },
  'backup.asked.state.failed': { ja: '失敗', en: 'failed' },
  'backup.asked.done': { ja: 'バックアップを依頼しました({id})。', en: 'A backup was asked for ({id}).' },
  'command.backup.verify': {
    ja: '復元確認: 別の場所に実際に復元して調べる(既定は最新)',
    en: 'restore check: really restore one beside the database and examine it (the newest by default)',
  },
  'command.backup.export': {
    ja: '鍵リングで暗号化した1つのファイルに書き出す(既定は最新)',
    en: 'write one into a file, encrypted with the key ring (the newest by default)',
  },
  'command.backup.import': { ja: '書き出したファイルを取り込む', en: 'take in a file that was exported' },
  'command.backup.prune': {
    ja: '残す必要のないバックアップとWALを消す',
    en: 'remove backups and WAL that need not be kept',
  },
  'command.restore': {
    ja: 'データベースをある時刻の状態に戻す(今のデータは別名で残す)',
    en: 'put the database back to a moment; the present data are set aside',
  },
  'option.backup.keepAll': { ja: '古いバックアップを消さない', en: 'remove no old backups' },
  'option.backup.verifyTo': {
    ja: 'この時刻まで復元する(例 "2026-11-30 16:59"、既定は最後まで)',
    en: 'restore up to this moment (such as "2026-11-30 16:59"; to the end by default)',
  },
  'option.backup.exportTo': {
    ja: '新しいファイル、またはフォルダー',
    en: 'a new file, or a folder',
  },
  'option.backup.keep': {
    ja: '新しいものからこの数を残す(既定は FUGO_BACKUP_KEEP)',
    en: 'keep so many of the newest (default: FUGO_BACKUP_KEEP)',
  },
  'option.backup.days': {
    ja: 'この日数以内のものを残す(既定は FUGO_BACKUP_DAYS)',
    en: 'keep those no older than so many days (default: FUGO_BACKUP_DAYS)',
  },
  'option.backup.check': { ja: '消さずに、何を消すかだけ示す', en: 'only show what would be removed' },
  'option.restore.to': {
    ja: '戻す時刻(例 "2026-11-30 16:59"、日本時間)。latest はWALの最後',
    en: 'the moment (such as "2026-11-30 16:59", in Japan); latest is the end of the WAL',
  },
  'option.restore.backup': { ja: 'もとにするバックアップ', en: 'the backup to begin with' },
  'option.restore.timeline': {
    ja: '以前の復元で離れたタイムライン',
    en: 'a timeline that an earlier restore left',
  },
  'backup.step.copying': { ja: '写しています', en: 'copying' },
  'backup.step.counting': { ja: '行を数えています', en: 'counting rows' },
  'backup.step.archiving': { ja: 'WALの保存を待っています', en: 'waiting for the WAL' },
  'backup.step.checking': { ja: 'WALを照合しています', en: 'comparing the WAL' },
  'backup.step.laying-out': { ja: 'データを並べています', en: 'laying out the data' },
  'backup.step.replaying': { ja: 'WALを再生しています', en: 'replaying the WAL' },
  'backup.step.examining': { ja: '表と索引を調べています', en: 'examining tables and indexes' },
  'backup.step.recomputing': {
    ja: '監査記録の連鎖を計算し直しています',
    en: 'making the chains of the audit log anew',
  },
  'backup.momentRule': {
    ja: '"2026-11-30 16:59"(日本時間。秒、オフセットも可)か latest にしてください。',
    en: 'It must be like "2026-11-30 16:59" (in Japan; seconds and an offset may follow), or latest.',
  },
  'backup.notRunning': {
    ja: 'データベースが動いていません。fugo up のあとで実行してください。',
    en: 'The database does not run. Please run this after fugo up.',
  },
  'backup.noRow': {
    ja: '画面のバックアップ一覧に書けませんでした。バックアップそのものには影響しません: {reason}',
    en: 'The list of backups on the page could not be written, which does not touch the backup itself: {reason}',
  },
  'backup.made': {
    ja: 'バックアップ {id} を取得しました({size}、{elapsed})。',
    en: 'The backup {id} was made ({size}, {elapsed}).',
  },
  'backup.inexact': {
    ja: '書き込みが続いていたため、行数は取得の少し前のものです。',
    en: 'Writers left no pause, so the row counts are of shortly before its end.',
  },
  'backup.verifyNext': {
    ja: '戻せることを確かめるには: fugo backup verify',
    en: 'To prove that it restores: fugo backup verify',
  },
  'backup.none': {
    ja: 'バックアップはありません。fugo backup now で取得します。',
    en: 'There are no backups. fugo backup now makes one.',
  },
  'backup.column.id': { ja: 'バックアップ', en: 'backup' },
  'backup.column.from': { ja: 'これ以後に戻せる', en: 'restores from' },
  'backup.column.size': { ja: '大きさ', en: 'size' },
  'backup.column.walTo': { ja: 'WALの保存', en: 'WAL up to' },
  'backup.column.verified': { ja: '復元確認', en: 'restore check' },
  'backup.unreadable': { ja: '目録が読めない', en: 'unreadable manifest' },
  'backup.gap': { ja: '欠落あり', en: 'then a gap' },
  'backup.verifiedAt': { ja: '良 {time}', en: 'well {time}' },
  'backup.failedAt': { ja: '異常 {time}', en: 'WRONG {time}' },
  'backup.unverified': { ja: 'まだ', en: 'not yet' },
  'verify.ok': {
    ja: 'バックアップ {id} は復元できます({elapsed})。',
    en: 'The backup {id} restores ({elapsed}).',
  },
  'verify.wrong': { ja: 'バックアップ {id} は異常です: {problem}', en: 'The backup {id} is wrong: {problem}' },
  'verify.replayedTo': { ja: '再生した最後の確定', en: 'last commit replayed' },
  'verify.files': { ja: '照合したファイル', en: 'files compared' },
  'verify.walFiles': { ja: '照合したWAL', en: 'WAL files compared' },
  'verify.tables': { ja: '表', en: 'tables' },
  'verify.rows': { ja: '行', en: 'rows' },
  'verify.btreeIndexes': { ja: 'B木索引', en: 'B-tree indexes' },
  'verify.ginIndexes': { ja: 'GIN索引', en: 'GIN indexes' },
  'verify.heaps': { ja: 'ヒープ', en: 'heaps' },
  'verify.auditEntries': { ja: '計算し直した監査記録', en: 'audit entries made anew' },
  'export.done': {
    ja: 'バックアップ {id} を {file} に書き出しました({size}、暗号化済み)。鍵リングがなければ読めません。',
    en: 'The backup {id} was exported to {file} ({size}, encrypted). Without the key ring nobody can read it.',
  },
  'import.done': {
    ja: 'バックアップ {id} とWAL{walFiles}個を取り込みました。',
    en: 'The backup {id} and {walFiles} WAL files were taken in.',
  },
  'prune.nothing': { ja: '消すものはありません(バックアップ{kept}個)。', en: 'Nothing to remove ({kept} backups).' },
  'prune.would': {
    ja: 'バックアップ{bases}個とWAL{wal}個を消すことになり、{kept}個が残ります。',
    en: '{bases} backups and {wal} WAL files would be removed, and {kept} backups kept.',
  },
  'prune.done': {
    ja: 'バックアップ{bases}個とWAL{wal}個を消しました。{kept}個が残っています。',
    en: '{bases} backups and {wal} WAL files were removed; {kept} backups are kept.',
  },
  'restore.latest': { ja: 'WALの最後', en: 'the end of the WAL' },
  'restore.will': {
    ja: 'データベースを {when} の状態に戻します(バックアップ {id} から)。それより後に記録されたことは、戻したデータベースにはありません。今のデータとTemporalの状態は別名で残します。動いていればfugoを止めます。',
    en: 'The database will be put back to {when} (from the backup {id}). What was stored after that will not be in it. The present data and the state of Temporal are set aside. fugo is stopped where it runs.',
  },
  'restore.ask': { ja: '戻しますか(はい/いいえ)', en: 'Restore (yes/no)?' },
  'restore.done': {
    ja: '{when} の状態に戻しました(バックアップ {id} から、{elapsed})。',
    en: 'Restored to {when} (from the backup {id}, {elapsed}).',
  },
  'restore.resend': {
    ja: 'この後に届いた異動は入っていません。基幹システムから、この時刻より後の異動を送り直してください。二度届いても一度だけ処理されます。',
    en: 'Transfers that came after that are not in it. Please have the backbones send again what is later; what comes twice is taken once.',
  },
  'restore.lastCommit': { ja: '最後の記録: {time}', en: 'Last commit: {time}' },
  'restore.aside': {
    ja: '前のデータは次の場所にあります。要らなくなったら消してください:',
    en: 'What was there before is here; please remove it when it is no longer needed:',
  },
  'restore.started': {
    ja: 'fugoを起動しました。途中だった要求は、1分以内に続きから処理されます。',
    en: 'fugo was started. Open requests go on from where they stood within a minute.',
  },
  'restore.start': {
    ja: 'fugo up で起動してください。途中だった要求は続きから処理されます。',
    en: 'Please start by fugo up. Open requests then go on from where they stood.',
  },
} as const satisfies Record<string, Message>;
