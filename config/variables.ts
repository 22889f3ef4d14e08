/** What a person must know to set a variable; the documentation's table is compared with this. */
interface VariableDescription {
  ja: string;
  en: string;
  example: string;
  /** The value when it is not set; null when it must be set, or when absence has a meaning of its own. */
  default: string | null;
}

/** All environment variables that fugo reads. `fugo up` needs none. */
export const variables = {
  FUGO_HOME: {
    ja: 'この環境の状態すべて(データ、鍵、ログ)を置くフォルダー',
    en: 'Folder for all state of this installation: data, keys, logs',
    example: '/srv/fugo',
    default: '.fugo',
  },
  FUGO_CACHE: {
    ja: '利用者ごとに共有するキャッシュ(Temporalの実行ファイル)',
    en: "Cache shared by all of one user's homes (the Temporal program)",
    example: '/var/cache/fugo',
    default: '~/.cache/fugo',
  },
  FUGO_LANG: {
    ja: '表示の言語。なければロケールに従い、C/POSIXなら日本語',
    en: 'Language of messages; otherwise by locale, and Japanese under C/POSIX',
    example: 'en',
    default: null,
  },
  FUGO_LOG_LEVEL: {
    ja: 'ログの詳しさ(trace, debug, info, warn, error)',
    en: 'How much is logged (trace, debug, info, warn, error)',
    example: 'debug',
    default: 'info',
  },
  TEMPORAL_ADDRESS: {
    ja: 'Temporalサーバーの場所。なければ fugo up が開発サーバーを起動',
    en: 'Where the Temporal server is; otherwise fugo up starts a development server',
    example: 'temporal.example.lg.jp:7233',
    default: null,
  },
  TEMPORAL_NAMESPACE: {
    ja: 'Temporalの名前空間',
    en: 'Temporal namespace',
    example: 'fugo',
    default: 'default',
  },
  TEMPORAL_TLS: {
    ja: '1ならTemporalサーバーとTLSで話す。次の4つのどれかを設定しても同じ',
    en: '1: speak TLS with the Temporal server, as does whichever of the next four is set',
    example: '1',
    default: '0',
  },
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: {
    ja: 'Temporalサーバーの証明書を発行した認証局(PEM)。なければシステムの認証局',
    en: "Certificate authority of the Temporal server (PEM); otherwise the system's",
    example: '/srv/fugo/temporal-ca.pem',
    default: null,
  },
  TEMPORAL_TLS_CLIENT_CERT_PATH: {
    ja: 'fugoがTemporalサーバーに示す証明書(PEM、mTLS)',
    en: 'Certificate that fugo shows the Temporal server (PEM, mTLS)',
    example: '/srv/fugo/temporal-client.pem',
    default: null,
  },
  TEMPORAL_TLS_CLIENT_KEY_PATH: {
    ja: 'その秘密鍵(PEM、所有者だけが読める)',
    en: 'Its private key (PEM), readable by its owner only',
    example: '/srv/fugo/temporal-client.key',
    default: null,
  },
  TEMPORAL_TLS_SERVER_NAME: {
    ja: 'Temporalサーバーの証明書にある名前。アドレスと異なるとき',
    en: "Name in the Temporal server's certificate, where it is not that of the address",
    example: 'temporal.example.lg.jp',
    default: null,
  },
  DATABASE_URL: {
    ja: 'PostgreSQLの接続先。fugo up には所有者、各プロセスには自身のロールで渡す',
    en: 'PostgreSQL: as owner for fugo up, as its own role for each process',
    example: 'postgres://fugo_owner:secret@db.example.lg.jp/fugo',
    default: null,
  },
  DATABASE_API_URL: {
    ja: '外部のPostgreSQLを使うときの、ロール fugo_api の接続先',
    en: 'With a PostgreSQL of your own: address for the role fugo_api',
    example: 'postgres://fugo_api:secret@db.example.lg.jp/fugo',
    default: null,
  },
  DATABASE_WORKER_URL: {
    ja: '外部のPostgreSQLを使うときの、ロール fugo_worker の接続先',
    en: 'With a PostgreSQL of your own: address for the role fugo_worker',
    example: 'postgres://fugo_worker:secret@db.example.lg.jp/fugo',
    default: null,
  },
  DATABASE_MONITOR_URL: {
    ja: '外部のPostgreSQLを使うときの、ロール fugo_monitor の接続先。なければ監視しない',
    en: 'With a PostgreSQL of your own: address for the role fugo_monitor; without it nothing is watched',
    example: 'postgres://fugo_monitor:secret@db.example.lg.jp/fugo',
    default: null,
  },
  SIMULATOR_DATABASE_URL: {
    ja: '模擬システム用PostgreSQLの接続先(データベースを作れるロール)',
    en: "The simulators' PostgreSQL, as a role that may create databases",
    example: 'postgres://fugo_simulators:secret@127.0.0.1:8644/postgres',
    default: null,
  },
  PORT: {
    ja: 'このプロセスがHTTPで待ち受けるポート',
    en: 'Port on which this process serves HTTP',
    example: '8640',
    default: null,
  },
  FUGO_HOST: {
    ja: 'HTTPで待ち受けるアドレス',
    en: 'Address on which HTTP is served',
    example: '0.0.0.0',
    default: '127.0.0.1',
  },
  FUGO_HEALTH_PORT: {
    ja: 'ワーカーの状態と計測値(/healthz, /metrics)のポート',
    en: "Port of the worker's health and figures (/healthz, /metrics)",
    example: '8645',
    default: '8645',
  },
  FUGO_WORK: {
    ja: 'ワーカーが受け持つ仕事。daily は日々の異動、loads は一括登録、all は両方',
    en: 'What a worker takes: daily for the transfers of each day, loads for initial loads, all for both',
    example: 'loads',
    default: 'all',
  },
  FUGO_LOAD_FILES: {
    ja: '一括登録のファイルを暗号化して置くフォルダー(APIとワーカーで共有)',
    en: 'Folder in which files for loads are kept, encrypted; shared by the API and the workers',
    example: '/srv/fugo/load-files',
    default: null,
  },
  FUGO_LOAD_FILE_LIMIT: {
    ja: '一括登録のファイルの大きさの上限(バイト)',
    en: 'The largest file for a load, in bytes',
    example: '4294967296',
    default: '4294967296',
  },
  FUGO_GATHER_FROM: {
    ja: 'この人数以上の新規の要求が待つときは、まとめて処理する',
    en: 'So many new requests waiting are taken together as a chunk',
    example: '40',
    default: '40',
  },
  FUGO_GATHER_AFTER_SECONDS: {
    ja: '新規の要求がこの秒数より長く待つときは、20人からまとめて処理する',
    en: 'When the first new request has waited for so many seconds, twenty are taken together',
    example: '5',
    default: '5',
  },
  FUGO_DROP_FOLDER: {
    ja: '置かれたファイルを一括登録するフォルダー。地方公共団体コードごとに子フォルダーを持つ',
    en: 'Folder whose files are loaded; has a folder of its own for each municipality code',
    example: '/srv/fugo/drop',
    default: null,
  },
  FUGO_KEYS_FILE: {
    ja: '暗号鍵のファイル(所有者だけが読める)',
    en: 'File with the encryption keys, readable by its owner only',
    example: '/srv/fugo/keys.json',
    default: null,
  },
  FUGO_ADMIN_CLIENT_FILE: {
    ja: '管理者のOAuthクライアントのファイル(JSON、所有者だけが読める)',
    en: "File with the administrator's OAuth client (JSON), readable by its owner only",
    example: '/srv/fugo/admin-client.json',
    default: null,
  },
  FUGO_WORKFLOW_BUNDLE: {
    ja: 'あらかじめ束ねたワークフローのコード',
    en: 'Workflow code bundled beforehand',
    example: '/srv/fugo/build/workflow-bundle.js',
    default: null,
  },
  FUGO_CODEC_TOKEN: {
    ja: 'Temporal Web UIが暗号化された内容を表示するための合言葉',
    en: 'Token with which the Temporal Web UI may show encrypted payloads',
    example: '3f0c9d5b2a',
    default: null,
  },
  FUGO_PUBLIC_URL: {
    ja: '外から見たAPIの場所',
    en: "The API's address as others see it",
    example: 'https://fugo.example.lg.jp',
    default: null,
  },
  FUGO_UI_URL: {
    ja: 'Temporal Web UIの場所',
    en: 'Address of the Temporal Web UI',
    example: 'http://127.0.0.1:8642',
    default: null,
  },
  FUGO_WEB: {
    ja: '職員画面のビルド済みファイルのフォルダー。なければ画面を出さない',
    en: 'Folder of the built files of the staff web; without it there are no pages',
    example: '/srv/fugo/build/web',
    default: null,
  },
  FUGO_API_URL: {
    ja: '模擬システムが呼び出すfugoのAPI',
    en: "fugo's API as the simulators call it",
    example: 'http://127.0.0.1:8640',
    default: null,
  },
  FUGO_SIMULATOR_PEERS: {
    ja: '模擬システム名と場所の対応(JSON)',
    en: 'Simulators and their addresses (JSON)',
    example: '{"juki-system":"http://127.0.0.1:8650"}',
    default: '{}',
  },
  FUGO_SIMULATOR_CLIENTS_FILE: {
    ja: '業務システムの模擬が使うOAuthクライアントのファイル(JSON)',
    en: 'File with the OAuth clients the simulated backbones use (JSON)',
    example: '/srv/fugo/simulator-clients.json',
    default: null,
  },
  FUGO_SIMULATOR_KEY_FILE: {
    ja: '模擬システムが自身の保管に使う鍵のファイル',
    en: 'File with the key the simulators use for their own store',
    example: '/srv/fugo/simulator-key.json',
    default: null,
  },
  FUGO_SIMULATOR_SERVER_MS: {
    ja: '模擬の全国・都道府県サーバーとCSが起動、停止、日次処理にかける時間の上限(ミリ秒)',
    en: 'The longest that the simulated national, prefectural and communication servers take to start, stop or do a daily job (milliseconds)',
    example: '2000',
    default: '400',
  },
  FUGO_OIDC_ISSUER: {
    ja: '職員がOpenID Connectでサインインするときの発行者。なければパスワードだけ',
    en: 'Issuer at which staff sign in by OpenID Connect; without it by password only',
    example: 'https://login.example.lg.jp/realms/city',
    default: null,
  },
  FUGO_OIDC_CLIENT_ID: {
    ja: 'OpenID Connectの発行者に登録したfugoのクライアントID',
    en: "fugo's client id at the issuer",
    example: 'fugo',
    default: null,
  },
  FUGO_OIDC_CLIENT_SECRET: {
    ja: 'そのクライアントの秘密。ファイルで渡すほうが安全',
    en: 'Its secret; safer in a file',
    example: '9c1f7a2e',
    default: null,
  },
  FUGO_OIDC_CLIENT_SECRET_FILE: {
    ja: 'そのクライアントの秘密のファイル(所有者だけが読める)',
    en: 'File with its secret, readable by its owner only',
    example: '/srv/fugo/oidc-secret',
    default: null,
  },
  FUGO_OIDC_NAME: {
    ja: 'サインインのボタンに出す発行者の名前',
    en: 'Name of the issuer, on the button to sign in',
    example: '庁内認証',
    default: 'OpenID Connect',
  },
  FUGO_STAFF_IDLE_MINUTES: {
    ja: '職員のセッションが操作なしで終わるまでの分',
    en: 'Minutes without use after which a session of staff is over',
    example: '30',
    default: '30',
  },
  FUGO_STAFF_SESSION_HOURS: {
    ja: '職員のセッションの最長の時間',
    en: 'Hours after which a session of staff is over however much it is used',
    example: '12',
    default: '12',
  },
  FUGO_TRUSTED_PROXIES: {
    ja: 'X-Forwarded-For を信用する中継サーバーのアドレスまたはネットワーク(コンマ区切り)。サインインとトークンの要求を発信元ごとに制限するため',
    en: 'Proxies whose X-Forwarded-For is believed (addresses or networks, by commas); sign-ins and requests for tokens are limited by address',
    example: '10.1.2.3,10.20.0.0/16',
    default: null,
  },
  FUGO_WORKER_HEALTH: {
    ja: 'APIの /readyz が状態を尋ねるワーカーの /healthz(コンマ区切り)',
    en: 'Addresses (/healthz) of the workers whose state the /readyz of the API tells, by commas',
    example: 'http://10.1.2.5:8645/healthz,http://10.1.2.6:8645/healthz',
    default: null,
  },
  FUGO_BACKUP_KEEP: {
    ja: '残すバックアップの数(新しいものから)。これより古くても FUGO_BACKUP_DAYS 以内なら残す',
    en: 'So many of the newest backups are kept, and older ones as long as FUGO_BACKUP_DAYS says',
    example: '7',
    default: '7',
  },
  FUGO_BACKUP_DAYS: {
    ja: 'この日数以内のバックアップと、そこから先のWALは残す',
    en: 'Backups no older than so many days are kept, with the WAL from them on',
    example: '14',
    default: '14',
  },
  FUGO_DISK_ALARM_MIB: {
    ja: 'fugo up: FUGO_HOME の空きがこのMiBを下回ったら知らせる。なければ1024か、全体の1割の小さいほう',
    en: 'fugo up: says so when less than this many MiB are free below FUGO_HOME; otherwise 1024, or a tenth of the disk when that is less',
    example: '2048',
    default: null,
  },
  FUGO_MONITOR_PORT: {
    ja: '監視の状態と計測値(/healthz, /metrics)のポート',
    en: "Port of the monitor's health and figures (/healthz, /metrics)",
    example: '8647',
    default: '8647',
  },
  FUGO_SMTP_URL: {
    ja: '警報を送るメールサーバー。なければメールを送らない。利用者名と合言葉を含めてよいが、ファイルで渡すほうが安全',
    en: 'Mail server for alarms; without it no mail is sent. It may hold user and password, which are safer in a file',
    example: 'smtp://mail.example.lg.jp:25',
    default: null,
  },
  FUGO_SMTP_URL_FILE: {
    ja: 'FUGO_SMTP_URL のファイル(所有者だけが読める)',
    en: 'File with FUGO_SMTP_URL, readable by its owner only',
    example: '/srv/fugo/smtp-url',
    default: null,
  },
  FUGO_ALARM_FROM: {
    ja: '警報のメールの差出人',
    en: 'Whom mails of alarms are from',
    example: 'fugo@example.lg.jp',
    default: 'fugo@localhost',
  },
  FUGO_ALARM_TO: {
    ja: 'どの団体の宛先も登録されていない警報を受け取るメールアドレス(コンマ区切り)。データベースがなくても使う',
    en: 'Mail addresses, by commas, told of what no organisation has named a recipient for; used without the database too',
    example: 'watch@example.lg.jp,duty@example.lg.jp',
    default: null,
  },
  FUGO_SNMP_COMMUNITY: {
    ja: 'ネットワーク機器にSNMP v2cで尋ねるときのコミュニティ名',
    en: 'Community with which network devices are asked by SNMP v2c',
    example: 'fugo-read',
    default: 'public',
  },
  FUGO_HEARTBEAT_URL: {
    ja: '監視そのものが動いていることを外に知らせる先。途絶えたら外で警報を出す',
    en: 'Called regularly while the monitor itself works; whoever is called raises the alarm when it stops',
    example: 'https://watch.example.lg.jp/heartbeat/fugo',
    default: null,
  },
  FUGO_HEARTBEAT_SECONDS: {
    ja: 'FUGO_HEARTBEAT_URL を呼ぶ間隔(秒)',
    en: 'How often FUGO_HEARTBEAT_URL is called, in seconds',
    example: '60',
    default: '60',
  },
  FUGO_BACKUP_MAX_AGE_HOURS: {
    ja: '確認済みの最新のバックアップがこの時間より古いと警報を出す',
    en: 'An alarm is raised when the newest verified backup is older than so many hours',
    example: '26',
    default: '26',
  },
  FUGO_ALWAYS_OPEN: {
    ja: '1なら運用時間にかかわらず常に開いている(実演用)',
    en: '1: always open whatever the operating hours say (for demonstrations)',
    example: '1',
    default: '0',
  },
} as const satisfies Record<string, VariableDescription>;

export type VariableName = keyof typeof variables;
