/** How people say it who do not know the word of the field, and English: like the lines of own-words.ts, one meaning a line. */
export const spokenLines = `
立ち上がらない 立ち上がりません 起動しない 上がらない つかない does_not_boot not_booting won't_boot won't_start fails_to_start
落とす シャットダウン 停止 電源を切る 終業 帰る前 閉める shut_down shutdown power_down
落とし方 停止の手順 止め方 切り方
入れ直す 入れなおす 再起動 リブート 落として入れ 電源を入れ直 restart reboot power_cycle
起動後の確認 始業時 始業前 朝一番 朝の確認 業務を始める前 朝のチェック morning_check after_boot
切れました ぷつん 電源が落ち 突然 落ちました 消えました 電源断 lost_power
強制停止 無理やり 無理に 強引 力ずく 強制的 forcibly
停止が終わらない 切れない いつまでも終わ 止まらない 終了しない hangs_on_shutdown
県が落ち 県が止ま 都道府県サーバが停止 県サーバの停止 県のサーバが止 県の停止 prefectural_server_down
国が落ち 国が止ま 全国サーバの停止 全国サーバが停止 国のサーバが止 国のコンピュータ national_server_down
停止中に届いた 落としている最中 止めている間 止めていた間 落ちている間
夜の処理 夜の分 夜間 日次処理 夜のバッチ 夜中の処理 night_job nightly
倒れ 異常終了 こけ 落ちた 途中で終わ abnormally abnormal crashed abended
終わっていない 終わらない まだ動いて まだ走って 朝までに 出勤 still_running
写し 控え コピー バックアップ 複写 写しを取 控えを取
取っておき 手動でバックアップ 念のため 作業の前 変更の前
戻す 巻き戻 復元 元の状態 以前の状態 先週の状態 前の状態
一人分 ひとりぶん 一件だけ その人だけ 一人だけ
食い違 不一致 合わない 合っていない 違っている ずれがある
引っ越し 転居 引っ越した 住まいを移 家を移
なかったこと 無かったこと 取消 取り消し 取り下げ 白紙
よその市 他の市町村 ほかの市 他市 近隣の市 隣の市 隣の町 another_municipality
夫 妻 配偶者 別れた 元夫 元妻 加害者 逃げて ストーカー DV ex-husband abuser
見せない 隠す 伏せる 制限 支援措置 知られたく
住民票を取り 証明書を求め 証明書の請求 請求に来 窓口に来た 取りに来
芸能人 有名人 興味本位 不審な閲覧 のぞいて 知り合い 同級生 見ている職員 curiosity snooping snoop celebrity
自分のこと 自分の情報 誰が見 開示 いつ調べ 本人から請求 照会の記録 disclosed
休日 祝日 成人の日 振替休日 海の日 敬老の日 体育の日 スポーツの日 文化の日 勤労感謝 天皇誕生日 憲法記念日 こどもの日 みどりの日 春分 秋分 建国記念 山の日 お盆 public_holiday
年末年始 お正月 元日 大晦日 三が日 仕事納め 御用納め 正月
遅くまで 夜まで 延長 長く 何時まで開 時まで開 時までやり 時までしたい later longer
早く閉め 短く 早じまい 午前だけ 午後だけ close_early
例外の申請 夜間窓口 土日窓口 特別に開 時間外に開 臨時に開 after-hours
待ってほしい 遅らせ 延期 先送り 後にして 待って 猶予 postpone put_off
新しい版 適用 入っていない 当たっていない 更新されない 新しくならない
おかしくなった 不具合 調子が悪い 前の版 戻してほしい roll_back
間違えて配 間違った相手に配 取りやめ 配信を止め 配るのを止め recall
もう一度 再依頼 やり直 取り直 出し直 redo
終わらない 進まない 依頼中 いつまでも 付かない stays stuck in_progress hanging
誰がやる 担当 割り当て 受け持ち 誰の仕事 who_handles
ひと桁 一桁 検査数字 最後の数字 末尾 check_digit
見つからない 該当なし 出てこない 無いと言われ no_such
エクセル 表計算 CSV 一覧で保存 spreadsheet excel
何百 大量 突然 一斉 急に増え hundreds
紙が出 印刷ができない プリンタが動かない 出てきません 刷れない
寄って 位置がずれる ずれて はみ出 切れてしま 欠けて 斜め 端が切れ off-centre margin
ハンコ 公印 印鑑 朱印 印影 seal
紙 用紙 特別な紙 専用の紙 special_paper
インク トナー 薄い かすれ 残り少ない ink
線が切れ 回線が切れ 通信できない 線が抜け つながらなく line_is_down line_down disconnected
ぶつぶつ 途切れ 切れ切れ 遅い 不安定 断続的 flaky intermittent
モバイル 無線 ルーター テザリング ポケットWi-Fi スマホの回線 mobile_router
許可 通信の許可 ファイアウォール 穴をあけ 通してほしい ポート firewall_rule
鍵 漏れ 流出 外に漏れ 盗まれ 見られた leaked compromised exposed
安全ではありません 信頼できない 警告画面 保護されていない not_secure untrusted
時計 時刻 狂って 遅れて 進んで ずれて clock time_drift
パソコンを登録 端末を登録 新しいパソコン 機械を増やす 新しい機械 new_computer new_terminal
捨て 廃棄 処分 古いパソコン dispose
練習 研修 訓練 新人 覚え 教える環境 practice
マニュアル 手順書 手引 使い方の本 説明書 取説 manual
質問 問合せ 問い合わせ 聞いた 尋ね 相談
どうなった 状況 返事 回答が来ない いつ返事 status_of
急ぎ 緊急度 どのくらい急 優先 urgency
忘れた 失念 思い出せない わからなくなった forgotten forgot
初期化 再設定 リセット 新しくして reset
締め出 ロック 入れなくなった 何回まちがえ 続けて誤入力 locked_out
三か月ごと 90日 有効期限 定期的に変え 期限 替えろ 変えろ 変更を求め expire
打っても はねられる 合わない 確認コード 通らない 弾かれる not_match not_accepted
機種 スマホ 新しい機種 交換 機種変 new_phone
入り直し 自動的にサインアウト 席に戻る 離席 しばらく操作しない 追い出され auto_logout
来月から来る 新しい職員 新しく来る 新採用 配属 入ってくる人 new_employee new_clerk
辞める 退職 退職者 異動した職員 いなくなる 三月末で leaves leaving
落として 紛失 なくし 落とし どこかに 見当たら 拾われ lost
職員証 操作者カード ICカード ICチップ カード チップ staff_card
読取機 読取装置 カードリーダー かざす機械 リーダー reader
見分け どちらの故障 切り分け どちらがおかしい
出っぱなし 閉じない 消えない 出たまま 画面が閉じない
育休 産休 育児休業 休暇 代行 代わりに 休んでいる人 leave
アルバイト 会計年度任用職員 臨時 期間を限 応援 パート temporary_worker temporary
許可されていません 権限がありません この操作は 押せない not_permitted permission not_allowed
上司 承認者 許可をくれる 決裁 ハンコをくれる人 approver
始まらない 動かない 実行されない 動かなかった 予定の時刻 not_run
走らせ 今すぐ実行 動かしたい もう一回 もう一度動か run_now
しばらく 一時停止 休ませ 当分 動かさないで pause suspend
途中でやめ 中止 打ち切 止めたい abort cancel
つかえて 前のジョブ 順番待ち 後ろが 次が始まらない blocked
仕事 ジョブ 処理 予約 予約していた scheduled_task
うるさい 何度も 出ては消え 鳴ったり 繰り返 flapping
直したのに 自動で閉じない 残って 消えない still_open
鳴りまく 鳴らない 警報を止め 通知を止め 静かに silence mute
HDD ハードディスク ディスク 空き 容量 残り disk_almost_full
知らせ 通知 メールが来ない メールが来ません 届かない not_receive do_not_receive not_receiving
コピーを渡 業者に渡 委託先 ベンダー バックアップを渡 丸ごと
地震 台風 豪雨 洪水 大雪 災害 避難 disaster
庁舎を閉め 役場を閉め 閉庁日 独自の休み 休みにする 休業
名簿 一覧 リスト 台帳
番地 住所 所番地 address
打ち間違え 誤入力 入力ミス 書き間違え typing_mistake typo
親と 世帯 分けたい 世帯分離 別世帯 household
住所が分からない 住所不定 居場所 行方不明 分からない人 unknown_address
前の市 前住所 転出元 前の町 前に住んで previous_municipality
保険 国保 税 年金 福祉 介護 ほかの課 tax health_insurance
伝わらない 届かない 反映されない 伝わって 知らされない
特殊な字 外字 珍しい字 難しい字 字が出ない 読めない字 rare_kanji rare_character unusual_character
四角 〓 豆腐 □ 表示されない box boxes square
つぶれ 崩れ にじむ ぼやけ
長すぎ 入りきらない 文字数 外国の方 長い名前 too_long
読み方 フリガナ カナ 読めない名前 reading_of_the_name
同じ名前 同姓同名 名前と誕生日が同じ same_name
免許 返納 身分証 保険証 本人確認書類 マイナンバーカード identification_documents driving_licence
スクリーンショット 画面の写し 写真 画像 添付 screenshot
番号を書い 番号が入っている 止められた 送れない
印刷機 プリンタ 複合機 コピー機 機械から出た printer
インクジェット レーザー 新しいプリンタ 印刷機を入れ替え new_printer
まとめて 一括 全部 大量 一度に bulk batch
昔の番号 旧番号 以前の番号 引き継 古いシステム old_number
並び順 項目 列 形 ひな形 見本 layout format_of_the_file
グラフ 統計 数字 集計 件数 figures
変わらない 更新されない 止まったまま 昨日のまま unchanged
作り直 再集計 もう一度作 やり直 recompute
先月 月次 前の月 締めた月 last_month
割合 率 パーセント 稼働率 percentage
失敗した行 はじかれた行 入らなかった 入りません 取り込めなかった rejected_rows failed_rows some_rows_failed
全部入ったか 結果を照合 ちゃんと入った 入ったか 漏れなく 件数が合う reconcile verify_the_load
夜のうち 夜間に 夜中に 夜に取り 夜に送
時間外の例外 夜に符号 特別に時間
今度の日曜 臨時の運用日 日曜だけ動 臨時開庁 特別に動く日 臨時に動く
同じ町の中 市内で 町内で 村内で 自宅を移 転居の届出
先週 先月 期間で 異動した住民 動いた人 住所が変わった within_a_period residents_who_moved
伏せられ 混じら 混ざら 支援対象者 出てしまわない DVの人 被害者の住所
何時まで 何時から 共通運用時間帯 時間帯 使えますか 何時まで使 how_long_open opening_time
直接切って 電源ボタン 長押し 強制停止 コンセント
監視が死 監視そのもの 監視が止ま 監視自体 監視が動いて 見張りが止 緑だったのに monitoring_itself
青く 青い 計画作業中 青色 色の意味 what_does_blue_mean
保護されている 制限が掛か 制限あり 制限のかかった 住所が出ない ***になって
前の日の停止 前日の停止 停止が未完了 翌朝始められない 灰色のまま
見込み 復旧の見込み いつ直 いつ復旧 復旧予定 お知らせ
自動で消えるファイル 夜のうちに消え 勝手に消え 古い記録の整理 消えるもの
同僚 のぞい 個人的に 興味 不審な閲覧 知人の情報 隣の人が見て 私的
産休の間 休む間 代わりの人 代行者 カードを貸
試しの団体 試行の市町村 先に配 一部に先に 様子を見
使い終わった 壊れた端末 リース切れ 返却 廃棄 リース
いつまでたっても 何日たっても まだ付かない 進まない 待っても
サポート 電話番号 問い合わせ先 コールセンターの受付 どこに電話 受付時間と連絡
出しっぱなし 抜いたのに 抜いても 抜いた 画面が閉じない 消えない
一字違い 登録名 送り元 認証エラー 拒否する 401 403 rejects_requests
定義が古い ワクチン パターンファイル ウイルス対策 隔離 定義ファイル antivirus_signatures
線を抜 感染 ウイルスを検知 怪しいファイル マルウェア malware
仮想通貨 詐欺 フィッシング 不審なメール
停電 電気が止 雷 ブレーカー 非常電源 無停電電源 UPS 瞬断 瞬停
庁舎の点検 電気工事 法定点検 計画停電 電気設備点検 ビルの点検 止める予定
時計を合わせ 時刻の同期 時間がずれ 秒ずれ NTP
残り枚数 在庫 枚数 予備の枚数 未使用カード 数が合わない
使用簿 マスターカード 管理者用カード 特別なカード 親カード
指紋 手のひら 静脈 生体 指が荒れ
入力が消え 書きかけ 下書き 途中まで入力 保存されていない draft
名義 変更届 改姓 結婚 離婚 氏が変わ 名字が変わ
婚姻 結婚 離婚 戸籍
広報 住民に知らせ 掲示 貼り紙 ポスター 窓口に貼 notice_for_the_counter
待たせ 待っている 窓口が混 返事待ち 応答が遅 waiting_for_the_answer slow_answer
本籍 戸籍 出せる項目 載せられる 記載 what_items
払い戻し 返金 手数料 料金 いくら 精算 refund
カードで引っ越し 特例 転出証明書なし マイナンバーカードで転入 転入転出の特例
まとめて調べ 一括照合 大勢 何百人 一度に確認 bulk_check
何のために 利用目的 目的を選 理由を選 purpose_of_use
写真付き 身分 確認書類 運転免許 パスポート 保険証 一点 二点
言い換え 似た質問 過去の回答 前例 よくある質問 past_answers
添付 ファイルを付け 大きさの上限 何MB 容量制限 size_limit attachments
緊急 電話で 折り返し 至急 急いで
閉じられた 解決済み 続けて聞く 追加で聞 もう一度質問 follow-up
予定を見 先の予定 いつ動く 一年分 年間 来年の coming_year
予定表に入れ カレンダーに取り込 アウトルック スマホの予定表 import_calendar
官報 祝日が違 祝日の一覧 祝日が間違 祝日が変わ wrong_holidays
いつから効 反映はいつ 変更がいつ 適用のタイミング when_does_it_take_effect
年度替わり 新年度 四月 4月 三月中 年度初め
七年 何年残 保存年数 監査記録の保存 外部の監査 外部監査 持ち出 audit_records_kept
改ざん つながり チェーン 検証 書き換えられ tampering
ログの出し方 調査用 記録を送 ログを送 ログ一式 前後の記録 diagnostic_output send_logs
固まった フリーズ 動かなく 反応しない 青い画面 砂時計 くるくる frozen freezes hung
遅い 重い のろい もっさり 時間がかか 処理が遅い slow
詰まり 滞留 たまって 減らない 流れない 送れずに backlog
片方 片系 二台のうち 一台止ま 二重化 one_of_two
つながるか試 疎通 接続テスト 試験 テスト送信 try_the_connection
付け替え アドレスを変え IPが変わ 番号の付替え change_the_address
数が合わない 件数が合わない 差がある 受信と送信 入りと出 counts_differ
七年間 記録の保存期間 ログは何年 いつまで残 how_long_are_logs_kept
経路 切り替え 直接 経由 住基システムを通 switch_the_route
一人に二つ 二重に依頼 同じ人に 二行並 二件ある two_requests
通番 通し番号 処理通番 シリアル 払い出し serial_number
受付番号 受付票 期限が切れ 無効と言われ 取りに行けない receipt
住民票の無い 住登外 住民登録がない 市外の人 納税者
番号が変わ 個人番号の変更 新しい番号 番号変更 new_number number_changed
亡くなった なくなった方 死亡 他界 死亡届 deceased
月ごと 月別 何件 件数を調 集計 per_month
誰が直す 担当を決 割り当て 振り分け 係に回
無視 消したい行 直さなくてよい 対応不要 放置 ignore_the_error
桁数 形式の誤り 弾かれ 日付が変 使えない文字 フォーマット wrong_format
返事がない 応答なし 返ってこない 時間切れ timeouts no_response
エラーの番号 コードの意味 何を表す 番号の意味 meaning_of_the_code
全部のエラー 何百件 大量に出た 急に増え 一斉にエラー
似た字 旧字 斉藤 渡辺 高橋 異体字 さいとう
外字を送 よその市へ 転出先 作った文字 送るときの扱い
支所だけ 端末だけ届かない 一部の端末 古いまま 更新が届かない
全角 半角 丸数字 記号 ①
化けた 文字化け 読めない漢字 おかしな字 garbled
証明書が化け 証明書の文字 印刷で化け
再印刷 もう一枚 刷り直し もう一度刷 reprint
二重に出た 二枚出 重複して出 詰まった
夜間にまとめて 大量に印刷 印刷が遅い 一枚目 slow_printing
工事 回線を新しく 通信会社 NTT 工事の日 line_work
予備の回線 予備回線 遅い回線 戻るのは いつ戻る backup_line
配線 差し替え ケーブル スイッチ ハブ 図面 rewiring
充電 挿した 携帯をつな スマホをつな USBにつな plugged_in_a_phone
控え 設定の控え 設定を保存 ルータの設定 元の設定
ネットワークに入れ 参加できない つながらない端末 登録証明書 join_the_network
期限切れ 切れました 更新し忘れ 通信が止ま 接続が拒否 expired_certificate
証明書を入れ 発行の番号 インストール 端末の証明書 install_a_certificate
認証局 大もと ルート証明書 新しい認証局 new_certificate_authority
棚卸し 台帳の点検 突き合わせ 使っていない 年一回 年1回
5件未満 少ない件数 ハイフン 伏せ字 「-」 small_counts
定期送付 毎週 自動で送 決まった人 メールで届けたい
シフトJIS UTF-8 文字コード メモ帳 保存し直 encoding
途中で止め 続きから 画面を閉じ ブラウザを閉じ 取込中
取り込みが遅い 一括登録が遅い 進まない 鎖錠
テストデータ 架空の住民 ダミー 見本のデータ 練習データ test_residents
届いていない 前住所のデータ 転出証明 前の市 情報の請求
一覧に出ない 漏れている 載っていない リストにいない missing_from_the_list
町名 住居表示 区画整理 地番 新旧対照 renamed_street
先の日付 来月引っ越 予定の異動 前もって 今のうち future_date
郵便 送り先 送付先 郵便物 別の住所に送 mailing_address
期間の延長 更新の申出 一年 もうすぐ終わ 切れる 延ばす extend_the_protection
解除 外す やめる もう必要ない lift
誤登録 登録漏れ 別の人に 入れ忘れ 出してしまった
他の市町村へ知らせ 相手の市 受領 通知が届いた 附票
問合せに書く 氏名を書いて 書いてよい 番号を書いて 参照番号
`;
