/**
 * Words of this field that mean the same to whoever asks and to whoever answers: readings, English, the words of
 * screens, and how people say what happened. Each line is one meaning; a word may stand in several.
 */
import type { MeaningGroup } from './meanings.ts';
import { englishLines } from './english-words.ts';
import { spokenLines } from './spoken-words.ts';

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
パスワード忘れ パスワードを忘れた 思い出せない 忘れた わすれた 失念 forgot forgotten
再設定 さいせってい リセット reset 設定し直す
誤入力 ごにゅうりょく 打ち間違い 入力ミス 間違えた まちがえた 間違い 誤り ミス mistake wrong typo 誤って 取り違え 間違って 誤登録
ロック 閉塞 へいそく 締め出された 使えなくなった blocked locked 開かない
解除 かいじょ 外す はずす 解く lift unlock release
確認コード ワンタイム 二つ目の要素 スマホ スマートフォン 認証アプリ 数字が合わない one-time code second_factor 6桁
紛失 ふんしつ なくした 失くした 無くした 落とした 見当たらない lost lose missing 置き忘れ
交換 こうかん 取り替え 取り替える 買い替え 機種変更 機種変 replace replacement 新しくした 入れ替え 入れ替える 入替え 替える
自動サインアウト サインアウト 勝手に切れる 追い出される 放置 離席 席を外す 操作がない idle timeout 時間で切れる logged_out 戻される
同時 どうじ 二台 両方 ２台 2台 simultaneously same_time 二重ログイン もう一台
真っ白 まっしろ 白い 白いまま blank white 何も出ない 何も映らない
退職 辞めた 離れた 退職者 いなくなった 転勤 異動した職員 人事異動 left retired 担当を離れた
利用者登録 りようしゃとうろく アカウント ID ユーザー登録 account user 職員登録 新人 新しく来た 配属 新任
操作者カード そうさしゃかーど ICカード カード かーど card cards smart_card 職員カード 磁気カード
読取装置 よみとりそうち カードリーダー リーダー リーダ reader かざす 読み取り よみとり 読み取れない 読まない 認識 にんしき recognized detect 反応
暗証番号 あんしょうばんごう PIN ピン 暗証
有効期限 ゆうこうきげん 期限 きげん 期限切れ 切れる 切れそう 満了 expires valid
発行 はっこう 交付 issue issued 出す つくる 作る
枚数 まいすう 残り枚数 在庫 余り
貸す かす 貸し借り 使い回し 借りる 借用 ほかの人の 他人の lend borrow share 代わりに使う
代行 だいこう 代行者 代理 代わり 休暇 産休 育休 休み中 不在 ふざい 休んでいる 応援 いない absent deputy substitute temporary
生体認証 せいたいにんしょう 指紋 しもん 手のひら 静脈 顔認証 biometric fingerprint 指
役割 やくわり ロール 権限 けんげん 担当範囲 role roles できること
権限がありません 権限がない けんげんがない permission denied 許可されていません 見られません 押せない 使えない メニューがない
後任 こうにん 前任 引継ぎ 交代 こうたい 代替わり 担当が替わる successor handover
監査担当 かんさたんとう 監査役 監査人 auditor 監査 audit
兼ねる 兼務 けんむ 兼任 掛け持ち 両方の役割 both_roles combine
期限を付ける 期間限定 期限付き 臨時職員 会計年度任用 アルバイト 応援職員 か月だけ temporarily 一定期間
承認者 しょうにんしゃ 承認 決裁者 決裁 上司 課長 許す人 approver approval approve
申請 しんせい 申し込み 申請が進まない 願い 申込 届 apply application request
見える範囲 見られる範囲 見える 閲覧できる 見せない visible scope 見られる 見える人
棚卸し 点検 てんけん 見直し 総点検 洗い出し 確認作業 inventory review inspection check 調べる
担当課 たんとうか 課ごと 部署 ぶしょ 係 課 department section 福祉 ふくし 国保 こくほ 税 ぜい 保険
緊急 きんきゅう 急ぎ 至急 急ぐ やむを得ない emergency urgent 非常時
CS コミュニケーションサーバ しーえす cs
起動しない 立ち上がらない 起動できない 動かない 上がってこない 起きない 電源が入らない does_not_start not_start
起動 きどう 立ち上げ 立ち上げる 始動 電源を入れる 電源オン 電源を入れていく 開始 スタート start boot turn_on power_on
停止 ていし 止める とめる 止め方 シャットダウン 落とす 電源を切る 閉じる 終える stop shutdown turn_off power_off
順序 じゅんじょ 順番 じゅんばん 順 順に どれから どの順 先に 後先 order sequence first
待っています 待ち 待機 まち 待ったまま 待たされる waiting wait
都道府県サーバ 県サーバ 県のサーバ 県側 けんサーバ けんのさーば 県 prefecture prefectural
全国サーバ 国のサーバ 国側 中央 国 nation national
時間がかかる 遅い おそい 長い 長引く 延びる のびる なかなか slow takes_long long 重い もっさり
確認項目 チェック項目 チェックリスト 何を確かめる 何を見る 確かめる checklist items
灰色 はいいろ グレー グレーアウト 押せない 薄くなって grey gray disabled
一部 いちぶ 一つだけ ひとつだけ だけ partial some only
停電 ていでん 電気が止まった 電気 power_outage blackout power_failure ブレーカー 瞬停
突然落ちる 突然 とつぜん 急に 勝手に いきなり 予期せず suddenly unexpected crash crashed
予備機 よびき 予備 スペア 代替機 バックアップ機 待機系 控えの機械 standby spare
本番機 ほんばんき 本番 元の機械 本体 元のCS production main
切替え 切り替え きりかえ 切り替える 移す 乗り換え switch failover switchover 切替
戻す もどす 元に戻す 戻る 戻し もとにもどす restore revert return 直る
忘れて帰宅 止め忘れ 停止し忘れ 消し忘れ 帰ってしまった 帰宅 forgot_to_stop つけっぱなし
強制停止 きょうせいていし 強制終了 直接切る 電源を直接 ブチ切り 長押し force kill forced
計画停電 けいかくていでん 庁舎の点検 電気設備 法定点検 設備点検 planned_outage building
連絡が届いた 知らせ しらせ お知らせ 案内 通知 届いた notice announcement 案内が来た
停止中 止まっている間 止まっている時 落ちている間 ダウン中 while_down during 止まっていても 休止中
届いた依頼 貯まる たまる 溜まる 溜まった たまった 失われる 消える なくなる 後で送られる queue queued lost
日報 にっぽう 日誌 業務日誌 daily_report log_book 毎日の報告
共通運用時間帯 きょうつううんようじかんたい 運用時間 利用時間 受付時間 使える時間 業務時間 何時から 何時まで なんじ hours time
短くする みじかくする 短縮 早く閉める 早じまい 早く終わる shorten reduce 狭める
延ばす のばす 延長 えんちょう 長くする 遅くまで 夜まで extend longer 残業 時間を広げる
終了時刻 しゅうりょうじこく 終わりの時間 終わる時間 終業 closing_time end_time
受付時間外 時間外 じかんがい 夜間 やかん 夜 よる 早朝 営業時間外 閉まって after_hours outside night nightly 夜中
土曜 土曜日 日曜 日曜日 土日 どにち 週末 しゅうまつ weekend weekends saturday sunday
祝日 しゅくじつ 振替休日 ふりかえきゅうじつ 祭日 連休 national_holiday holidays 三連休 ゴールデンウイーク
年末年始 ねんまつねんし 年末 年始 正月 お正月 new_year 年明け 年越し 仕事納め 仕事始め 12月29日
オンライン運用 オンライン online 更新できる時間
開始が遅れる 始まらない はじまらない 開かない 遅れている 遅れ おくれ late delay delayed
途中で止まる とちゅうでとまる 途中 中断 途切れる 固まる 止まったまま interrupted halfway stopped
月末 げつまつ 年度末 ねんどまつ 月の終わり 3月31日 三月末 month_end year_end
例外 れいがい 特例 特別 とくべつ 例外申請 exception special
同意 どうい 断られた 断る 応じない 合意 了承 反対 返事がない agree consent refuse disagree
相手市町村 相手の市 隣の町 隣町 ほかの市 他の市町村 他市 よその市 よそ 近隣 other_municipality neighbour 相手方
自市町村内 うちの町 うちだけ 自分のところ 自庁 町内 市内 同じ市内 庁内 own_municipality
却下 きゃっか 差戻し さしもどし 突き返された 不承認 通らない 戻された rejected rejection declined 返された
取りやめ とりやめ 取りやめる 中止 やめる キャンセル 打ち切り 打切り 撤回 cancel abort withdraw 無かったこと 早める
災害 さいがい 地震 じしん 台風 たいふう 大雨 洪水 避難 避難者 disaster earthquake typhoon flood
実績 じっせき 報告 ほうこく 使った件数 report result
日次処理 にちじしょり 夜間処理 夜間バッチ バッチ 夜の処理 夜中の処理 毎晩 一日の終わりの処理 昨夜の処理 nightly_batch batch daily_processing overnight
異常終了 いじょうしゅうりょう 途中で落ちた エラーで止まった 失敗 赤い 赤 こけた abnormal_end failed aborted
朝までに終わらない 朝になっても 翌朝 朝 あさ morning まだ動いている still_running
開始時刻 かいしじこく 始まる時間 開始時間 start_time 遅らせる ずらす 早める
手で動かす 手動 しゅどう 手で 自分で動かす 手作業 走らせる manual manually by_hand run
飛ばす とばす 飛んだ 抜けた 抜ける 実行しなかった 動かなかった スキップ skip skipped missed
結果の確認 うまくいったか 成功したか 終わったかどうか 終わったか 入ったかどうか outcome result succeeded 結果 けっか
整理 せいり 消えるもの 自動で消える 保存期間 いつまで残る 残す期間 掃除 削除される retention cleanup purge
整合性 せいごうせい 不整合 ふせいごう 不一致 ふいっち 食い違い 合わない あわない ずれている ずれ 差がある mismatch inconsistent inconsistency 一致しない consistency integrity
使えない つかえない 利用できない 操作できない 参照だけ unavailable cannot_use not_available
バックアップ ばっくあっぷ 写し コピー 控え 複製 保管データ backup backups copy dump
保存先 ほぞんさき 置き場所 ディスク 容量 ようりょう 空き あき 満杯 足りない storage destination space full
復元 ふくげん リストア 戻す 巻き戻し 取り戻す restore recovery point_in_time 時点に戻す
訓練 くんれん 練習 試してみる 予行 試験 演習 リハーサル drill exercise practice
媒体 ばいたい テープ 外付け 庁舎の外 別の場所 遠隔地 持ち出し offsite media tape 庁外
暗号の鍵 鍵 かぎ キー 暗号鍵 encryption_key key private_key 秘密鍵
破損 はそん 壊れている こわれている 壊れた 傷んで corrupt corrupted damaged broken
一件だけ 一人だけ 一人分 一行だけ 特定の 一部だけ戻す 部分的 single one_record 個別に
業者 ぎょうしゃ 委託先 ベンダー 保守業者 外部の人 保守会社 vendor contractor maintenance_company
監視画面 かんしがめん 監視 かんし 稼働状況 モニター 見張り monitoring board dashboard 監視装置
色 いろ 青 青く 緑 黄色 赤 灰色 信号 色分け colour color blue green yellow red
通知メール 通知 メールが来ない メールが届かない 届かない とどかない 来ない こない not_arrive mail notification 連絡が来ない
通知先 つうちさき 宛先 あてさき 送り先 届け先 連絡先 受取人 recipient address 送る相手
何度も くり返し 繰り返し 頻繁 ひんぱん 開いたり閉じたり 出たり消えたり ばたつき 点いたり消えたり flapping repeatedly again_and_again
確認済み 引き受ける 対応中 対応している 着手 acknowledge taking 担当する
自動で閉じない 閉じない クローズ 消えない 残っている 残ったまま close closed not_close 閉じる
上位 じょうい 親 上の 上の障害 下位 子 下の 下流 抑えられ 抑制 止まる仕様 upstream parent child suppressed dependent
監視が止まる 監視の監視 監視そのもの 生きているか 死活 watchdog heartbeat
CPU メモリ めもり 負荷 ふか 使用率 重い load memory usage
ディスク でぃすく 容量 空き容量 ハードディスク いっぱい disk
計画作業 けいかくさぎょう 工事中 作業中 メンテナンス メンテ 保守作業 maintenance planned_work 鳴らないように 警報を止める silence mute
報告書 ほうこくしょ てん末 顛末 経緯 経過 原因 げんいん 始末書 再発防止 incident_report cause report
ジョブ じょぶ 処理 自動処理 job jobs task
予定の時刻 予定時刻 時間になっても 動かなかった 実行されない 走らない scheduled did_not_run not_run
今すぐ いますぐ すぐに ただちに 直ちに 一回だけ 臨時に 今だけ now immediately once
一時停止 いちじていし 一旦止める いったん 一時的に止める 休ませる しばらく止める pause suspend temporarily 再開 resume
休日にあたる 休みと重なる 休日と重なる 休みの日 前の営業日 次の営業日 holiday 休業日
前のジョブ 前の処理 先行 順番待ち つかえている 次が動かない next_job predecessor 後続
警告 けいこく ワーニング 注意 黄色 warning caution
追いつき 停止していた間の分 たまった分 まとめて動く 一斉に 遅れた分 抜けた分 catch_up catch-up backlog
定義 ていぎ 設定内容 定義ファイル definition
実行時間 じっこうじかん 長すぎる いつもより長い 所要時間 running_time too_long
実行記録 じっこうきろく 実行履歴 過去の実行 履歴 りれき いつ動いたか execution history log run_history
中止 ちゅうし 止めたい 途中で止める 取り消す abort stop cancel
新しいジョブ ジョブを作る 追加したい 新規 new_job add
適用 てきよう 反映 はんえい 当てる 入れる 新しくなる アップデート 更新プログラム パッチ apply applied update patch 新しい版
配信 はいしん 配布 配る 配られた 届いた 受け取り 受け取る 受取り delivery deliver distribution distributed
受信 じゅしん 受け取る 取り込み ダウンロード 落ちてくる receive download
検証 けんしょう 署名 しょめい 署名が正しくない 検査 verification verify signature invalid
不具合 ふぐあい おかしくなった 調子が悪い バグ 問題 bug problem trouble
前の版 まえのはん 古い版 以前の版 元の版 前のバージョン 旧版 old_version previous_version rollback
受信確認 受領 受け取っていない 未受信 受領書 receipt not_received まだの市町村
遅らせる おくらせる 延期 後回し 先延ばし 後にしたい postpone delay later defer
公開 こうかい 出す前 公開前 publish release
対象の範囲 対象 たいしょう 範囲 はんい 絞り込み 絞る 一部の団体だけ 特定の市町村だけ 試しの団体 target group scope select 配信先
マスタ コード表 こーどひょう マスター 市町村コード 続柄コード master code_table
再起動の要否 再起動が要る 再起動しないと 再起動が必要 need_restart reboot_required
符号取得 ふごうしゅとく 符号 ふごう 符号が付かない 符号をもらう 符号依頼 linkage_code code_request acquisition
依頼 いらい 要求 頼む 送った分 request requests
依頼中 いらいちゅう 進まない すすまない 処理中のまま 付かない いつまでたっても 変わらない stuck pending
状態 じょうたい ステータス status state 意味 いみ meaning
やり直す やりなおし もう一度 再度 再依頼 出し直す 送り直す 再送 retry redo again resend
二つできた 二重 にじゅう 重複 だぶって ダブった 二回 二つ 複数 duplicate double twice two
処理通番 しょりつうばん 通番 番号が出ない serial processing_number sequence_number
受付番号 うけつけばんごう 受付票 reception_number receipt_number
対象者の行がない 行がない 載っていない のっていない 含まれていない 自分の分がない not_in_file missing_row
経由 けいゆ 経路 けいろ ルート るーと 通り道 route path via
転入者 転入 てんにゅう 引っ越してきた 越してきた 転入してきた move_in newcomer 転入届
住登外者 じゅうとうがいしゃ 住登外 住民票の無い 住民票がない 住民票のない 市外の人 not_registered non-resident
死亡 しぼう 亡くなった 死んだ 死者 deceased dead died
まとめて 一括 いっかつ 一度に たくさん 大量 たいりょう 大勢 全員 多人数 bulk batch many mass
月ごと つきごと 月別 毎月 月次 げつじ 月単位 monthly per_month
エラーリスト えらーりすと エラー一覧 エラーの一覧 error_list errors
割り当てる わりあて 割り振る 振り分け 誰がやる 担当を決める assign
消えない きえない 残る 直しても 直したのに 無くならない disappear remain still
四情報 よんじょうほう 氏名 住所 生年月日 性別 基本四情報 four_items
検査数字 けんさすうじ 最後の桁 チェックデジット 検査用数字 番号の誤り 番号が違う check_digit
該当なし がいとうなし 見つからない みつからない 引けない 出てこない いない 存在しない no_match not_found none
形式の誤り けいしきのあやまり 形式 弾かれた はじかれた 受け付けられない 桁数 書式 format invalid_format
応答なし おうとうなし 返事がない 返ってこない タイムアウト 無応答 反応がない no_response timeout not_responding
表計算 ひょうけいさん エクセル Excel スプレッドシート 表形式 CSV spreadsheet
理由の番号 エラー番号 エラーコード 番号の意味 error_code reason_code
対応不要 たいおうふよう 無視 むし 放っておく 直さなくてよい 対応しない ignore not_needed
ゲートウェイ げーとうぇい GW gateway 住基ゲートウェイ 関所
接続テスト つながるか 疎通 そつう 接続確認 テスト connection_test test_connection
滞留 たいりゅう 詰まって つまって たまっている 溜まっている 減らない 送られない backlog stuck clogged
アドレス あどれす IP IPアドレス address ip 番地
件数 けんすう 数 かず 数字 すうじ 人数 count number counts figures
認証エラー 拒否 きょひ 断られる 弾かれる 受け付けない 通らない authentication reject rejected denied refused
片系 かたけい 二重化 にじゅうか 冗長 片方 かたほう 一台だけ 1台 二台あるうち redundancy redundant one_side
保存期間 ほぞんきかん 何年 いつまで残る 保存年数 残す how_long_kept retention
外字 がいじ 害字 特殊な漢字 難しい漢字 旧字 作字 うちで作った文字 新しい字 字形 gaiji custom_character rare_kanji characters
四角 しかく 〓 ゲタ 豆腐 表示できない 出ない文字 化ける 読めない box square
異体字 いたいじ 旧字体 斉藤 斎藤 さいとう 渡辺 渡邊 高橋 variant variants 似た字
検索できない けんさくできない 探せない 見つけられない 出てこない cannot_search cannot_find
崩れる くずれる つぶれる 欠ける 乱れる 変になる distorted broken
対応表 たいおうひょう 変換表 mapping table 紐付け
文字数 もじすう 長い名前 入りきらない はいりきらない 長くて 桁あふれ 収まらない too_long fit
全角 ぜんかく 半角 はんかく 丸数字 丸付き数字 記号 full_width half_width
フリガナ ふりがな 読み仮名 よみがな 読み よみ カナ furigana kana reading
文字化け もじばけ 化けた 読めない おかしな文字 garbled mojibake
印刷 いんさつ プリント 刷る すれない 刷れない 印字 紙に出ない 出力 print printing
プリンタ ぷりんた 印刷機 複合機 コピー機 printer
紙詰まり かみづまり 紙が詰まった ジャム 詰まり paper_jam jam
位置がずれる はみ出す はみ出し ずれて印刷 余白 斜め misaligned position alignment
別の部署 よその課 違うプリンタ ほかの課 既定の出力先 出力先 印刷先 default_printer wrong_printer 別の階
改ざん防止用紙 専用紙 証明書用紙 ようし 用紙 偽造防止 paper security_paper
トナー となー インク 部品 薄い うすい かすれる 消耗品 toner parts 交換時期
PDF ぴーでぃーえふ ファイルに保存 電子で保存 帳票 pdf save
公印 こういん はんこ 印影 電子公印 ハンコ 判子 seal stamp
再印刷 さいいんさつ 刷り直し もう一枚 reprint 手数料 てすうりょう 料金 無料 fee charge
回線 かいせん 通信 つうしん 線 ネット つながらない 繋がらない 光回線 line network connection
予備回線 よびかいせん バックアップ回線 副回線 backup_line spare_line
ファイアウォール ふぁいあうぉーる ポート ポートを開ける 遮断 しゃだん 塞がれて firewall port blocked
ネットワーク機器 ルータ るーた スイッチ ハブ すいっち router switch device equipment 機器 きき
遅い・途切れる 途切れる とぎれる 切れたりつながったり 不安定 断続 unstable intermittent
配線 はいせん ケーブル つなぎ替え 差し替え 線を変えた cable wiring
無線 むせん Wi-Fi WiFi わいふぁい テザリング USB ユーエスビー モバイル wireless usb wifi スマホをつなぐ
控えを取る 設定の控え 設定の保存 設定の写し configuration_backup save_settings
参加できない ネットワークに入れない つながせてもらえない join cannot_join
工事 こうじ 回線工事 切替工事 construction work
支所 ししょ 出張所 しゅっちょうじょ 分庁舎 支所だけ branch office branch_office
更新の時期 入れ替え時期 何年ごと 何年 寿命 耐用年数 老朽 買い替え lifecycle
証明書 しょうめいしょ 証明 電子証明書 SSL 大もと certificate certificates
漏れた もれた 漏えい 漏洩 流出 盗まれた 見られた疑い leak leaked compromised
認証局 にんしょうきょく ルート証明書 CA 発行元 大もと 証明書の大もと certificate_authority ca root
警告画面 信頼できない 危険 安全ではない untrusted not_trusted
台帳 だいちょう 帳簿 名簿 管理簿 一覧表 register ledger
統計 とうけい 集計 しゅうけい 数字 集計表 グラフ statistics statistic aggregate
昨日と変わらない 更新されない 更新されていない 同じまま 変わっていない not_updated unchanged yesterday
再集計 作り直す つくりなおす 集計し直す recompute rebuild
県・国へ報告 県へ提出 提出 ていしゅつ 県に出す 報告の締切 submit submission
少ない件数 ハイフン 横棒 「-」 伏せられ 秘匿 5件未満 hidden suppressed small
自動で送る 定期送付 毎週 毎月届ける メールで届けたい 定期的 automatically send_automatically
稼働率 かどうりつ 可用性 動いていた割合 uptime availability
一括登録 いっかつとうろく 取込 とりこみ 取り込み 取り込む まとめて登録 読み込み 流し込み 移行データ bulk_load import load upload
試し読み ためしよみ 事前確認 テスト読み込み dry_run trial
失敗した行 一部の行 落ちた行 エラー行 登録できなかった failed_rows rows lines
取り消したい 取消し とりけし 消したい 無かったことにする 戻したい undo cancel_load
ファイルの形 レイアウト れいあうと ひな形 ひながた 列 項目の並び 様式 CSVの layout columns template format
文字コード もじこーど モジコード シフトJIS UTF-8 utf8 encoding shift_jis エンコード
初期移行 しょきいこう 移行 いこう 旧システム 前のシステム 引き継ぐ 引継ぎ 乗り換え migration migrate old_system
照合 しょうごう 突き合わせ 突合 とつごう 全部入ったか 合っているか 一致するか 検算 reconcile compare match
試験用 しけんよう テスト用 テストデータ ダミー 架空 かくう サンプル test_data dummy fictitious
転居 てんきょ 市内の引越し 市内で引っ越し 町内での住所変更 家を移る 引っ越し 引越し ひっこし move moving relocation
前住所 前の住所 ぜんじゅうしょ 転出証明 転出元 前の市 previous_address previous_municipality
異動者 いどうしゃ 動いた人 変わった人 引っ越した人 住所が変わった人 異動した人 リスト moved_residents changed
届かない 連携されない 伝わらない 反映されない 流れていない 送られない not_delivered not_reach
訂正 ていせい 直す なおす 修正 間違いを直す 書き間違い correct correction fix
町名変更 ちょうめいへんこう 町の名前が変わる 区画整理 住居表示 地番 合併 がっぺい renamed town_name
未来の日付 みらい 先の日付 来月 先日付 前もって 事前に 今のうち あらかじめ future_date in_advance
住所不定 じゅうしょふてい 居所不明 住むところがない 行方 どこにいるか 居所 不明 ホームレス homeless unknown_address whereabouts
世帯 せたい 世帯分離 世帯を分ける 世帯主 家族 分ける 一緒にする household split merge
送付先 そうふさき 郵便 郵便物 ゆうびん 届け先 宛先だけ 郵送先 mailing_address postal
支援措置 しえんそち DV ストーカー 虐待 保護 被害者 制限 閲覧制限 domestic_violence protection protected 守る 支援対象者 しえん
加害者 かがいしゃ 相手方 夫 元夫 元妻 元配偶者 perpetrator abuser
登録漏れ とうろくもれ 入れ忘れ 入力を忘れ 漏れ 忘れていた 掛けてしまった 別の人に forgot missed
広域交付 こういきこうふ 広域 他市の住民票 よその住民票 住民票を出す 住民票の請求 wide-area wide_area issuance
本籍 ほんせき 戸籍 こせき 記載項目 出せる項目 permanent_domicile items
住所地 じゅうしょち 住所地として 向こうの市 home_municipality
特例 とくれい カードによる転入 転出届なし 転入転出 マイナンバーカードで引っ越し
掲示 けいじ 貼り紙 貼り出す ポスター 張り紙 案内板 poster notice display
本人確認 ほんにんかくにん 身元確認 本人か identity_confirmation identity confirm 確認情報
検索条件 けんさくじょうけん 条件の入れ方 探し方 何を入れれば search_conditions criteria
利用目的 りようもくてき 目的 もくてき 何のため purpose reason
一括照合 まとめて確認 まとめておこなう 大勢の確認 bulk_confirmation
開示 かいじ 見せてほしい 誰が見たか 自分の情報 情報公開 請求された disclosure disclose
同姓同名 どうせいどうめい 同じ名前 名前が同じ 同じ人 誕生日も同じ same_name namesake
本人確認書類 身分証 みぶんしょう 免許証 めんきょ 免許 保険証 パスポート 証明するもの identification id_document licence
コールセンター こーるせんたー ヘルプデスク 窓口 電話番号 電話 でんわ 問合せ先 どこへ電話 call_centre phone
問合せ といあわせ 問い合わせ 質問 しつもん 聞きたい 相談 inquiry inquiries question ask
一般の職員 普通の職員 担当者から直接 管理者以外 誰が送れる who_can_ask
画面の写し スクリーンショット スクショ キャプチャ 画面コピー 写真 screenshot picture
緊急度 きんきゅうど 優先度 優先 急ぎ具合 至急 priority urgency
状況 じょうきょう どうなった 進捗 返事 回答 かいとう まだか いつ返事 status progress reply
過去の回答 かこのかいとう 過去の事例 よくある質問 FAQ faq 前例 これまでのやりとり 似た質問 past_answers
番号を書いて止められた 送れない 送信できない はじかれた 番号が入っている cannot_send blocked_number
続けて聞く 続き つづき 前の質問 閉じられた 再開 蒸し返す 追加で聞く follow-up follow_up reopen continue
カレンダー かれんだー 暦 予定表 日程表 calendar schedule
臨時 りんじ 急な 急に 特別に 臨時休業 休みになる日 extraordinary temporary_closing
閉庁日 へいちょうび 休庁 市の休み 記念日 庁舎が休み 条例の休み 創立記念日 town_holiday closing_day closed
いつ効く いつから 有効になる いつ反映 効き目 effective when
iCalendar ical ICS 予定表ファイル カレンダーファイル アウトルック outlook
先の予定 さきのよてい 一年分 1年分 向こう1年 来年 見通し いつ動くか 将来 upcoming next_year year
年度替わり ねんどがわり 年度初め 新年度 4月 四月 年度 fiscal_year new_fiscal
監査記録 かんさきろく 監査ログ 操作ログ アクセス記録 アクセスログ ログ 足跡 audit_log access_log log
つながりの検査 チェーン 連鎖 鎖 改ざん かいざん 書き換え 書き換えられない 検証NG hash_chain chain tamper
不審 ふしん 怪しい あやしい のぞき見 覗き 興味本位 勝手に見て suspicious snooping curious
持出し もちだし 外部に渡す 提出する 渡す わたす 外部監査 export hand_over take_out
端末 たんまつ パソコン ぱそこん PC 機械 クライアント terminal terminals client computer workstation
増やす ふやす 追加 ついか 新しく入れる 台数 増設 add more
廃棄 はいき 捨てる すてる 処分 しょぶん 故障 こしょう 壊れた 修理 しゅうり dispose discard repair broken
調査用 ちょうさよう ログを送る 調査 ちょうさ 解析 診断 diagnostic investigation logs
固まる かたまる フリーズ 動かなくなった 反応しない 止まった 砂時計 freeze frozen hang hangs
時刻のずれ 時計 とけい 時計がずれ 時間が違う 時刻 じこく クロック clock time_difference ntp
ウイルス うぃるす ワクチン ウイルス対策 マルウェア 感染 virus antivirus malware
隔離 かくり 切り離された 切り離し 遮断された quarantined isolated
保守の予定 ほしゅ 定期保守 メンテナンス日 点検日 第三水曜 maintenance_schedule
全国の障害情報 障害情報 他でも起きて ほかの市でも うちだけか 国の障害 nationwide_outage
研修 けんしゅう 練習環境 訓練環境 体験 新人教育 勉強 training practice_environment
手順書 てじゅんしょ マニュアル まにゅある 手引 てびき 説明書 使い方 操作手引 取扱説明書 manual guide instructions handbook
番号の変更 番号が変わった 新しい番号 changed_number
個人番号 こじんばんごう マイナンバー 12桁 my_number
住民票コード じゅうみんひょうこーど 11桁 resident_record_code
自動 じどう 勝手に ひとりでに automatic automatically
止まった 止まる とまる とまった 停止した 落ちた stopped halted
いつ 何日 何時間 どれくらい どのくらい when how_long
できる 可能 かのう 許される よいか いいか 大丈夫 allowed may can possible
禁止 きんし だめ 駄目 してはいけない いけない 許されない forbidden prohibited not_allowed
調べる しらべる 確かめる 探す 見る 分かる find look_up check
一覧を出す 一覧 いちらん リスト りすと 名簿 抽出 list
急ぎ 間に合わない まにあわない 締切 しめきり deadline
勝手な変更 変更 へんこう 変える かえる 変えたい 替える change
受け取る 受取 受け取れない 届く 来る arrive receive
送る おくる 送れない 送信 出す send
削除 消す けす 消したい 捨てる delete remove
追加 足す たす 増やす 加える add
遅れ 遅延 おくれる 遅れる delay
見込み みこみ 見通し いつ直る いつ復旧 復旧予定 outlook estimate
エラーリスト エラー一覧 エラーの一覧 エラー表
起動後 立ち上げた後 起動したあと きどうしたあと 立ち上がった後 起動直後 after_start
不在 いない 居ない いません 留守 休み 席にいない
増やす 追加する 台数を増やす 買い足す 新しい端末 登録
システム管理者 管理者 情報担当 担当者が替わる 管理者権限 administrator
電源 でんげん 電源を入れる 電源を切る power
監視そのもの 監視自体 監視が死んで 監視の装置 見張りの見張り
夜間 夜中 深夜 夜のうち 昨夜 前夜 昨晩 overnight
広域交付 相手の市から 返事待ち
印刷の位置 はみ出 はみだ 縮小 余白 ずれ
研修 練習用 新人 覚えさせ 教える
一括登録 入れた分 まとめて入れた 取り込んだ
取り違え 間違えて入れ 誤って入れ
アカウント停止 使えなくする 無効にする 無効化 止める
符号 所要日数 何日かかる
処理しなくてよい 直さなくていい 邪魔 消したい行 不要
権限がない メニューがない メニューが出ない 表示されない 見当たらない 見当たりません
順番 順に 順序 どの順
自動的にサインアウト 自動ログオフ ログオフ 自動ログアウト しばらく操作しない 放置すると
交代 こうたい 代わる 替わる 引き継が 引き継い バトンタッチ 担当が代わる
灰色のまま greyed_out grayed_out greyed_out_button ボタンが押せない 押せない not_clickable
該当者がいない 該当なし 該当者なし いないと返 見つからないと返
古いまま 適用されない 反映されない 新しくならない 前のまま まだ古い not_applied outdated
試行 しこう 試しの 先に配って 様子を見 一部で試す パイロット pilot trial_run
種類 しゅるい どんな 何種類 種別 どのような kinds types
形式の誤り フォーマットエラー 書式エラー 形が違う
住登外者 住民登録がない 住民登録のない 市外に住む 納税者
休日の扱い 休日振替 休みの日の 振り替え 振替 前倒し 後ろ倒し
異動の取消し 取りやめになった 無かったことに 届出の取下げ 元に戻すには
秘密の鍵 秘密鍵 private_key 誤って送 誤送信 誤って添付 流出
警告画面 警告が出る けいこくがでる 警告 けいこく
点検表 見回り 朝の点検
夜間に動く 夜中に動 夜に動いて 毎晩動
更新できない 更新不可 書き込めない 照会だけ 見るだけ 参照のみ
利用者登録 IDがありません IDがない 入ってきます 着任 採用 転入職員 新採
件数が合わない 数え方 数が合わない 数字が合わない 数字がずれ 差異
監視が動いているか 監視自体 監視を監視 監視装置の故障
今度の日曜 臨時に動く 臨時開庁 臨時運用 日曜開庁 休日開庁
制限のかかった人 制限のある人 支援対象者 伏せられた人 秘匿の人
全部入ったか 漏れなく 過不足 取り込めたか
時計のずれ 狂って くるって 時計が進 時計が遅 時刻が合わない 秒ずれ 同期
改ざん防止用紙の残り 受払簿 用紙の残 用紙の保管 用紙を数え 用紙が足りない 用紙の番号
目的欄 目的が選べない 何を選べば 事務の種類 別表
ウイルスを検知 感染した 感染 ウイルスが見つか 怪しいファイル 検知した infected
端末の更新プログラム Windows ウィンドウズ OS 基本ソフト セキュリティパッチ windows_update patch
カードを抜いても 抜く 抜いた 抜いても 抜いたのに 取り出して ロックされない 画面が消えない remove_card
同じエラーばかり 何百件 百件 急に増え 一斉にエラー 大量のエラー many_errors
違い ちがい 何が違う 区別 どう違う difference between
一覧に出ない 載らない 抜けている 一覧にない 名前がない 漏れている missing_from_list
計算方法 けいさん 算出 どう計算 求め方 calculated calculation
生体認証の登録 指がかさかさ 乾燥 指先 読み取ってくれない
使用簿 しようぼ 貸出簿 記帳 保管場所 金庫 鍵のかかる 施錠
枚数の管理 何枚 余り 未使用 書き損じ
予備コード 機種変更 スマホを替え 電話機を替え 端末を替え
役割の一覧 誰が何の役割 付与状況 持っている人 role_list
緊急操作 緊急時 上位の権限 特別な権限 一時的に強い権限 break_glass
起動記録 起動ログ 最後の行
サービスが失敗 サービスの一部 個別に起動 データベースが起動しない service_failed
要復元 整合性の点検 無停電電源 UPS 充電
複製から 本番に戻す 修理が終わ 直ったので戻す
端末が残っています 停止できない 停止が終わらない 止まらない 終わらない停止 not_stop
予告 自動で停止 消し忘れて
十営業日前 庁舎の工事 電気の点検
保留 ほりゅう 保留一覧 続きから 途中の受付
二種類の例外 例外の申請 申請のしかた 時間外に開けたい 夜間窓口 休日窓口
見積り 予算 よさん 費用 いくら cost budget
世代 何世代 世代数 古い版を残す
差分 全体 週末に全体 増分 incremental
渡してよい 見せてよい 提供してよい 持ち帰り 持ち出してよい
試し送信 テストメール 迷惑メール 差出人 spam
引き受け 自分が対応 担当になる 対応を始める
原因の記入 手で閉じる 強制的に閉じる
生存 せいぞん 合図 死活監視
プロセス 大きいファイル 何が使っている
作業が延び 予定より長引
再発防止 報告を書く 五営業日
動かなかった理由 なぜ動かない 理由を見る
空実行 からじっこう 試しに実行
差分を見る 定義を直す 定義の変更 書き換える
打ち切る 途中でやめる 今の段
切替え日 経路の切替え 経由の変更
採番 さいばん 番号を振る 番号が付く 付番
照会 しょうかい 中間サーバーの窓口 問い合わせ先
割当て 手つかず 担当者を決め
上書き うわがき 正しい方 どちらが正しい
付番直後 未反映 新生児 まだ引けない
逆算 五件未満 マスク処理
督促 とくそく 受け取っていない市町村 未受信の市町村
狭める 範囲を変え 対象を減ら 間違った相手に配
より新しい番号 配り直し 配ってしまった 間違えて配
字形 じけい 字の形 グリフ フォント font
統一文字 とういつもじ 対応する字 置き換え 代わりの字
濁音 清音 読みが分からない 推測
書損 しょそん 余分な紙 二枚出た
位置合わせ 試し刷り 上下左右 ミリ
給紙 用紙切れ トレイ 印刷待ち ジョブが溜ま
省電力 一枚目 朝だけ遅い
職務代理者 市長が替わ 市長の名前 町長
透かし すかし 保存できる役割
通信会社 回線業者 NTT 終端装置 ONU
損失 パケット 回線の試験 速度を測 speed_test
接続口 ポートが閉じ 差し込み口 LAN
製造番号 機器の交換 取り替えた機器
入替え 発行された証明書 更新の申請 renew renewal
失効 しっこう 無効にする 取り消す証明書 revoke revoked
締めた月 締め後 前の月の訂正 訂正した後
毎月5営業日 締切 報告の期限 確認を押す
まとまり 同時に動く 並列 行の鎖錠
シフトJIS 文字コードを変え メモ帳 UTF-8で保存
ゼロ埋め 左に0 桁が足りない 旧番号
結果の表 検査値 件数の突合
架空の住民 本番の写し 本番データをテスト
方書 かたがき アパート名 部屋番号 町字
転出証明書 転出元から届かない 情報の請求
承認前の届出 登録した時点 先月の異動
受け取らない 拒否される 送達 連携先
訂正と異動 履歴が残る 間違った住所
対応表を読み込む 新旧対照 実施日
予定日 転出予定 前もって届け
続柄 つづきがら 世帯主が替わ 世帯を一緒に
仮支援 仮の申出 同居の子 一緒に登録
申出がない 更新の申出 一年たつ 期間が終わ
附票 戸籍の附票 転出先の市に知らせ 伝わっている
代理人 加害者が来 弁護士 請求を断 交付を断
解除の申出 保護をやめ 制限を外す もう必要ない
行を除く 名簿を外部に 提供用の名簿
第一報 関係機関 伝わった恐れ 教えてしまった
番号での検索 住所で探せない 制限あり
参照番号 氏名を書かない 書いてはいけない
相手の状況 相手が止ま 住所地が停止
三十秒 返事待ち くるくる 待たされる
本籍入り 本籍を載せ 載せられる項目
精算 せいさん 返金 払い戻し 手数料は誰
自動で返事 請求された側 うちに請求
三十日で失効 カードで転入 転出届を出さず
五十件を超え 多すぎて表示 条件を足す
数分遅れ 最新でない 更新前の
法令の別表 その他がない 当てはまるもの
翌朝に結果 ファイルで一括 千件
操作者名 いつどの機関 請求があった
確信が持てない どちらの人か 見分け
一点か二点 写真のない書類 期限切れの書類
折返し おりかえし 電話がつながらない 受付は何時
直接送れない 上司に言う 管理者を通す
伏せて撮る 写り込 写ってしまった
緊急の基準 どれを選ぶ 緊急と高
十営業日 自動で閉じ 開き直し
これで解決 似た質問 検索のこつ
横線 電話番号が止め 誤って止められ
つながりを残 別の話題 前回の続き
予定表に取り込 スマホに入れ 印刷用カレンダー
三十日前 急に休 台風で閉め
条例 市制 開庁しない日
官報 かんぽう 祝日が違 祝日が増え 新しい祝日
翌日0時 今日から変え 当日の変更
一日単位 時刻付き 読み込めない予定表
四百日 先まで 見られる期間
三月中 新年度の準備 年度をまたぐ
七年間 何年保存 裁断 シュレッダー
親族 同じ姓 大量の検索 理由を聞
登録できる台数 台数の上限 新品の端末
記憶装置 ハードディスクを外 修理に出 データ消去
暗号化されたファイル メールで送ってよい ログの取り方
下書き 入力が消え 保存前に消 途中の入力
隔離が解け ネットから切られた 使っていない端末
紫 むらさき 研修環境 練習用アドレス
版ごと 古い版の手引 変更点 リリースノート release_notes
`;

/** What a text means is stored with it by the first two words of the line. Of another list all texts are indexed anew. */
export const ownWords: readonly MeaningGroup[] = [
  ...groupsOf(lines + spokenLines, 'own'),
  ...groupsOf(englishLines, 'english'),
];

function groupsOf(text: string, prefix: 'own' | 'english'): MeaningGroup[] {
  return text
    .trim()
    .split('\n')
    .map(splitLine)
    .map((words) => ({ id: `${prefix}:${words.slice(0, 2).join('/')}`, words }));
}

/** Words stand between blanks; the words of a phrase are joined by `_`. */
function splitLine(line: string): string[] {
  return line
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('_', ' '));
}
