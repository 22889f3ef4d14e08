import type { Language } from '../config/language.ts';
import { backupTexts } from './backup/messages.ts';
import { doctorTexts } from './doctor-messages.ts';
import { systemMessages } from './system-messages.ts';

/** Every sentence that local/ says to people, Japanese first; `{name}` is filled in from the values. */
const messages = {
  ...systemMessages,
  ...doctorTexts,
  ...backupTexts,
  postgresCreating: {
    ja: 'データベース({name})を新しく作ります',
    en: 'making a new database cluster ({name})',
  },
  postgresFailed: {
    ja: 'PostgreSQLを起動できません。ログ {logPath} の終わり:\n{tail}',
    en: 'PostgreSQL does not start. End of the log {logPath}:\n{tail}',
  },
  postgresInitFailed: {
    ja: 'PostgreSQLのデータ領域を作れません: {reason}',
    en: 'The PostgreSQL data folder cannot be made: {reason}',
  },
  postgresUserMissing: {
    ja: 'rootではPostgreSQLを動かせません。OSの利用者 postgres を作ってください(useradd --system postgres)。',
    en: 'PostgreSQL refuses to run as root. Please make the system user postgres (useradd --system postgres).',
  },
  postgresPlatform: {
    ja: 'この環境({platform})用のPostgreSQLがありません。DATABASE_URL と SIMULATOR_DATABASE_URL に既存のPostgreSQLを指定してください。',
    en: 'There is no PostgreSQL for this platform ({platform}). Please name existing servers by DATABASE_URL and SIMULATOR_DATABASE_URL.',
  },
  postgresDataElsewhere: {
    ja: 'postgres利用者が入れる場所にデータを置きます: {folder}',
    en: 'the data are kept where the postgres user may enter: {folder}',
  },
  postgresDataSetAside: {
    ja: '以前のデータを別名で残しました: {folder}',
    en: 'data of an earlier, deleted home were set aside: {folder}',
  },
  postgresBinariesElsewhere: {
    ja: 'postgres利用者が読める場所にPostgreSQLの複製を置きました: {folder}',
    en: 'a copy of PostgreSQL was put where the postgres user may read it: {folder}',
  },
  databaseOfEarlierVersion: {
    ja: 'このデータベースは以前の版のfugoのもので、1.0より前の版のデータは引き継がれません。新しい空のデータベースか、別のホーム(FUGO_HOME)を使ってください。',
    en: 'This database was made by an earlier version of fugo, and data of versions before 1.0 are not carried over. Please use a new, empty database, or another home (FUGO_HOME).',
  },
  keysMissing: {
    ja: '鍵リング {path} がありませんが、データベースには前の鍵リングのデータがあります。控えから {path} を戻してください。',
    en: 'The key ring {path} is missing, and the database has data made with it. Please put {path} back from its copy.',
  },
  temporalDownloading: {
    ja: 'Temporalを公式配布元から取得しています(最長{limit}秒)',
    en: 'asking the official download for Temporal (at most {limit} s)',
  },
  temporalDownloadFailed: {
    ja: '公式配布元からは取得できませんでした。次の方法へ進みます',
    en: 'the official download was not possible; going on with the next way',
  },
  temporalBuilding: {
    ja: 'Temporalをソースから作っています(初回のみ)。ソースを取得中: {modules}モジュール',
    en: 'building Temporal from source, once: downloading, {modules} modules so far',
  },
  temporalCompiling: {
    ja: 'Temporalをソースから作っています(初回のみ)。{packages}個中{done}個を変換',
    en: 'building Temporal from source, once: {done} of {packages} packages compiled',
  },
  temporalCompilingLeft: {
    ja: 'Temporalをソースから作っています(初回のみ)。{packages}個中{done}個を変換、この機械の速さで残り約{minutes}分',
    en: 'building Temporal from source, once: {done} of {packages} packages compiled, about {minutes} min left at the speed of this machine',
  },
  temporalLinking: {
    ja: 'Temporalをソースから作っています(初回のみ)。{packages}個を変換し、1つのプログラムにまとめ中',
    en: 'building Temporal from source, once: {packages} packages compiled, linking the program',
  },
  temporalBuildWaiting: {
    ja: '別の処理がTemporalを作っているので待っています',
    en: 'waiting for another run that is building Temporal',
  },
  temporalImpossible: {
    ja: 'Temporalが見つからず、取得も作成もできません。Temporal CLI を入れて temporal をPATHに置くか、Go 1.24以上を入れるか、TEMPORAL_ADDRESS に既存サーバーを指定してください。{reason}',
    en: 'Temporal was not found and can be neither downloaded nor built. Please install the Temporal CLI so that temporal is on the PATH, or Go 1.24 or newer, or name a running server by TEMPORAL_ADDRESS. {reason}',
  },
  temporalFailed: {
    ja: 'Temporalを起動できません。ログ {logPath} の終わり:\n{tail}',
    en: 'Temporal does not start. End of the log {logPath}:\n{tail}',
  },
  postgresLinks: {
    ja: 'npmがインストールスクリプトを止めたため、PostgreSQLのライブラリーのリンクを自分で作りました',
    en: 'npm held back an install script; the links to PostgreSQL libraries were made here instead',
  },
  temporalUnusable: {
    ja: 'Temporal({address}、名前空間 {namespace})を使えません: {reason}',
    en: 'The Temporal server at {address}, namespace {namespace}, cannot be used: {reason}',
  },
  bundleFailed: {
    ja: 'ワークフローのコードを束ねられません: {reason}',
    en: 'The workflow code cannot be bundled: {reason}',
  },
  webFailed: {
    ja: '職員画面を作れません。画面なしで続けます(npm ci --include=dev で開発用パッケージも入れてください): {reason}',
    en: 'The staff web cannot be built; going on without its pages (npm ci --include=dev installs what it needs): {reason}',
  },
  programFailed: {
    ja: '{name} を起動できません。ログ {logPath} の終わり:\n{tail}',
    en: '{name} does not start. End of the log {logPath}:\n{tail}',
  },
  supervisorFailed: {
    ja: '監視プロセスを起動できません。ログ {logPath} の終わり:\n{tail}',
    en: 'The supervisor does not start. End of the log {logPath}:\n{tail}',
  },
  partsSilent: {
    ja: '動いているはずの {names} が答えません。ログは {logs} にあります。fugo down のあと fugo up を実行してください',
    en: '{names} should be running and does not answer. The logs are in {logs}. Please run fugo down, then fugo up',
  },
  partEnded: {
    ja: '{name} が終わりました。{seconds}秒後に起動し直します',
    en: '{name} ended; starting it again in {seconds} s',
  },
  partSilent: {
    ja: '{name} は動いていますが、長い間正常に答えません。起動し直します',
    en: '{name} runs and has long not been well; starting it again',
  },
  runUnsaved: {
    ja: 'run.json を書けません。書けるようになるまで、このまま動かし続けます: {reason}',
    en: 'run.json cannot be written; going on, and writing it as soon as that is possible: {reason}',
  },
  diskNearlyFull: {
    ja: '警報: {folder} の空きが{free}しかありません(しきい値 {limit})。いっぱいになるとデータベースが止まります。空きを作ってください',
    en: 'ALARM: only {free} are free for {folder} (threshold {limit}). When it is full the databases stop. Please make room',
  },
  diskHasRoom: {
    ja: '{folder} の空きが{free}に戻りました',
    en: '{folder} has room again: {free} are free',
  },
  stoppedMeanwhile: {
    ja: '起動の途中で停止されました',
    en: 'It was stopped while it was starting',
  },
  unexpected: {
    ja: '予期しない誤り: {reason}',
    en: 'Unexpected error: {reason}',
  },
  leftoversStopped: {
    ja: '前回残ったプロセスを{count}個止めました',
    en: 'stopped {count} processes left by an earlier run',
  },
  portsMoved: {
    ja: '使用中のポートを避けました: {moved}',
    en: 'avoided ports in use: {moved}',
  },
  portsTaken: {
    ja: '前回使ったポートが使用中です: {taken}。そのプログラムを止めてもう一度実行するか、--move-ports を付けて別のポートに移してください(画面やAPIの場所が変わります)。',
    en: 'Ports of the last start are in use: {taken}. Please stop that program and run this again, or add --move-ports to go to other ports (the addresses of pages and API change).',
  },
  simulatorsReady: {
    ja: '{ready}/{all} 起動',
    en: '{ready} of {all} running',
  },
  externalServer: {
    ja: '既存のサーバーを使います',
    en: 'using an existing server',
  },
  'step:leftovers': { ja: '前回の後始末', en: 'Leftovers' },
  'step:ports': { ja: 'ポート', en: 'Ports' },
  'step:keys': { ja: '鍵', en: 'Keys' },
  'step:database': { ja: 'データベース', en: 'Database' },
  'step:simulator-database': { ja: '模擬システムのデータベース', en: "Simulators' database" },
  'step:temporal-binary': { ja: 'Temporalの準備', en: 'Temporal program' },
  'step:temporal': { ja: 'Temporal', en: 'Temporal' },
  'step:workflow-bundle': { ja: 'ワークフローの準備', en: 'Workflow code' },
  'step:web': { ja: '職員画面の準備', en: 'Staff web' },
  'step:simulators': { ja: '模擬システム', en: 'Simulators' },
  'step:api': { ja: 'API', en: 'API' },
  'step:worker': { ja: 'ワーカー', en: 'Worker' },
} as const satisfies Record<string, Record<Language, string>>;

export type MessageKey = keyof typeof messages;

/** A sentence that is not yet in a language: its key and the values it names. */
export interface Note {
  key: MessageKey;
  values?: Readonly<Record<string, string | number>> | undefined;
}

/** The sentence in the reader's language. */
export function text(key: MessageKey, language: Language, values: Note['values'] = {}): string {
  return messages[key][language].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The sentence of a note in the reader's language. */
export function textOf({ key, values }: Note, language: Language): string {
  return text(key, language, values);
}

/** Thrown if a part of the local stack cannot be started. Its note tells a person what to do. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  readonly note: Note;

  constructor(note: Note, options?: ErrorOptions) {
    super(`${textOf(note, 'ja')} / ${textOf(note, 'en')}`, options);
    this.note = note;
  }
}

/** What an error says; for a failed command, what the command wrote to stderr. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(reasonOf).join('; ');
  if (typeof error === 'object' && error !== null && 'stderr' in error && typeof error.stderr === 'string') {
    if (error.stderr.trim() !== '') return error.stderr.trim();
  }
  return error instanceof Error ? error.message : String(error);
}

const messageKeys: ReadonlySet<string> = new Set(Object.keys(messages));

/** For a note read from a file, which another version may have written. */
export function isMessageKey(key: string): key is MessageKey {
  return messageKeys.has(key);
}
