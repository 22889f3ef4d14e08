import type { Language } from '../config/language.ts';

/** What `fugo doctor` finds, each with its remedy. */
export const doctorTexts = {
  doctorFine: { ja: '問題ありません', en: 'fine' },
  doctorOpenFile: {
    ja: '{path} をほかの利用者も読めます(権限 {mode})。chmod 600 {path} を実行してください',
    en: '{path} may be read by other users (mode {mode}). Please run chmod 600 {path}',
  },
  doctorBrokenFile: {
    ja: '{path} が壊れています({reason})。控えから戻してください。消すと作り直され、前のデータは読めなくなります',
    en: '{path} is broken ({reason}). Please restore the copy. Deleted, it is made anew, and earlier data cannot be read any more',
  },
  doctorPort: {
    ja: '{taken} が使用中なので、最初の起動では別のポートになります',
    en: '{taken} is in use, so a first start takes another port',
  },
  doctorFileLimit: {
    ja: '開けるファイルが{files}個までです。ulimit -n {least} 以上にしてください',
    en: 'only {files} files may be open. Please raise the limit to {least} (ulimit -n)',
  },
  doctorMemory: {
    ja: 'メモリーが{memory}です。{least}以上を勧めます',
    en: 'the machine has {memory} of memory; {least} are recommended',
  },
  doctorNoGo: {
    ja: 'Temporalのプログラムがまだありません。起動時に公式配布元から取得します。つながらないときは temporal をPATHに置くか、Go 1.24以上を入れてください',
    en: 'the Temporal program is not there yet; a start downloads it. Where that is not possible, put temporal on the PATH or install Go 1.24 or newer',
  },
  doctorTemporalToCome: {
    ja: 'Temporalのプログラムがまだありません。起動時に取得するか、ソースから作ります(数分)',
    en: 'the Temporal program is not there yet; a start downloads it or builds it from source, which takes minutes',
  },
  doctorAttributes: {
    ja: '名前空間 {namespace} に検索属性 {names} がありません。fugo up が登録します。本番では docs/operations.md の手順で登録してください',
    en: 'the namespace {namespace} lacks the search attributes {names}. fugo up registers them; in production do as docs/operations.md says',
  },
  doctorOldPostgres: {
    ja: '{name} のPostgreSQLは{version}です。{oldest}以上にしてください',
    en: 'the PostgreSQL of {name} is {version}. Please take {oldest} or newer',
  },
  doctorClock: {
    ja: '{name} のサーバーとこの機械の時計が{seconds}秒ずれています。両方をNTPで合わせてください',
    en: 'the clocks of this machine and of the server of {name} differ by {seconds} s. Please set both by NTP',
  },
  doctorParametersLogged: {
    ja: '{name} のサーバーが文の引数(氏名・住所)をログに書きます。log_parameter_max_length と log_parameter_max_length_on_error を0にしてください',
    en: 'the server of {name} logs parameters, which are names and addresses. Please set log_parameter_max_length and log_parameter_max_length_on_error to 0',
  },
  doctorDatabase: {
    ja: '{name} のデータベースに入れません({reason})。アドレス、利用者、パスワードを確かめてください',
    en: 'the database of {name} cannot be entered ({reason}). Please check address, role and password',
  },
  doctorOtherVersion: {
    ja: 'データベースは別の版のfugoのものです。fugo migrate --check で確かめ、その版を使ってください',
    en: 'the database is of another version of fugo. See fugo migrate --check, and use that version',
  },
  doctorWrongKeys: { ja: '{ja}', en: '{en}' },
  doctorTemporalOpen: {
    ja: 'この機械のほかの利用者が {address} のTemporalに入り、手続きを止められます(利用者 nobody で確かめました)。docs/operations.md の「Other accounts on the machine」の規則で閉じてください',
    en: 'other accounts of this machine reach Temporal at {address} and can end workflows (tried as nobody). Please close it by the rule of docs/operations.md, “Other accounts on the machine”',
  },
  doctorTemporalOthers: {
    ja: 'この機械には、ほかにログインできる利用者({names})がいます。規則で閉じていなければ、Temporalに入り、手続きを止められます。docs/operations.md の「Other accounts on the machine」を見てください。起動中に root で fugo doctor を実行すると確かめられます',
    en: 'others have accounts on this machine ({names}). Unless a rule closes it, they reach Temporal and can end workflows. See docs/operations.md, “Other accounts on the machine”; fugo doctor as root, while fugo runs, tries it',
  },
  doctorPending: {
    ja: '未適用の移行が{count}件あります。バックアップのあと fugo migrate を実行してください',
    en: '{count} migrations are to be made. Please back up, then run fugo migrate',
  },
} as const satisfies Record<string, Record<Language, string>>;
