/**
 * Words of this field that mean the same to whoever asks and to whoever answers: readings, English, the words of
 * screens, and how people say what happened. Each line is one meaning; a word may stand in several.
 */
import type { MeaningGroup } from './meanings.ts';

const lines = `
ログイン サインイン サインオン ろぐいん login log_in logon sign_in signin 入れない 入れません はいれない ログオン 認証画面
ログアウト サインアウト logout sign_out log_out 抜ける
パスワード 暗証番号 ぱすわーど password passcode pw パス忘れ
多要素認証 二要素認証 二段階認証 ワンタイムパスワード ワンタイム 認証アプリ 認証コード two-factor second factor 2fa mfa totp otp authenticator にようそ
端末 パソコン PC クライアント 業務端末 たんまつ terminal computer ぱそこん workstation 機械
画面 ページ がめん screen page 表示 window
印刷 プリント 出力 いんさつ print printing printer 印字 紙に出す 刷る
プリンター プリンタ 印刷機 printer 複合機
符号 ふごう linkage_code code リンケージコード 連携符号
個人番号 マイナンバー こじんばんごう まいなんばー my_number individual_number personal_number
住民票コード じゅうみんひょうこーど resident_record_code 住民コード
住民票 じゅうみんひょう resident record certificate_of_residence
団体内統合宛名番号 統合宛名番号 宛名番号 あてなばんごう integrated_address_number address_number
宛名 あてな addressee 宛先
異動 いどう 転入 転出 転居 引越し 引っ越し ひっこし transfer move moving 移動 change_of_residence
転入 てんにゅう move_in moving_in 引っ越してきた
転出 てんしゅつ move_out moving_out 引っ越していく
出生 しゅっしょう 生まれた 赤ちゃん birth newborn 新生児
死亡 しぼう 亡くなった 死んだ death died deceased
住民 じゅうみん resident residents 市民 町民 村民 区民
職員 しょくいん staff_member user 担当者 社員 利用者 ユーザー users
氏名 名前 しめい なまえ name 姓名 漢字名
住所 じゅうしょ address 所在地 居所
生年月日 せいねんがっぴ 誕生日 birth_date date_of_birth birthday
性別 せいべつ sex gender
登録 とうろく 入れる 追加 新規 register registration add 入力 作成 作る create 新しく
入力 にゅうりょく input enter 打ち込む 書き込む type
削除 さくじょ 消す 消したい 消去 抹消 delete remove erase 取り除く
変更 へんこう 変える 変えたい 修正 直す 直したい 訂正 書き換え change modify edit correct 更新 改める
取消 取り消し とりけし 取り消す キャンセル cancel やめる 中止 撤回 undo
検索 けんさく 探す さがす 調べる 見つける 見つからない search find look_up 照会
一覧 リスト いちらん list 一覧表 並び
エラー えらー error 異常 失敗 不具合 おかしい うまくいかない failed failure fails 駄目 だめ 動かない
障害 しょうがい トラブル 故障 ダウン 止まった 落ちた incident outage trouble down 動かない 壊れた
復旧 ふっきゅう 回復 直った 直る 元に戻る 再開 recovery recover restored
停止 ていし 止める 止まる 止まった ストップ stop stopped halt 中断 シャットダウン
起動 きどう 立ち上げ 立ち上がらない 始動 スタート start startup boot 立ち上げる 電源を入れる
再起動 さいきどう リブート 再始動 restart reboot 立ち上げ直す
再実行 やり直し やり直す リトライ 再試行 もう一度 再度 retry again rerun 再送 さいじっこう
接続 せつぞく つながらない 繋がらない つなぐ 通信 届かない connect connection network ネットワーク 回線 繋がる つながる
応答なし 応答しない 返事がない 返ってこない タイムアウト timeout no_answer not_respond 反応しない 無反応 固まる フリーズ 
遅い おそい 重い 時間がかかる slow 遅延 もたつく 待たされる なかなか
ファイル ふぁいる file データ csv 
一括登録 いっかつとうろく 一括 初期登録 まとめて 大量 bulk_load initial_load まとめ登録 取込 取り込み 取り込む import 読み込み 読み込む インポート
行 ぎょう 明細 レコード line row record 件
文字化け もじばけ 化ける 文字コード garbled mojibake encoding エンコード 読めない文字
外字 がいじ 異体字 旧字 特殊な漢字 variant gaiji 旧字体 特殊文字 出ない漢字
様式 形式 フォーマット けいしき format レイアウト 書式
ダウンロード 落とす 保存 取得 だうんろーど download save 書き出し エクスポート export 持ち出す
アップロード 送信 上げる あっぷろーど upload 送る send
添付 てんぷ 添付ファイル attachment attach 付ける
バックアップ 控え 予備 保管 退避 ばっくあっぷ backup back up 複製
リストア 復元 戻す りすとあ restore 巻き戻す
運用時間 稼働時間 利用時間 開庁時間 営業時間 使える時間 うんようじかん operating_hours opening_hours business_hours 何時まで 何時から 受付時間 時間帯
時間外 延長 残業 夜間 休日対応 例外 extension overtime after_hours exception 時間延長 じかんがい
休業日 閉庁日 休み 祝日 祭日 休日 きゅうぎょうび holiday closed day day_off 土日 年末年始 お休み
カレンダー 暦 こよみ かれんだー calendar 日程
運用日 日次 日次処理 夜間処理 一日の処理 operating_day daily_processing 締め処理 バッチ batch
予定 スケジュール よてい schedule 定期 自動実行 自動
ジョブ じょぶ job 処理 タスク task ジョブネット
権限 けんげん 許可 ロール 役割 権利 permission right rights role access 権限がない 見られない 操作できない forbidden
管理者 かんりしゃ システム管理者 administrator admin 責任者
承認 しょうにん 決裁 許可 二人目 確認者 approve approval 別の人 四つの目 認める
申請 しんせい 依頼 要求 願い出る request ask apply 申し込む
理由 りゆう わけ reason why なぜ どうして
監査 かんさ 操作履歴 履歴 ログ 証跡 記録 audit_log history 誰が見た trail
閲覧 えつらん 見る 見たい 参照 表示 view see read look 覗く
非開示 DV 支援措置 閲覧制限 秘匿 ひかいじ protected non-disclosure 隠す マスク masked 伏せる ドメスティックバイオレンス
中間サーバー 中間サーバ ちゅうかんさーば intermediate_server
住基ネット 住民基本台帳ネットワーク 住基 じゅうきねっと juki juki_net basic_resident_register_network
情報提供ネットワークシステム 情報提供NWS コアシステム information_providing_network
CS コミュニケーションサーバー コミュニケーションサーバ communication_server
都道府県サーバ 都道府県サーバー 県サーバ prefectural_server 県のサーバ
全国サーバ 全国サーバー 国のサーバ national_server
都道府県 県 prefecture けん
市区町村 市町村 自治体 地方公共団体 municipality municipalities 役所 役場 city town
サーバー サーバ さーば server servers
データベース でーたべーす database db
証明書 しょうめいしょ certificate cert 電子証明書
有効期限 期限切れ 期限 ゆうこうきげん expire expiry expired expiration 切れた 切れる deadline due
鍵 キー かぎ key 暗号鍵 encryption_key
暗号 暗号化 あんごう encryption encrypted
監視 かんし 見張る モニタリング monitoring monitor watch
警報 アラーム 通知 アラート けいほう alarm alert notification お知らせ 知らせ つうち notify
抑止 よくし 静音 黙らせる 鳴らさない silence mute 通知を止める サイレンス
メール 電子メール めーる mail email e-mail
電話 でんわ phone telephone 
統計 とうけい 集計 件数 statistics counts figures 数字 統計表
帳票 レポート 報告書 ちょうひょう report 結果
確認 かくにん チェック 確かめる confirm check verify 照合
確認待ち 待ち 待機 保留 進まない 止まったまま pending waiting stuck 滞留 処理中のまま 終わらない
担当 たんとう 担当者 割り当て 引き受ける assign owner 受け持ち
メモ 備考 コメント 注記 めも note comment 書き置き
配信 はいしん 配布 配る 届ける deliver delivery distribution rollout 配付
更新 アップデート 新しい版 バージョンアップ こうしん update upgrade バージョン version 最新
切戻し 切り戻し 元の版 ロールバック rollback switch_back 前の版 戻したい
インストール 導入 設定 セットアップ install setup set_up 設置
設定 せってい setting settings configuration config 構成
番号 ばんごう number no 
重複 ちょうふく 二重 ダブり だぶり 重なる duplicate twice 二回 同じもの 二つ
不一致 違う 異なる 合わない 相違 mismatch differ different 食い違い 一致しない
未登録 登録されていない 存在しない 見つからない unknown not_found 無い ない
期間 きかん period 範囲 間
開始 はじめる 始める かいし start begin
終了 終わる 終わり しゅうりょう end finish 完了 done complete 済み
手順 手続き やり方 方法 仕方 てじゅん how procedure steps マニュアル 手引き 操作方法 どうやって どうすれば
問い合わせ 質問 といあわせ inquiry question ヘルプデスク コールセンター call_centre help_desk support サポート 相談
連絡 れんらく 伝える 報告 知らせる contact inform tell
訓練 くんれん 練習 試し 試験 テスト リハーサル 研修 rehearsal training test trial
本番 ほんばん 実環境 production live
初期パスワード 仮パスワード 最初のパスワード initial_password temporary_password
ロック ろっく ロックアウト 締め出し locked lock lockout 使えなくなった 凍結
セッション 自動ログアウト 勝手に切れる session timed_out 時間切れ 切断
ブラウザー ブラウザ ぶらうざ browser chrome edge firefox
キーボード 入力装置 keyboard
世帯 せたい household 家族 
外国人 がいこくじん foreigner foreign_resident 在留
氏名カナ 読み仮名 フリガナ ふりがな よみがな furigana kana reading 読み方
検査数字 チェックデジット 検査用数字 check_digit 桁が違う 番号誤り
個人情報 こじんじょうほう personal_data personal_information プライバシー privacy
苦情 くじょう クレーム complaint
窓口 まどぐち カウンター counter desk 受付
引継ぎ 引き継ぎ 交代 異動した職員 handover 後任 前任
退職 辞めた 異動した 使わなくなった leave retired resigned left revoke 無効 停止アカウント
アカウント ID 利用者ID ユーザーID あかうんと account user_id
代理 代わり だいり substitute deputy on_behalf
並べ替え 順番 ソート ならべかえ sort order
絞り込み 条件 フィルター 絞る しぼりこみ filter narrow
拡大 文字を大きく 大きさ 見やすく zoom font_size larger 小さい 
言語 英語 日本語 言葉 language english japanese
色 いろ color colour 見分け
ショートカット 近道 shortcut キー操作 マウスなし
容量 ディスク 空き 満杯 いっぱい disk_space full 足りない
大きすぎる 上限 制限 超える サイズ too_large limit size maximum 最大
受信 届く 受け取る じゅしん receive received arrive
送信 そうしん 出す 発信 send sent
通知先 宛先 連絡先 recipient recipients 送り先
段階 だんかい ステージ 状態 ステータス 状況 stage status state 進み具合 進捗 progress
待ち時間 どれくらい いつまで 何分 how_long 何日 所要時間
統合 まとめる 合わせる merge combine 一本化
分割 分ける split divide
`;

export const ownWords: readonly MeaningGroup[] = lines
  .trim()
  .split('\n')
  .map((line, index) => ({ id: `own${index}`, words: splitLine(line) }));

/** Words stand between blanks; the words of a phrase are joined by `_`. */
function splitLine(line: string): string[] {
  return line
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('_', ' '));
}
