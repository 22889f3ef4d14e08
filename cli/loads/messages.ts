import { asMessages, loadStateNames, stageNames } from '../../contracts/names.ts';
import type { Message } from '../terminal/message.ts';

/** Words of `fugo load`. */
export const loadsMessages = {
  'command.load': {
    ja: '住民のファイルを一括登録する。または、一括登録の状態を見る、止める、再開する',
    en: 'load a file of residents; or see, pause, resume a load',
  },
  'argument.loadFile': {
    ja: '一括登録するファイル(CSV、NDJSON、固定長。ZIPでもよい)',
    en: 'file to load (CSV, NDJSON or fixed length, also zipped)',
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
    ja: '接続先に送る毎秒の人数の上限(既定はなし)',
    en: 'residents a second that a participant is sent at most (default: no limit)',
  },
  'option.load.columns': {
    ja: '別のシステムの見出しの読み替え(JSON: {"宛名コード": "宛名番号", "備考": null})。次の登録でも使う',
    en: 'names of another system\u2019s columns as JSON ({"code": "addressNumber", "remark": null}); kept for the next load',
  },
  'load.columnsForm': {
    ja: 'CSVの見出しの読み替えを {"相手の項目名": "fugoの項目名 または null"} の形のJSONで指定してください。',
    en: 'Give the names of a CSV\u2019s columns as JSON: {"their name": "a field of fugo, or null"}.',
  },
  'load.noField': {
    ja: '「{name}」はfugoの項目ではありません。使える項目名: {fields}。',
    en: '“{name}” is no field. The fields are: {fields}.',
  },
  'load.columnsInZip': {
    ja: 'ZIPの中の見出しは読み替えられません。展開したファイルを指定してください。',
    en: 'The heading inside a zip cannot be mapped; give the file itself.',
  },
  'load.columnsKept': {
    ja: '前の登録で指定された項目名の読み替えを使います。',
    en: 'The names of the columns are those given for the load before.',
  },
  'option.load.template': {
    ja: '見出しだけの空のCSVを書き出す',
    en: 'write an empty CSV with the heading only',
  },
  'load.unknownHeading': {
    ja: '見出しに定義されていない項目名があります: {columns}。使える項目名: {fields}。docs/load-files.md を見るか、fugo load --template で空のファイルを作ってください。',
    en: 'The heading has names that are no fields: {columns}. The fields are: {fields}. See docs/load-files.md, or make an empty file with fugo load --template.',
  },
  'option.load.attach': { ja: '一括登録の進みぐあいを表示する', en: 'show how a load goes on' },
  'option.load.start': {
    ja: '検査だけした(--dry-run の)ファイルを、送り直さずに登録する',
    en: 'load a file that was only checked (--dry-run), without sending it again',
  },
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
  'usage.fileOrLoad': {
    ja: 'ファイル、または --attach、--list などのどれか1つを指定してください。',
    en: 'Give a file, or one of --attach, --list and the like.',
  },
  'usage.loadId': {
    ja: '一括登録のID(UUID)ではありません。fugo load --list で確かめてください。',
    en: 'It is not the id of a load (a UUID). See fugo load --list.',
  },
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
  'load.warning': { ja: '注意', en: 'look at' },
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
} as const satisfies Record<string, Message>;
