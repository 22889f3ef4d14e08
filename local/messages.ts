import type { Language } from '../config/language.ts';

/** Every sentence local/ says to a person. Japanese first; `{name}` is filled from the values. */
const messages = {
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
  temporalDownloading: {
    ja: 'Temporalを公式配布元から取得しています(最長{limit}秒)',
    en: 'asking the official download for Temporal (at most {limit} s)',
  },
  temporalDownloadFailed: {
    ja: '公式配布元からは取得できませんでした。次の方法へ進みます',
    en: 'the official download was not possible; going on with the next way',
  },
  temporalBuilding: {
    ja: 'Temporalをソースから作っています。初回のみ、約5分({detail})',
    en: 'building Temporal from source, once, about 5 minutes ({detail})',
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
} as const satisfies Record<string, Record<Language, string>>;

export type MessageKey = keyof typeof messages;

/** A sentence not yet put into a language: what it says and the values it names. */
export interface Note {
  key: MessageKey;
  values?: Readonly<Record<string, string | number>>;
}

/** The sentence in the reader's language. */
export function text(key: MessageKey, language: Language, values: Note['values'] = {}): string {
  return messages[key][language].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A sentence for a log, which is read by people of both languages. */
export function textOf({ key, values }: Note, language: Language): string {
  return text(key, language, values);
}

/** Thrown when a part of the local stack cannot be had. Its note tells a person what to do. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  readonly note: Note;

  constructor(note: Note, options?: ErrorOptions) {
    super(`${textOf(note, 'ja')} / ${textOf(note, 'en')}`, options);
    this.note = note;
  }
}
