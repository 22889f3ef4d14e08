/**
 * The catalogue of everything that can go wrong, in the words staff read. A retired code is never used again.
 *
 * - `request`: the caller sent something unacceptable; answered as a problem document with `status`.
 * - `business`: the other side refused; the request is parked in NEEDS_ATTENTION and staff decide.
 * - `transient`: the other side, or fugo's own engine, did not answer; retried, and parked when the time limit is over.
 *
 * `retry` says where a retry by staff resumes, and whether it uses a new request id. It may do so only when the other
 * side is known to have dropped the old request.
 */
type Sentence = { ja: string; en: string };
export const steps = ['serial', 'fileRequest', 'file', 'route', 'confirm'] as const;
export type Step = (typeof steps)[number];
export type RetryRule = { from: Step | 'same'; newAttempt: boolean };
export type FailureRule = Sentence &
  (
    | { kind: 'request'; status: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 422 | 500 | 503 }
    | {
        kind: 'business' | 'transient';
        owner: 'staff' | 'participant';
        retry: RetryRule;
        /** For lists: at most 20 characters in each language. */
        title: Sentence;
      }
  );

const sameAgain: RetryRule = { from: 'same', newAttempt: false };
const fromTheStart: RetryRule = { from: 'serial', newAttempt: true };

const catalogue = {
  // Failures that answer a caller of the API.
  INVALID_INPUT: { kind: 'request', status: 422, ja: '入力に誤りがあります。', en: 'The input breaks a rule.' },
  MALFORMED: {
    kind: 'request',
    status: 400,
    ja: '本文を読み取れません。JSONとして正しくありません。',
    en: 'The body cannot be read: it is not well-formed JSON.',
  },
  UNAUTHENTICATED: {
    kind: 'request',
    status: 401,
    ja: 'アクセストークンがないか、無効です。',
    en: 'The access token is missing or not valid.',
  },
  FORBIDDEN: {
    kind: 'request',
    status: 403,
    ja: 'この操作を行う権限がありません。',
    en: 'This caller may not do this.',
  },
  NOT_FOUND: { kind: 'request', status: 404, ja: '見つかりません。', en: 'There is no such thing.' },
  UNKNOWN_MUNICIPALITY: {
    kind: 'request',
    status: 404,
    ja: 'この地方公共団体コードは登録されていません。',
    en: 'This municipality is not registered.',
  },
  UNKNOWN_ORGANISATION: {
    kind: 'request',
    status: 404,
    ja: 'この団体は登録されていません。',
    en: 'This organisation is not registered.',
  },
  UNKNOWN_RESIDENT: {
    kind: 'request',
    status: 404,
    ja: '該当する住民が見つかりません。',
    en: 'There is no such resident.',
  },
  UNKNOWN_FAILURE: {
    kind: 'request',
    status: 404,
    ja: '該当するエラーが見つかりません。',
    en: 'There is no such entry in the error list.',
  },
  UNKNOWN_LOAD: {
    kind: 'request',
    status: 404,
    ja: '該当する一括登録が見つかりません。',
    en: 'There is no such load.',
  },
  UNKNOWN_INCIDENT: {
    kind: 'request',
    status: 404,
    ja: '該当する障害が見つかりません。',
    en: 'There is no such incident.',
  },
  INCIDENT_CLOSED: {
    kind: 'request',
    status: 409,
    ja: 'この障害はすでに復旧しています。',
    en: 'This incident is over already.',
  },
  UNKNOWN_SILENCE: {
    kind: 'request',
    status: 404,
    ja: '該当する抑止が見つかりません。',
    en: 'There is no such silence, or it is over.',
  },
  UNKNOWN_TARGET: {
    kind: 'request',
    status: 404,
    ja: '該当する監視対象が見つかりません。',
    en: 'There is no such target.',
  },
  UNKNOWN_OPERATING_DAY: {
    kind: 'request',
    status: 404,
    ja: 'この日の運用日はありません。',
    en: 'The organisation has no operating day of this date.',
  },
  UNKNOWN_RELEASE: {
    kind: 'request',
    status: 404,
    ja: '該当する配布物が見つかりません。',
    en: 'There is no such release.',
  },
  RELEASE_KNOWN: {
    kind: 'request',
    status: 409,
    ja: '同じ内容のものが、この名前ですでに申請または公開されています。',
    en: 'The same content was proposed or published under this name already.',
  },
  RELEASE_DECIDED: {
    kind: 'request',
    status: 409,
    ja: 'この配布物は、すでに承認、却下または取下げされています。',
    en: 'This release has been approved, refused or withdrawn already.',
  },
  OWN_RELEASE: {
    kind: 'request',
    status: 403,
    ja: '自分が申請した配布物を自分で承認することはできません。',
    en: 'Nobody approves a release that they have proposed themselves.',
  },
  RELEASE_NOT_PUBLISHED: {
    kind: 'request',
    status: 409,
    ja: 'この配布物は公開されていません。',
    en: 'This release is not published.',
  },
  UNKNOWN_ROLLOUT: {
    kind: 'request',
    status: 404,
    ja: '該当する配信が見つかりません。',
    en: 'There is no such rollout.',
  },
  ROLLOUT_UNDER_WAY: {
    kind: 'request',
    status: 409,
    ja: '同じ名前の配布物の配信が、まだ続いています。',
    en: 'A rollout of this name is still under way.',
  },
  ROLLOUT_OVER: {
    kind: 'request',
    status: 409,
    ja: 'この配信は終わっています。',
    en: 'This rollout is over.',
  },
  ROLLOUT_NOT_IN_STATE: {
    kind: 'request',
    status: 409,
    ja: '保留できるのは配信中のもの、続けられるのは保留中のものだけです。',
    en: 'Only a running rollout is held, and only a held one goes on.',
  },
  NOTHING_BEFORE: {
    kind: 'request',
    status: 409,
    ja: '切り戻せる前の版がありません。',
    en: 'There is no version before to switch back to.',
  },
  SERVER_AWAY: {
    kind: 'request',
    status: 503,
    ja: '団体のサーバが応答しません。',
    en: 'The server of the organisation does not answer.',
  },
  RECEIPT_REFUSED: {
    kind: 'request',
    status: 403,
    ja: '受領書の署名が、登録された配信先のものではありません。',
    en: 'The receipt is not signed by a registered target.',
  },
  UNKNOWN_INQUIRY: {
    kind: 'request',
    status: 404,
    ja: '該当する問い合わせが見つかりません。',
    en: 'There is no such inquiry.',
  },
  UNKNOWN_ANSWER: {
    kind: 'request',
    status: 404,
    ja: '該当する回答が見つかりません。',
    en: 'There is no such answer in the collection.',
  },
  INQUIRY_CHANGED: {
    kind: 'request',
    status: 409,
    ja: 'ほかの人がこの問い合わせを更新しました。送った内容は保存していません。',
    en: 'Somebody else has changed this inquiry. What was sent is not stored.',
  },
  ANSWER_CHANGED: {
    kind: 'request',
    status: 409,
    ja: 'ほかの人がこの回答を更新しました。送った内容は保存していません。',
    en: 'Somebody else has changed this answer. What was sent is not stored.',
  },
  INQUIRY_MERGED: {
    kind: 'request',
    status: 409,
    ja: 'この問い合わせは、ほかの問い合わせに統合されています。',
    en: 'This inquiry was merged into another one.',
  },
  INQUIRY_OF_ANOTHER: {
    kind: 'request',
    status: 409,
    ja: '団体の異なる問い合わせは統合できません。同じ障害の番号を付けてください。',
    en: 'Inquiries of different organisations cannot be merged. Give them the same incident instead.',
  },
  INQUIRY_NOT_ANSWERED: {
    kind: 'request',
    status: 409,
    ja: 'この問い合わせには、まだ回答がありません。',
    en: 'This inquiry has no answer yet.',
  },
  INQUIRY_KEY_USED: {
    kind: 'request',
    status: 409,
    ja: 'この requestKey は、ほかの問い合わせで使われています。',
    en: 'This requestKey belongs to another inquiry.',
  },
  TOO_MANY_ATTACHMENTS: {
    kind: 'request',
    status: 409,
    ja: '添付ファイルの数が上限を超えます。',
    en: 'The inquiry would have too many attachments.',
  },
  DAY_NOT_HALTED: {
    kind: 'request',
    status: 409,
    ja: 'この運用日は止まっていません。',
    en: 'This operating day does not stand still.',
  },
  DAY_ORDER_PENDING: {
    kind: 'request',
    status: 409,
    ja: '先の指示をまだ実行していません。',
    en: 'What was ordered before is not done yet.',
  },
  DAY_OVERTAKEN: {
    kind: 'request',
    status: 409,
    ja: 'この運用日より後の運用日が始まっているため、再開できません。',
    en: 'A later operating day has begun, so this one cannot be resumed.',
  },
  DAYS_ARE_KEPT: {
    kind: 'request',
    status: 409,
    ja: 'カレンダーどおりに運用しているため、試しに通すことはできません。',
    en: 'Days begin by the calendar here, so none can be rehearsed.',
  },
  REHEARSAL_UNDER_WAY: {
    kind: 'request',
    status: 409,
    ja: '運用日がまだ終わっていません。',
    en: 'An operating day is still under way.',
  },
  LOADED_BEFORE: {
    kind: 'request',
    status: 409,
    ja: '同じ内容のファイルをすでに登録しています。もう一度登録するには、そのように指定してください。',
    en: 'A file of this content has been loaded before. To load it again, ask for that.',
  },
  LOAD_NOT_PAUSED: {
    kind: 'request',
    status: 409,
    ja: 'この一括登録は一時停止していません。',
    en: 'This load is not paused.',
  },
  LOAD_OVER: {
    kind: 'request',
    status: 409,
    ja: 'この一括登録はすでに終わっています。',
    en: 'This load is over already.',
  },
  LOAD_NOT_CHECKED: {
    kind: 'request',
    status: 409,
    ja: '検査が済んだファイルではありません。',
    en: 'This is no file whose check has come to its end.',
  },
  LOAD_FILE_UNREADABLE: {
    kind: 'request',
    status: 422,
    ja: 'ファイル全体を読み取れません。形式と文字コードの指定を確かめてください。',
    en: 'The file as a whole cannot be read. Check the format and the encoding that were given.',
  },
  METHOD_NOT_ALLOWED: {
    kind: 'request',
    status: 405,
    ja: 'このアドレスではこのメソッドは使えません。',
    en: 'This address does not take this method.',
  },
  TRANSFER_CONFLICT: {
    kind: 'request',
    status: 409,
    ja: '同じ異動IDで内容の異なる宛名異動データをすでに受け付けています。',
    en: 'A transfer with this transfer id but other content has been taken before.',
  },
  NOT_WAITING: {
    kind: 'request',
    status: 409,
    ja: '職員の対応を待っている状態ではありません。',
    en: 'Nothing waits for staff here.',
  },
  NOT_CANCELLABLE: {
    kind: 'request',
    status: 409,
    ja: '取り消せる符号取得要求がありません。',
    en: 'There is no open code request to cancel.',
  },
  PERSONAL_NUMBER_TAKEN: {
    kind: 'request',
    status: 409,
    ja: 'この個人番号はすでに別の住民に紐付いています。',
    en: 'This personal number already belongs to another resident.',
  },
  CHANGED_MEANWHILE: {
    kind: 'request',
    status: 409,
    ja: '宛名情報は、表示した後に更新されています。最新の内容を確かめてからやり直してください。',
    en: 'The address information has changed since it was read. Look at it again, then go on.',
  },
  NOTHING_CHANGED: {
    kind: 'request',
    status: 409,
    ja: '宛名情報に変更がありません。',
    en: 'Nothing in the address information is different.',
  },
  UPDATE_WAITING: {
    kind: 'request',
    status: 409,
    ja: 'この住民には、承認待ちの更新がすでにあります。',
    en: 'An update of this resident is waiting for approval already.',
  },
  PROPOSAL_WAITING: {
    kind: 'request',
    status: 409,
    ja: '同じ内容の申請が、すでに承認を待っています。',
    en: 'The same has been proposed already and waits for approval.',
  },
  NOT_COMPARED: {
    kind: 'request',
    status: 409,
    ja: '先に、保留中の異動と現在の宛名情報の比較を開いて確かめてください。',
    en: 'Open the comparison of the held transfer with the current address information first.',
  },
  UNKNOWN_UPDATE: {
    kind: 'request',
    status: 404,
    ja: '該当する申請が見つかりません。',
    en: 'There is no such proposal.',
  },
  UPDATE_DECIDED: {
    kind: 'request',
    status: 409,
    ja: 'この申請は、すでに承認、却下または取下げされています。',
    en: 'This proposal has been approved, rejected or withdrawn already.',
  },
  OWN_UPDATE: {
    kind: 'request',
    status: 403,
    ja: '自分の申請を自分で承認または却下することはできません。',
    en: 'Nobody approves or rejects what they have proposed themselves.',
  },
  UNKNOWN_JOB_NET: {
    kind: 'request',
    status: 404,
    ja: 'このサーバにこのジョブネットはありません。',
    en: 'The definition has no such job net on this server.',
  },
  UNKNOWN_JOB_DAY: {
    kind: 'request',
    status: 404,
    ja: 'このジョブネットに、この運用日の実行はありません。',
    en: 'The job net has no such day.',
  },
  UNKNOWN_JOB_DEFINITION: {
    kind: 'request',
    status: 404,
    ja: 'この版のジョブ定義はありません。',
    en: 'There is no such version of the job definition.',
  },
  JOB_DEFINITION_MOVED: {
    kind: 'request',
    status: 409,
    ja: 'ジョブ定義は、比べた後に変更されています。今の定義ともう一度比べてからやり直してください。',
    en: 'The job definition has changed since the comparison. Compare with what counts now, then go on.',
  },
  JOB_DAY_BEGUN: {
    kind: 'request',
    status: 409,
    ja: 'この運用日は、すでに始まっているか、判断が済んでいます。',
    en: 'The day has been begun or decided already.',
  },
  JOB_DAY_NOT_HALTED: {
    kind: 'request',
    status: 409,
    ja: 'このジョブネットの運用日は止まっていません。',
    en: 'This day of the job net does not stand still.',
  },
  JOB_ORDER_PENDING: {
    kind: 'request',
    status: 409,
    ja: '先の指示をまだ実行していません。',
    en: 'What was ordered before is not done yet.',
  },
  CALENDAR_CHANGED: {
    kind: 'request',
    status: 409,
    ja: '暦は、表示した後に変更されています。最新の暦を確かめてからやり直してください。',
    en: 'The calendar has changed since it was read. Look at it again, then go on.',
  },
  CALENDAR_UNCHANGED: {
    kind: 'request',
    status: 409,
    ja: '暦に変更がありません。',
    en: 'Nothing in the calendar is different.',
  },
  CALENDAR_CHANGE_WAITING: {
    kind: 'request',
    status: 409,
    ja: '承認待ちの暦の変更がすでにあります。',
    en: 'A change of the calendar is waiting for approval already.',
  },
  UNKNOWN_CALENDAR_CHANGE: {
    kind: 'request',
    status: 404,
    ja: 'この暦の変更はありません。',
    en: 'There is no such change of the calendar.',
  },
  CALENDAR_CHANGE_DECIDED: {
    kind: 'request',
    status: 409,
    ja: 'この暦の変更は、すでに承認、却下または取下げされています。',
    en: 'This change of the calendar has been approved, rejected or withdrawn already.',
  },
  UNKNOWN_EXCEPTION: {
    kind: 'request',
    status: 404,
    ja: 'この延長の申請はありません。',
    en: 'There is no such exception from the hours.',
  },
  EXCEPTION_DECIDED: {
    kind: 'request',
    status: 409,
    ja: 'この延長は、すでに回答済み、拒否、取下げ、期限切れまたは終了しています。',
    en: 'This exception has been answered, refused or withdrawn, or its time has passed.',
  },
  STAFF_OF_OTHERS: {
    kind: 'request',
    status: 409,
    ja: 'ほかの地方公共団体でも働く職員です。この環境の管理者に依頼してください。',
    en: 'This person works for another municipality too. Ask the administrator of the installation.',
  },
  LAST_ADMINISTRATOR: {
    kind: 'request',
    status: 409,
    ja: 'この団体でただ1人のシステム管理者です。先に、ほかの職員にシステム管理者の役割を与えてください。',
    en: 'This is the only administrator of the organisation. Give that role to somebody else first.',
  },
  SIGN_IN_ELSEWHERE: {
    kind: 'request',
    status: 409,
    ja: '組織のアカウントでサインインする職員です。サインインはそちらで管理されています。',
    en: 'This person signs in at the organisation’s provider, which is where it is looked after.',
  },
  TOO_LARGE: {
    kind: 'request',
    status: 413,
    ja: '本文が大きすぎます。',
    en: 'The body is larger than the limit.',
  },
  NOT_IN_TIME: {
    kind: 'request',
    status: 408,
    ja: '本文が時間内に最後まで届きませんでした。',
    en: 'The body did not arrive whole and in time.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    kind: 'request',
    status: 415,
    ja: 'この形式の本文は受け付けられません。',
    en: 'This media type is not taken here.',
  },
  ENGINE_AWAY: {
    kind: 'request',
    status: 503,
    ja: '処理エンジンに接続できません。しばらくしてからやり直してください。',
    en: 'The process engine cannot be reached. Try again later.',
  },
  DATABASE_AWAY: {
    kind: 'request',
    status: 503,
    ja: 'データベースに接続できません。しばらくしてからやり直してください。',
    en: 'The database cannot be reached. Try again later.',
  },
  DATABASE_BUSY: {
    kind: 'request',
    status: 503,
    ja: 'データベースの処理が制限時間内に終わりませんでした。しばらくしてからやり直してください。',
    en: 'The database did not finish within the time limit. Try again later.',
  },
  UNEXPECTED: {
    kind: 'request',
    status: 500,
    ja: '予期しないエラーが起きました。エラーIDを添えて管理者に連絡してください。',
    en: 'Something unexpected happened. Tell the administrator the error id.',
  },

  // Failures that the error list shows for staff to work on.
  IDENTITY_MISMATCH: {
    kind: 'business',
    owner: 'staff',
    retry: sameAgain,
    title: { ja: '本人の確認が必要', en: 'Identity in doubt' },
    ja: '個人番号または宛名番号が別人に紐付いているおそれがあります。本人であることを確認してください。',
    en: 'The personal number or the address number may belong to another person. Check the identity.',
  },
  SERIAL_REFUSED: {
    kind: 'business',
    owner: 'staff',
    retry: fromTheStart,
    title: { ja: '処理通番の発行を拒否', en: 'Serial refused' },
    ja: '中間サーバーが処理通番の発行要求を拒否しました。',
    en: 'The intermediate server refused the request for a processing serial.',
  },
  FILE_REQUEST_REFUSED: {
    kind: 'business',
    owner: 'staff',
    retry: { from: 'fileRequest', newAttempt: true },
    title: { ja: 'ファイルの作成を拒否', en: 'File refused' },
    ja: '中間サーバーが符号取得依頼ファイルの作成要求を拒否しました。',
    en: 'The intermediate server refused to create the code acquisition request file.',
  },
  RECEIPT_UNKNOWN: {
    kind: 'business',
    owner: 'staff',
    retry: { from: 'fileRequest', newAttempt: true },
    title: { ja: '受付番号が無効', en: 'Receipt unknown' },
    ja: '受付番号が中間サーバーに存在しないか、有効期限が切れています。',
    en: 'The intermediate server does not know the receipt number, or it has expired.',
  },
  FILE_ROW_MISSING: {
    kind: 'business',
    owner: 'staff',
    retry: { from: 'fileRequest', newAttempt: true },
    title: { ja: '依頼ファイルに行がない', en: 'Row missing in file' },
    ja: '符号取得依頼ファイルに該当者の行がありません。',
    en: 'The code acquisition request file has no row for this resident.',
  },
  FILE_ROW_MISMATCH: {
    kind: 'business',
    owner: 'staff',
    retry: { from: 'fileRequest', newAttempt: true },
    title: { ja: '依頼ファイルの行が不一致', en: 'Row of file differs' },
    ja: '符号取得依頼ファイルの行の内容が依頼と一致しません。',
    en: 'A row of the code acquisition request file does not agree with the request.',
  },
  ROUTE_REFUSED: {
    kind: 'business',
    owner: 'staff',
    retry: fromTheStart,
    title: { ja: '符号取得依頼を拒否', en: 'Code request refused' },
    ja: '住基システムまたは住基ゲートウェイが符号取得依頼を拒否しました。',
    en: 'The Juki system or the Juki gateway refused the code request.',
  },
  RESIDENT_RECORD_NOT_FOUND: {
    kind: 'business',
    owner: 'staff',
    retry: fromTheStart,
    title: { ja: '住民票コードがない', en: 'No resident record' },
    ja: '住基全国サーバーに該当する個人番号の住民票コードがありません。',
    en: 'The Juki national server has no resident record code for this personal number.',
  },
  CODE_REFUSED: {
    kind: 'business',
    owner: 'staff',
    retry: fromTheStart,
    title: { ja: '符号の生成エラー', en: 'Code not generated' },
    ja: '符号が生成されませんでした。中間サーバーがエラーを返しました。',
    en: 'No linkage code was generated: the intermediate server reports an error.',
  },
  UNEXPECTED_ANSWER: {
    kind: 'business',
    owner: 'participant',
    retry: sameAgain,
    title: { ja: '応答が取り決めと相違', en: 'Unexpected answer' },
    ja: '接続先の応答が取り決めと異なります。',
    en: 'The participant’s answer does not follow its contract.',
  },

  // Failures of a side that did not answer in time.
  INTERMEDIATE_SERVER_UNAVAILABLE: {
    kind: 'transient',
    owner: 'participant',
    retry: sameAgain,
    title: { ja: '中間サーバー応答なし', en: 'Int. server silent' },
    ja: '中間サーバーが応答しません。',
    en: 'The intermediate server does not answer.',
  },
  JUKI_SYSTEM_UNAVAILABLE: {
    kind: 'transient',
    owner: 'participant',
    retry: sameAgain,
    title: { ja: '住基システム応答なし', en: 'Juki system silent' },
    ja: '住基システムが応答しません。',
    en: 'The Juki system does not answer.',
  },
  JUKI_GATEWAY_UNAVAILABLE: {
    kind: 'transient',
    owner: 'participant',
    retry: sameAgain,
    title: { ja: '住基ゲートウェイ応答なし', en: 'Juki gateway silent' },
    ja: '住基ゲートウェイが応答しません。',
    en: 'The Juki gateway does not answer.',
  },
  FILE_NEVER_READY: {
    kind: 'transient',
    owner: 'participant',
    retry: sameAgain,
    title: { ja: '依頼ファイルが未作成', en: 'File never ready' },
    ja: '符号取得依頼ファイルが期限までに作成されませんでした。',
    en: 'The code acquisition request file was not ready within the time limit.',
  },
  CODE_NOT_CONFIRMED: {
    kind: 'transient',
    owner: 'participant',
    retry: sameAgain,
    title: { ja: '符号の取得を未確認', en: 'Code not confirmed' },
    ja: '期限までに符号の取得を確認できませんでした。',
    en: 'The linkage code was not confirmed within the time limit.',
  },
  ENGINE_STUCK: {
    kind: 'transient',
    owner: 'staff',
    retry: sameAgain,
    title: { ja: '処理エンジンの停滞', en: 'Engine stuck' },
    ja: '処理エンジンで手続きが進まなくなりました。システム管理者に連絡してから再実行してください。',
    en: 'The process engine does not bring this request on. Tell the system administrator, then try again.',
  },
} as const satisfies Record<string, FailureRule>;

type Catalogue = typeof catalogue;
export type FailureCode = keyof Catalogue;
/** Codes that answer a caller of the API. */
export type RequestFailureCode = {
  [C in FailureCode]: Catalogue[C]['kind'] extends 'request' ? C : never;
}[FailureCode];
/** Codes that the error list holds. */
export type AcquisitionFailureCode = Exclude<FailureCode, RequestFailureCode>;

export const failures: Record<RequestFailureCode, FailureRule & { kind: 'request' }> &
  Record<AcquisitionFailureCode, FailureRule & { kind: 'business' | 'transient' }> = catalogue;

const isFailureCode = (code: string): code is FailureCode => Object.hasOwn(catalogue, code);
export const failureCodes = Object.keys(catalogue).filter(isFailureCode);

export function isAcquisitionFailureCode(code: string): code is AcquisitionFailureCode {
  return isFailureCode(code) && catalogue[code].kind !== 'request';
}
