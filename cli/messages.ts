import type { Language } from '../config/language.ts';
import { asMessages, codeRequestStatusNames, loadStateNames, stageNames } from '../contracts/names.ts';

/** Every sentence the command says, but those of the failure catalogue and of local/. `{name}` is filled from the values. */
export const messages = {
  // ---- help -------------------------------------------------------------------------------------------------------
  'help.usage': { ja: '使い方:', en: 'Usage:' },
  'help.arguments': { ja: '引数:', en: 'Arguments:' },
  'help.options': { ja: 'オプション:', en: 'Options:' },
  'help.commands': { ja: 'コマンド:', en: 'Commands:' },
  'help.help': { ja: '使い方を表示する', en: 'show this help' },
  'help.helpCommand': { ja: 'コマンドの使い方を表示する', en: 'show the help of a command' },
  'help.version': { ja: '版を表示する', en: 'show the version' },
  'help.default': { ja: '(既定: {value})', en: '(default: {value})' },
  'help.choices': { ja: '({values} のいずれか)', en: '(one of {values})' },
  'help.exitCodes': {
    ja: `終了コード:
  0  正常
  1  答えの中に誤りがある(不正な値、受け付けられなかった行や操作、正常でない部分)
  2  使い方または入力の誤り
  3  fugoが動いていない、またはつながらない
  4  権限がない
  5  内部の誤り

言語は FUGO_LANG またはロケール(LC_ALL, LC_MESSAGES, LANG)に従います。状態はすべて FUGO_HOME に置かれます。
個人番号は引数に書かず、ファイルか標準入力で渡してください。`,
    en: `Exit codes:
  0  all is well
  1  something in the answer is an error (an invalid value, a refused line or action, a part that is not well)
  2  wrong usage or input
  3  fugo is not running or cannot be reached
  4  no right to do this
  5  internal error

The language follows FUGO_LANG or the locale (LC_ALL, LC_MESSAGES, LANG). All state lives in FUGO_HOME.
Never write a personal number as an argument; pass it in a file or on standard input.`,
  },
  'help.fugo': {
    ja: '符号(ふごう): 住民一人ひとりの符号を一度だけ確実に取得する処理エンジン',
    en: 'fugo: gets every resident a linkage code, exactly once',
  },

  // ---- commands ---------------------------------------------------------------------------------------------------
  'command.start': {
    ja: 'すべてを起動し、見本の自治体で動かし、そのまま動かしておく(npm start と同じ)',
    en: 'start everything, run the sample municipality and leave it running (same as npm start)',
  },
  'command.up': {
    ja: 'データベース、Temporal、API、ワーカー、模擬システムを起動する',
    en: 'start the databases, Temporal, the API, the worker and the simulators',
  },
  'command.down': {
    ja: 'すべてを順序どおりに止める(データは残る)',
    en: 'stop everything in good order; data stay',
  },
  'command.status': { ja: '各プロセスの状態とポートを表示する', en: 'show every process, its port and its health' },
  'command.demo': {
    ja: '見本の自治体: 架空の住民を基幹システムから登録し、符号取得を見届ける',
    en: 'the sample municipalities: enter fictitious residents at the backbones and follow their codes',
  },
  'command.transfer': {
    ja: '宛名異動データを送る(JSON、JSONの配列、NDJSON)',
    en: 'send address transfers (JSON, a JSON array or NDJSON)',
  },
  'command.resident': {
    ja: '住民の符号取得の状態を表示する',
    en: "show where a resident's code request stands",
  },
  'command.errors': { ja: 'エラーリスト', en: 'the error list' },
  'command.errors.list': { ja: 'エラーリストを表示する', en: 'show the error list' },
  'command.errors.retry': { ja: 'やり直す', en: 'try again' },
  'command.errors.correct': {
    ja: '訂正する。正しい個人番号は標準入力から読む',
    en: 'correct; the right personal number is read from standard input',
  },
  'command.errors.cancel': { ja: '取り消す', en: 'cancel' },
  'command.errors.retryAll': {
    ja: '同じコードのエラーをまとめてやり直す。まず1件だけ試し、うまくいけば残りを少しずつ進める',
    en: 'try all entries of one code again: first one alone, then the others at a limited rate',
  },
  'command.confirm': {
    ja: '符号取得の確認を今すぐ行う',
    en: 'ask the intermediate server now which codes it holds',
  },
  'command.hours': {
    ja: '運用時間の暦を表示する。fugoが動いていなければ共通運用時間',
    en: 'show the operating hours by day; the common hours where fugo is not running',
  },
  'command.hours.show': { ja: '自治体の運用時間の設定を表示する', en: "show a municipality's setting" },
  'command.hours.set': {
    ja: '自治体の運用時間の設定を変える。書いたものだけが変わる',
    en: "change a municipality's setting; only what is named changes",
  },
  'command.check': {
    ja: '番号を1行に1つ読み、valid か invalid: 理由 を表示する(fugoが動いていなくてもよい)',
    en: 'read one value a line and print valid or invalid: reason; needs nothing running',
  },
  'command.check.personal-number': { ja: '個人番号(12桁)', en: 'personal numbers (12 digits)' },
  'command.check.municipality-code': {
    ja: '全国地方公共団体コード(6桁)',
    en: 'municipality codes (6 digits)',
  },
  'command.check.resident-record-code': { ja: '住民票コード(11桁)', en: 'resident record codes (11 digits)' },
  'command.load': {
    ja: '住民のファイルを一括登録する。または、一括登録の状態を見る、止める、再開する',
    en: 'load a file of residents; or see, pause, resume a load',
  },
  'command.generate': { ja: '架空のデータのファイルを作る', en: 'make files of fictitious data' },
  'command.generate.residents': {
    ja: '初期データ一括登録用に、架空の住民のファイルを作る。実在の人はいない。同じ種と同じ指定からは同じファイルができる',
    en: 'make a file of fictitious residents for an initial load; none of them exists. The same seed and options give the same file',
  },
  'command.participants': { ja: '相手システムの状態を表示する', en: 'show the state of every participant' },
  'command.participants.fault': {
    ja: '模擬システムに障害を起こす。none で直す',
    en: 'make a simulator misbehave; none ends it',
  },
  'command.clients': { ja: 'APIの利用者(OAuthクライアント)', en: 'callers of the API (OAuth clients)' },
  'command.clients.add': {
    ja: 'クライアントを登録する。秘密は一度だけ表示される',
    en: 'register a client; its secret is shown once',
  },
  'command.clients.list': { ja: 'クライアントを表示する', en: 'show the clients' },
  'command.clients.revoke': { ja: 'クライアントを無効にする', en: 'revoke a client' },
  'command.staff': { ja: '職員とその役割', en: 'staff and their roles' },
  'command.staff.add': {
    ja: '職員を登録する。初期パスワードは一度だけ表示される',
    en: 'register a member of staff; the initial password is shown once',
  },
  'command.staff.list': { ja: '職員を表示する', en: 'show the staff' },
  'command.staff.roles': { ja: '職員の役割を変える', en: 'change the roles of a member of staff' },
  'command.staff.remove': { ja: '職員を外す', en: 'take a member of staff away' },
  'command.staff.samples': {
    ja: '見本の自治体の職員とそのパスワードを表示する',
    en: "show the sample municipalities' staff and their passwords",
  },
  'command.staff.code': {
    ja: '見本の職員のいまの認証コードを表示する',
    en: 'print the present code of a sample member of staff',
  },
  'command.api': { ja: 'APIだけをここで動かす', en: 'run the API alone, in the foreground' },
  'command.worker': { ja: 'ワーカーだけをここで動かす', en: 'run a worker alone, in the foreground' },
  'command.simulator': { ja: '模擬システム1つをここで動かす', en: 'run one simulator alone, in the foreground' },

  // ---- arguments and options --------------------------------------------------------------------------------------
  'argument.file': { ja: 'ファイル。- または省略で標準入力', en: 'file; - or none: standard input' },
  'argument.integratedNumber': { ja: '団体内統合宛名番号(15桁)', en: 'integrated address number (15 digits)' },
  'argument.loadFile': {
    ja: '一括登録するファイル(CSV、NDJSON、固定長。ZIPでもよい)',
    en: 'file to load (CSV, NDJSON or fixed length, also zipped)',
  },
  'argument.failureIds': {
    ja: 'エラーリストのID(failureId)',
    en: 'ids of entries of the error list (failureId)',
  },
  'argument.participant': { ja: '相手システム({names})', en: 'participant ({names})' },
  'argument.fault': { ja: '障害の種類({names})', en: 'kind of fault ({names})' },
  'argument.clientId': { ja: 'クライアントID', en: 'client id' },
  'argument.staffId': { ja: '職員ID', en: 'staff id' },
  'argument.email': { ja: 'メールアドレス', en: 'e-mail address' },
  'option.json': { ja: '機械向けにJSONで表示する', en: 'print JSON for machines' },
  'option.municipality': { ja: '全国地方公共団体コード(6桁)', en: 'municipality code (6 digits)' },
  'option.clientFile': {
    ja: 'クライアントのファイル(既定は FUGO_HOME の clients.json)',
    en: 'file with the clients (default: clients.json in FUGO_HOME)',
  },
  'option.residents': { ja: '架空の住民の人数', en: 'number of fictitious residents' },
  'option.seed': { ja: '住民を作る乱数の種', en: 'seed the residents are made from' },
  'option.generate.output': { ja: '書き込むファイル(既定は標準出力)', en: 'file to write (default: standard output)' },
  'option.generate.format': { ja: '形式', en: 'form of the lines' },
  'option.generate.encoding': {
    ja: '文字コード。cp932にない文字の氏名は出てこない',
    en: 'encoding; names that cp932 cannot hold do not occur in it',
  },
  'option.generate.numberSystems': {
    ja: '番号体系(コンマ区切り。既定はすべて)。01には全員、02、03、04にはその一部がいる',
    en: 'number systems, with commas (default: all): everybody is in 01, a part of them in 02, 03 and 04',
  },
  'option.generate.defects': { ja: '誤りのある行の割合(0〜1)', en: 'share of lines with a defect (0 to 1)' },
  'option.generate.defectsReport': {
    ja: '誤りのある行の番号と種類を書き込むファイル(NDJSON)',
    en: 'file for the number and kind of each line with a defect (NDJSON)',
  },
  'option.generate.imported': {
    ja: '団体内統合宛名番号をすでに持つ住民の割合(0〜1)',
    en: 'share of residents who have an integrated address number already (0 to 1)',
  },
  'option.generate.town': {
    ja: '架空の自治体の名前(既定は見本の符号市)',
    en: 'name of the fictitious town (default: Fugo City of the sample)',
  },
  'option.load.format': {
    ja: '形式(既定はファイル名の拡張子による: csv、ndjson、dat = fixed)',
    en: "form of the lines (default: by the ending of the file's name: csv, ndjson, dat = fixed)",
  },
  'option.load.encoding': { ja: '文字コード。推測はしない', en: 'encoding; it is never guessed' },
  'option.load.dryRun': { ja: '読み取って検査するだけで、登録しない', en: 'read and check the file, load nobody' },
  'option.load.watch': {
    ja: '全員が確認済になるか、エラーリストに載るまで待つ',
    en: 'wait until everybody is confirmed or in the error list',
  },
  'option.load.again': {
    ja: '同じ内容のファイルを前に登録していても、もう一度登録する',
    en: 'load the file although one of the same content was loaded before',
  },
  'option.load.numberSystem': {
    ja: '番号体系の書かれていない行の番号体系(2桁)',
    en: 'number system of lines that name none (2 digits)',
  },
  'option.load.dataType': {
    ja: 'データ種別の書かれていない行のデータ種別',
    en: 'data type of lines that name none',
  },
  'option.load.linesPerChunk': {
    ja: '一度にまとめて進める行数の上限(既定は10000)',
    en: 'at most so many lines go through the steps together (default: 10000)',
  },
  'option.load.chunksAtOnce': {
    ja: '同時に進めるまとまりの数(既定は2)',
    en: 'such chunks under way at once (default: 2)',
  },
  'option.load.errorRateLimit': {
    ja: 'エラーがこの割合を超えたら止める(0〜1。既定は0.1)',
    en: 'stop when more than this share ended in an error (0 to 1; default: 0.1)',
  },
  'option.load.linesPerSecond': {
    ja: '相手システムに送る毎秒の人数の上限(既定はなし)',
    en: 'residents a second that a participant is sent at most (default: no limit)',
  },
  'option.load.attach': { ja: '一括登録の進みぐあいを表示する', en: 'show how a load goes on' },
  'option.load.list': { ja: '一括登録の一覧を表示する', en: 'show the loads' },
  'option.load.pause': { ja: '一括登録を一時停止する', en: 'pause a load' },
  'option.load.resume': { ja: '止まっている一括登録を再開する', en: 'resume a load that stands still' },
  'option.load.cancel': {
    ja: '一括登録を中止する。始めたまとまりは最後まで進む',
    en: 'cancel a load; chunks under way come to their end',
  },
  'option.load.report': {
    ja: 'どの行のどの項目が誤りかを表示する',
    en: 'show which field of which line is wrong',
  },
  'option.load.badLines': {
    ja: '誤りのある行を元の形式のまま書き出す。直してもう一度登録できる',
    en: 'give the bad lines in the form of the file, to be corrected and loaded again',
  },
  'option.load.results': {
    ja: '各行の団体内統合宛名番号と結果をCSVで書き出す',
    en: 'give the integrated address number and result of each line, as CSV',
  },
  'option.load.output': { ja: '書き込むファイル(既定は標準出力)', en: 'file to write (default: standard output)' },
  'option.retryAll.linesPerSecond': { ja: '毎秒の件数(既定は5)', en: 'entries a second (default: 5)' },
  'option.retryAll.show': { ja: '進みぐあいだけを見る', en: 'only show how it goes on' },
  'option.retryAll.cancel': { ja: '残りを中止する', en: 'leave the others alone' },
  'option.exit': {
    ja: '結果を表示して終わる。このコマンドが起動したものは止める',
    en: 'end after the result, and stop what this command started',
  },
  'option.enforceHours': {
    ja: '見本の自治体でも運用時間を守る(既定は常時開いている)',
    en: 'keep the operating hours (the sample is always open otherwise)',
  },
  'option.limit': { ja: '全体の時間の上限(秒)', en: 'time limit of the whole, in seconds' },
  'option.timeline': { ja: '経過も表示する', en: 'show the timeline as well' },
  'option.numberSystem': { ja: '番号体系(2桁)', en: 'number system (2 digits)' },
  'option.addressNumber': { ja: '宛名番号(1〜15桁)', en: 'address number (1 to 15 digits)' },
  'option.code': { ja: 'エラーコード', en: 'failure code' },
  'option.stage': { ja: '段階', en: 'stage' },
  'option.state': { ja: '未対応(open)、対応済(resolved)、すべて(all)', en: 'open, resolved or all' },
  'option.all': { ja: '--code に当てはまる未対応のものすべて', en: 'all open entries with this --code' },
  'option.staff': { ja: '職員ID(既定は fugo コマンドの利用者名)', en: 'staff id (default: the user of this command)' },
  'option.reason': { ja: '理由(監査記録に残る)', en: 'reason, kept in the audit log' },
  'option.samePerson': {
    ja: '本人であることを確認した(個人番号は訂正しない)',
    en: 'the identity was checked: it is the same person',
  },
  'option.from': { ja: '最初の日(YYYY-MM-DD。既定は今日)', en: 'first day (YYYY-MM-DD; default: today)' },
  'option.to': { ja: '最後の日(YYYY-MM-DD。既定は13日後)', en: 'last day (YYYY-MM-DD; default: 13 days later)' },
  'option.opens': { ja: '開始時刻(HH:MM)', en: 'opening time (HH:MM)' },
  'option.closes': { ja: '終了時刻(HH:MM)', en: 'closing time (HH:MM)' },
  'option.margin': { ja: '終了前に送信を止める分数', en: 'minutes before the close without new sending' },
  'option.prefectureCloses': {
    ja: '都道府県サーバーのオンライン終了時刻(HH:MM)',
    en: 'end of online operation of the prefectural server (HH:MM)',
  },
  'option.enforced': { ja: '運用時間を守るか(yes / no)', en: 'whether the hours are kept (yes / no)' },
  'option.closeDay': { ja: 'この日を閉じる(--reason が必要)', en: 'close this day (needs --reason)' },
  'option.openDay': { ja: 'この日を開ける(--reason が必要)', en: 'open this day (needs --reason)' },
  'option.resetDay': { ja: 'この日の例外を取り除く', en: 'remove what was set for this day' },
  'option.extendFrom': {
    ja: '延長の始まり(例 2026-04-04T09:00+09:00。--approver と --reason が必要)',
    en: 'start of an extension (2026-04-04T09:00+09:00; needs --approver and --reason)',
  },
  'option.extendTo': { ja: '延長の終わり', en: 'end of the extension' },
  'option.approver': { ja: '延長の承認者', en: 'who approved the extension' },
  'option.faultSeed': { ja: '--share の抽選の種', en: 'seed the share is drawn from' },
  'option.share': { ja: '障害に遭う割合(0〜1)', en: 'share of requests that are hit (0 to 1)' },
  'option.latency': { ja: '遅れ(ミリ秒)', en: 'delay in milliseconds' },
  'option.for': { ja: 'この秒数で自然に直る', en: 'ends by itself after so many seconds' },
  'option.kind': { ja: 'backbone(基幹システム)または operator(職員)', en: 'backbone or operator' },
  'option.name': { ja: '名前', en: 'name' },
  'option.numberSystems': { ja: '番号体系(複数可)', en: 'number systems, one or more' },
  'option.save': {
    ja: '秘密を表示せず、FUGO_HOME の clients.json に加える',
    en: 'add the secret to clients.json in FUGO_HOME instead of showing it',
  },
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
  'option.port': { ja: 'ポート', en: 'port' },

  // ---- wrong usage ------------------------------------------------------------------------------------------------
  'usage.rule': { ja: '{name}: {rule}', en: '{name}: {rule}' },
  'usage.help': { ja: '使い方: {command} --help', en: 'For help: {command} --help' },
  'usage.unknownCommand': { ja: 'そのようなコマンドはありません。', en: 'There is no such command.' },
  'usage.unknownOption': { ja: 'そのようなオプションはありません。', en: 'There is no such option.' },
  'usage.missingArgument': { ja: '引数が必要です。', en: 'The argument is missing.' },
  'usage.missingValue': { ja: '値が必要です。', en: 'The option needs a value.' },
  'usage.missingOption': { ja: 'このオプションが必要です。', en: 'The option is required.' },
  'usage.excess': { ja: '引数が多すぎます。', en: 'There are too many arguments.' },
  'usage.conflict': { ja: '同時に使えないオプションがあります。', en: 'Some of these options exclude each other.' },
  'usage.commandMissing': { ja: 'コマンドを指定してください。', en: 'Name a command.' },
  'usage.didYouMean': { ja: '{name} のことですか?', en: 'Did you mean {name}?' },
  'usage.wholeNumber': {
    ja: '{from}から{to}までの整数にしてください。',
    en: 'It must be a whole number from {from} to {to}.',
  },
  'usage.number': { ja: '{from}から{to}までの数にしてください。', en: 'It must be a number from {from} to {to}.' },
  'usage.oneOf': { ja: '{values} のいずれかにしてください。', en: 'It must be one of {values}.' },
  'usage.eitherNumber': {
    ja: '団体内統合宛名番号、または --number-system と --address-number の両方を指定してください。',
    en: 'Give the integrated address number, or both --number-system and --address-number.',
  },
  'usage.idsOrAll': {
    ja: 'failureId、または --code CODE --all のどちらかを指定してください。',
    en: 'Give failure ids, or --code CODE --all.',
  },
  'usage.failureId': {
    ja: 'エラーリストのID(UUID)ではありません。fugo errors list で確かめてください。',
    en: 'It is not the id of an entry (a UUID). See fugo errors list.',
  },
  'usage.fileOrLoad': {
    ja: 'ファイル、または --attach、--list などのどれか1つを指定してください。',
    en: 'Give a file, or one of --attach, --list and the like.',
  },
  'usage.loadId': {
    ja: '一括登録のID(UUID)ではありません。fugo load --list で確かめてください。',
    en: 'It is not the id of a load (a UUID). See fugo load --list.',
  },
  'usage.twice': { ja: '同じ値が2度あります。', en: 'The same value stands there twice.' },
  'usage.needs': { ja: '{others} も必要です。', en: 'It needs {others} as well.' },
  'usage.nothingToChange': {
    ja: '変えるものがありません。オプションを指定してください。',
    en: 'Nothing to change: name at least one option.',
  },

  // ---- input ------------------------------------------------------------------------------------------------------
  'input.waiting': {
    ja: '標準入力から読みます(終わりはCtrl-D)',
    en: 'reading standard input (end with Ctrl-D)',
  },
  'input.missing': { ja: 'ファイルがありません。', en: 'There is no such file.' },
  'input.unreadable': { ja: 'ファイルを読めません。', en: 'The file cannot be read.' },
  'input.notUtf8': { ja: '文字コードがUTF-8ではありません。', en: 'It is not UTF-8.' },
  'input.empty': { ja: '入力がありません。', en: 'There is no input.' },
  'input.notJson': { ja: 'JSONとして読めません({line}行目)。', en: 'It is not JSON (line {line}).' },
  'input.notObject': {
    ja: '宛名異動データ(JSONのオブジェクト)ではありません({line}件目)。',
    en: 'Item {line} is not a transfer (a JSON object).',
  },
  'input.personalNumber': {
    ja: '正しい個人番号を入力してください(画面には出ません): ',
    en: 'The right personal number (it is not shown): ',
  },

  // ---- fictitious residents in a file -----------------------------------------------------------------------------
  'generate.unwritable': { ja: 'ファイルに書き込めません。', en: 'The file cannot be written.' },
  'generate.notInEncoding': {
    ja: 'この文字コードにない文字が含まれています。',
    en: 'It contains a character that the encoding does not have.',
  },
  'generate.progress': { ja: '{lines}行(毎秒{perSecond}行)', en: '{lines} lines, {perSecond} a second' },
  'generate.fictitious': {
    ja: '架空の住民のファイルです。実在の人とは関係ありません。',
    en: 'A file of fictitious residents: none of them exists.',
  },
  'generate.households': { ja: '世帯', en: 'households' },
  'generate.lines': { ja: '行', en: 'lines' },
  'generate.defects': { ja: '誤りのある行', en: 'lines with a defect' },
  'generate.seed': { ja: '乱数の種', en: 'seed' },
  'generate.bytes': { ja: 'バイト', en: 'bytes' },
  'generate.time': { ja: '{elapsed}(毎秒{perSecond}行)', en: '{elapsed} ({perSecond} lines a second)' },

  // ---- talking to fugo --------------------------------------------------------------------------------------------
  notRunning: {
    ja: 'fugoは動いていません。fugo up で起動してください。',
    en: 'fugo is not running. Start it with: fugo up',
  },
  unreachable: {
    ja: '{url} につながりません。fugo status で確かめてください。',
    en: '{url} cannot be reached. Look with: fugo status',
  },
  strangeAnswer: { ja: '取り決めと異なる答えがありました({what})。', en: 'An answer breaks its contract ({what}).' },
  internal: { ja: '内部の誤り: {reason}', en: 'Internal error: {reason}' },
  noOperator: {
    ja: '操作できる自治体がありません。clients.json に operators が必要です(fugo clients add --kind operator --save)。',
    en: 'There is no municipality you may operate: clients.json needs an operator (fugo clients add --kind operator --save).',
  },
  noBackbone: {
    ja: '宛名異動データを送れるクライアントがありません(fugo clients add --kind backbone --save)。',
    en: 'No client may send transfers (fugo clients add --kind backbone --save).',
  },
  noNumberSystem: {
    ja: 'この番号体系で送れるクライアントがありません。',
    en: 'No client may send for this number system.',
  },
  noAdministrator: {
    ja: '管理者の資格情報がありません。fugo up を一度実行してください。',
    en: 'The administrator’s credentials are missing. Run fugo up once.',
  },
  municipalityNeeded: {
    ja: '--municipality: 自治体が複数あります。どれかを指定してください。',
    en: '--municipality: There are several municipalities; name one.',
  },
  'clientFile.broken': {
    ja: '--client-file: クライアントのファイルの形式が違います。',
    en: '--client-file: The file with the clients does not have its form.',
  },

  // ---- up, down, status -------------------------------------------------------------------------------------------
  'up.ready': { ja: 'fugoが動いています({elapsed})', en: 'fugo is running ({elapsed})' },
  'up.already': { ja: 'fugoはすでに動いています', en: 'fugo is running already' },
  'down.stopping': { ja: '止めています…', en: 'stopping …' },
  'down.stopped': { ja: '止めました({elapsed})。データは残っています。', en: 'stopped ({elapsed}); data stay' },
  'down.nothing': { ja: '動いているものはありません', en: 'nothing was running' },
  'address.api': { ja: 'API', en: 'API' },
  'address.web': { ja: '職員の画面', en: 'Staff web' },
  'address.docs': { ja: 'APIの説明', en: 'API, readable' },
  'address.temporalUi': { ja: 'Temporal Web UI', en: 'Temporal Web UI' },
  'address.errorList': {
    ja: 'エラーリスト(Temporal Web UIの保存済み検索)',
    en: 'Error list (saved query of the Temporal Web UI)',
  },
  'address.simulators': {
    ja: '模擬システム(住基システム。ほかは fugo participants)',
    en: 'Simulators (Juki system; the others: fugo participants)',
  },
  'status.state': { ja: 'fugo: {state}', en: 'fugo: {state}' },
  'state.starting': { ja: '起動中', en: 'starting' },
  'state.ready': { ja: '動いています', en: 'running' },
  'state.failed': { ja: '起動できませんでした', en: 'could not be started' },
  'state.stopping': { ja: '停止中', en: 'stopping' },
  'state.stopped': { ja: '止まっています', en: 'stopped' },
  'state.killed': {
    ja: '監視プロセスがありません(fugo up で始末して起動し直せます)',
    en: 'the supervisor is gone (fugo up clears up and starts again)',
  },
  'state.none': { ja: 'まだ起動されていません', en: 'never started here' },
  'status.part': { ja: '部分', en: 'part' },
  'status.port': { ja: 'ポート', en: 'port' },
  'status.process': { ja: 'プロセス', en: 'pid' },
  'status.health': { ja: '状態', en: 'health' },
  'status.remark': { ja: '備考', en: 'remark' },
  'status.restarts': { ja: '再起動{count}回', en: 'restarted {count} times' },
  'health.up': { ja: '正常', en: 'up' },
  'health.unwell': { ja: '応答なし', en: 'no answer' },
  'health.gone': { ja: '停止', en: 'not running' },

  // ---- hours ------------------------------------------------------------------------------------------------------
  'hours.date': { ja: '日付', en: 'date' },
  'hours.weekday': { ja: '曜日', en: 'day' },
  'hours.windows': { ja: '運用時間', en: 'hours' },
  'hours.why': { ja: '閉じる理由', en: 'closed because' },
  'hours.closed': { ja: '閉', en: 'closed' },
  'hours.toBeforeFrom': { ja: '--from より前の日です。', en: 'It is before --from.' },
  'hours.common': { ja: '共通運用時間を表示します。', en: 'These are the common operating hours.' },
  'hours.commonInstead': {
    ja: 'fugoが動いていないか、この自治体を参照できないため、共通運用時間を表示します。',
    en: 'fugo is not running or this municipality cannot be asked: these are the common operating hours.',
  },
  'hours.notEnforced': {
    ja: 'この自治体は運用時間を守らない設定です(実演用)。暦は設定のとおりに表示します。',
    en: 'This municipality does not keep its hours (demonstration); the calendar is what they would be.',
  },
  'hours.enforced': { ja: '運用時間を守る', en: 'hours kept' },
  'hours.opens': { ja: '開始', en: 'opens' },
  'hours.closes': { ja: '終了', en: 'closes' },
  'hours.margin': { ja: '終了前の余裕(分)', en: 'closing margin (minutes)' },
  'hours.prefectureCloses': { ja: '都道府県サーバーの終了', en: 'prefectural server closes' },
  'hours.override': { ja: '個別の日', en: 'single days' },
  'hours.exception': { ja: '承認済みの延長', en: 'approved extensions' },
  'hours.saved': { ja: '運用時間を変えました', en: 'the hours were changed' },
  'weekday.sunday': { ja: '日', en: 'Sun' },
  'weekday.monday': { ja: '月', en: 'Mon' },
  'weekday.tuesday': { ja: '火', en: 'Tue' },
  'weekday.wednesday': { ja: '水', en: 'Wed' },
  'weekday.thursday': { ja: '木', en: 'Thu' },
  'weekday.friday': { ja: '金', en: 'Fri' },
  'weekday.saturday': { ja: '土', en: 'Sat' },
  yes: { ja: 'はい', en: 'yes' },
  no: { ja: 'いいえ', en: 'no' },
  none: { ja: 'なし', en: 'none' },

  // ---- residents, transfers, errors -------------------------------------------------------------------------------
  ...asMessages('status', codeRequestStatusNames),
  'resident.number': { ja: '団体内統合宛名番号', en: 'integrated address number' },
  'resident.municipality': { ja: '自治体', en: 'municipality' },
  'resident.status': { ja: '符号依頼状態', en: 'code request status' },
  'resident.stage': { ja: '段階', en: 'stage' },
  'resident.since': { ja: 'いつから', en: 'since' },
  'resident.attempt': { ja: '試行', en: 'attempt' },
  'resident.history': { ja: '宛名情報の履歴(件)', en: 'history rows' },
  'resident.addressNumbers': { ja: '宛名番号', en: 'address numbers' },
  'resident.held': { ja: '本人確認待ちの異動(件)', en: 'transfers held for identity' },
  'resident.opensAt': { ja: '次の開始', en: 'opens at' },
  'resident.error': { ja: 'エラー', en: 'error' },
  'resident.unknown': { ja: '該当する住民が見つかりません。', en: 'There is no such resident.' },
  'timeline.at': { ja: '日時', en: 'at' },
  'timeline.event': { ja: '出来事', en: 'event' },
  'transfer.id': { ja: '異動ID', en: 'transfer id' },
  'transfer.result': { ja: '結果', en: 'result' },
  'errors.count': { ja: '{count}件', en: '{count} entries' },
  'errors.none': { ja: 'エラーはありません', en: 'the error list is empty' },
  'errors.more': { ja: 'ほかにもあります(--limit を増やしてください)', en: 'there are more (raise --limit)' },
  'errors.code': { ja: 'コード', en: 'code' },
  'errors.id': { ja: 'failureId', en: 'failureId' },
  'errors.step': { ja: '工程', en: 'step' },
  'errors.text': { ja: '内容', en: 'what it says' },
  'errors.done': { ja: '{id}: {stage} ({status})', en: '{id}: {stage} ({status})' },
  'errors.limit': { ja: '表示する件数の上限', en: 'at most so many entries' },
  'errors.nothingFound': { ja: '当てはまるエラーはありません', en: 'no open entry matches' },
  'retryAll.CANARY': { ja: 'まず1件を試しています', en: 'trying one entry first' },
  'retryAll.RUNNING': { ja: '残りを進めています', en: 'the others follow' },
  'retryAll.DONE': { ja: '終わりました', en: 'done' },
  'retryAll.CANCELLED': { ja: '中止しました', en: 'ended' },
  'retryAll.STOPPED': { ja: '止めました', en: 'stopped' },
  'retryAll.CANARY_CAME_BACK': {
    ja: '最初の1件が再びエラーになったため、残りはそのままにしました',
    en: 'the first entry came back, so the others were left alone',
  },
  'retryAll.CANARY_TOO_SLOW': {
    ja: '最初の1件が時間内に進まなかったため、残りはそのままにしました',
    en: 'the first entry took too long, so the others were left alone',
  },
  'retryAll.line': {
    ja: '{said}: {entries}件のうち{retried}件をやり直し、{refused}件は対応済',
    en: '{said}: {retried} of {entries} tried again, {refused} had been acted on',
  },
  'retryAll.none': { ja: 'まとめてやり直したことはありません', en: 'there was no such retry' },
  'retryAll.detached': {
    ja: 'やり直しは続いています。続きを見るには: {command}',
    en: 'The retry goes on. To see it again: {command}',
  },
  'confirm.running': { ja: '{municipality}: 確認しています…', en: '{municipality}: asking …' },
  'confirm.slow': {
    ja: '{municipality}: 確認が時間内に終わりませんでした。',
    en: '{municipality}: The confirmation did not end in time.',
  },
  'confirm.asked': { ja: '照会', en: 'asked' },
  'confirm.acquired': { ja: '取得', en: 'acquired' },
  'confirm.errors': { ja: 'エラー', en: 'errors' },
  'confirm.unknown': { ja: '未確認', en: 'not yet' },
  'confirm.overdue': { ja: '期限切れ', en: 'overdue' },

  // ---- loads ------------------------------------------------------------------------------------------------------
  'load.readAs': { ja: '{format}、{encoding} として読みます', en: 'read as {format}, {encoding}' },
  'load.format.csv': { ja: 'CSV', en: 'CSV' },
  'load.format.ndjson': { ja: 'NDJSON', en: 'NDJSON' },
  'load.format.fixed': { ja: '固定長', en: 'fixed length' },
  'load.formatNeeded': {
    ja: 'ファイル名からは形式が分かりません。--format で指定してください。',
    en: "The file's name does not say the form; name it with --format.",
  },
  'load.sending': { ja: '送っています… {percent}%', en: 'sending … {percent}%' },
  'load.taken': { ja: '受け付けました: {id}', en: 'taken: {id}' },
  'load.unknown': { ja: '該当する一括登録が見つかりません。', en: 'There is no such load.' },
  'load.none': { ja: '一括登録はまだありません', en: 'there are no loads' },
  'load.lost': { ja: 'fugoにつながりません。続けて試しています…', en: 'fugo cannot be reached; trying again …' },
  'load.detached': {
    ja: '一括登録は続いています。続きを見るには: {command}',
    en: 'The load goes on. To see it again: {command}',
  },
  ...asMessages('load.state', loadStateNames),
  'load.state.CONFIRMING': { ja: '登録済、符号取得の確認待ち', en: 'loaded, codes not confirmed yet' },
  ...asMessages('load.stage', stageNames),
  'load.read': { ja: '{lines}行目まで', en: '{lines} lines' },
  'load.members': { ja: '{count}人 / {lines}行', en: '{count} residents of {lines} lines' },
  'load.linesPerSecond': { ja: '毎秒{count}行', en: '{count} lines a second' },
  'load.perSecond': { ja: '毎秒{count}人', en: '{count} residents a second' },
  'load.errors': { ja: 'エラー {count}', en: '{count} errors' },
  'load.left': { ja: '残り {time}', en: '{time} left' },
  'load.id': { ja: '一括登録ID', en: 'load id' },
  'load.file': { ja: 'ファイル', en: 'file' },
  'load.created': { ja: '受付', en: 'taken at' },
  'load.stateTitle': { ja: '状態', en: 'state' },
  'load.reason': { ja: '理由', en: 'reason' },
  'load.lines': { ja: '正しい行 / すべての行', en: 'good lines of all' },
  'load.linesTitle': { ja: '行', en: 'lines' },
  'load.results': { ja: '判定', en: 'judged' },
  'load.membersTitle': { ja: '符号を依頼した人', en: 'residents asked for' },
  'load.routed': { ja: '送付済', en: 'routed' },
  'load.acquired': { ja: '取得済', en: 'acquired' },
  'load.inErrorList': { ja: 'うちエラーリスト', en: 'of them in error list' },
  'load.waiting': { ja: '確認待ち', en: 'not confirmed yet' },
  'load.time': { ja: '時間', en: 'time' },
  'load.timeText': {
    ja: '{elapsed}(登録中は毎秒{perSecond}人)',
    en: '{elapsed} ({perSecond} residents a second while loading)',
  },
  'load.tryResume': { ja: '再開する', en: 'go on' },
  'load.tryCancel': { ja: '中止する', en: 'end it' },
  'load.tryReport': { ja: 'どの行のどの項目が誤りかを見る', en: 'see which field of which line is wrong' },
  'load.tryBadLines': {
    ja: '誤りのある行のファイルを作る。直してもう一度登録できる',
    en: 'a file of the bad lines, to be corrected and loaded again',
  },
  'load.tryErrors': { ja: 'エラーリストを見る', en: 'see the error list' },
  'load.field': { ja: '項目', en: 'field' },
  'load.rule': { ja: '規則', en: 'rule' },
  'load.moreBadLines': {
    ja: 'ほかにもあります(--bad-lines または --json ですべて)',
    en: 'there are more (all of them with --bad-lines or --json)',
  },
  'load.fileIsNoJson': {
    ja: 'これは元の形式のファイルで、JSONではありません。',
    en: 'This is a file in its own form and not JSON.',
  },
  'load.saved': { ja: '{bytes}バイトを書き込みました', en: '{bytes} bytes written' },
  'load.done.pause': { ja: '一時停止しました', en: 'paused' },
  'load.done.resume': { ja: '再開しました', en: 'resumed' },
  'load.done.cancel': {
    ja: '中止します。始めたまとまりは最後まで進みます',
    en: 'cancelled; chunks under way come to their end',
  },

  // ---- participants, clients, parts -------------------------------------------------------------------------------
  'participants.name': { ja: '名前', en: 'name' },
  'participants.title': { ja: '相手システム', en: 'participant' },
  'participants.fault': { ja: '障害', en: 'fault' },
  'participants.state.up': { ja: '正常', en: 'up' },
  'participants.state.closed': { ja: '閉局', en: 'closed' },
  'participants.state.faulty': { ja: '障害中', en: 'faulty' },
  'participants.state.unreachable': { ja: '応答なし', en: 'no answer' },
  'participants.set': { ja: '{name}: {fault}', en: '{name}: {fault}' },
  'clients.id': { ja: 'クライアントID', en: 'client id' },
  'clients.name': { ja: '名前', en: 'name' },
  'clients.numberSystems': { ja: '番号体系', en: 'number systems' },
  'clients.kind': { ja: '種別', en: 'kind' },
  'clients.authentication': { ja: '認証', en: 'authentication' },
  'clients.revoked': { ja: '無効', en: 'revoked' },
  'clients.secretOnce': {
    ja: '秘密は今だけ表示されます。控えてください。',
    en: 'The secret is shown this once. Keep it.',
  },
  'clients.saved': { ja: '{path} に加えました', en: 'added to {path}' },
  'clients.revokedNow': { ja: '{id} を無効にしました', en: '{id} was revoked' },
  'staff.id': { ja: '職員ID', en: 'staff id' },
  'staff.name': { ja: '名前', en: 'name' },
  'staff.email': { ja: 'メールアドレス', en: 'e-mail address' },
  'staff.roles': { ja: '役割', en: 'roles' },
  'staff.secondFactor': { ja: '二要素認証', en: 'second factor' },
  'staff.secondFactor.set-up': { ja: '設定済み', en: 'set up' },
  'staff.secondFactor.missing': { ja: '未設定', en: 'missing' },
  'staff.municipality': { ja: '自治体', en: 'municipality' },
  'staff.password': { ja: 'パスワード', en: 'password' },
  'staff.passwordOnce': {
    ja: '初期パスワードは今だけ表示されます。最初のサインインで変更します。',
    en: 'The initial password is shown this once, and is changed at the first sign-in.',
  },
  'staff.rolesNow': { ja: '{id}: {roles}', en: '{id}: {roles}' },
  'staff.removed': { ja: '{id} を外しました', en: '{id} was taken away' },
  'staff.noSample': {
    ja: 'この環境の見本の職員ではありません(fugo staff samples で一覧)。',
    en: 'No sample member of staff of this home (fugo staff samples shows them).',
  },
  'staff.notSetUp': {
    ja: '見本の職員を用意できませんでした: {address} が {status} を返しました。',
    en: 'The sample staff could not be set up: {address} answered {status}.',
  },
  // ---- the sample municipalities ----------------------------------------------------------------------------------
  'demo.starting': {
    ja: '{names}: 架空の住民{residents}人を基幹システムから登録します(乱数の種 {seed})',
    en: '{names}: entering {residents} fictitious residents at the backbones (seed {seed})',
  },
  'demo.municipality': { ja: '自治体', en: 'municipality' },
  'demo.errors': { ja: 'エラー', en: 'errors' },
  'demo.speed': {
    ja: '異動{transfers}件、毎秒{perSecond}件、{elapsed}',
    en: '{transfers} transfers, {perSecond} a second, {elapsed}',
  },
  'demo.sound': {
    ja: '全員の行き先が決まりました。重複した依頼はありません。',
    en: 'Everybody is accounted for, and nobody was requested twice.',
  },
  'demo.unsound': { ja: '期待どおりではありません。', en: 'This is not what it should be.' },
  'demo.residents': { ja: '住民', en: 'residents' },
  'demo.transfers': { ja: '宛名異動データ', en: 'transfers' },
  'demo.duplicates': { ja: '重複した依頼', en: 'duplicate requests' },
  'demo.time': { ja: '時間', en: 'time' },
  'demo.timeText': { ja: '{elapsed}(毎秒{perSecond}人)', en: '{elapsed} ({perSecond} residents a second)' },
  'demo.waitingForNumber': { ja: '個人番号を待っている', en: 'waiting for a personal number' },
  'demo.waitingForHours': { ja: '運用時間を待っている', en: 'waiting for the operating hours' },
  'demo.unaccounted': { ja: '行き先が分からない', en: 'not accounted for' },
  'demo.refused': { ja: '受け付けられなかった異動', en: 'transfers refused' },
  'demo.next': { ja: '次に試すこと:', en: 'Try next:' },
  'demo.tryStaff': {
    ja: '職員の画面に入る: 見本の職員とパスワード、続いて6桁のコード',
    en: 'sign in at the staff web: the sample staff with their password, then the code of six digits',
  },
  'demo.tryErrors': { ja: 'エラーリストを見る', en: 'see the error list' },
  'demo.tryMore': { ja: '住民を増やす', en: 'more residents' },
  'demo.tryFault': {
    ja: '中間サーバーを60秒閉じ、その間に住民を増やす。エラーリストに載るので、再開後にやり直す',
    en: 'close the intermediate server for 60 s and enter more residents: they go to the error list; then try them again',
  },
  'demo.tryStatus': { ja: '各プロセスの状態を見る', en: 'see every process' },
  'demo.tryDown': { ja: 'すべて止める', en: 'stop everything' },
} as const satisfies Record<string, Record<Language, string>>;

export type MessageKey = keyof typeof messages;
export type Values = Readonly<Record<string, string | number>>;

/** The sentence in the reader's language. */
export function text(key: MessageKey, language: Language, values: Values = {}): string {
  return messages[key][language].replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}
