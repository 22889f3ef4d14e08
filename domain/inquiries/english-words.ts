/** English and the word of the field, a pair or two a line, so that each meaning is a narrow one. Lines as in own-words.ts. */
export const englishLines = `
password パスワード
forgot 忘れた 忘れ 失念
reset 再設定 リセット
unlock 解除 ロック解除
locked ロック 閉塞
account 利用者 利用者登録
user 利用者
clerk 職員 担当
operator_card 操作者カード
administrator_card 管理者用カード
card カード
reader 読取装置
recognized 認識
lost 紛失 失くし
expire 期限 失効
expiry 有効期限 期限
renew 更新
issue 発行
reissue 再発行
pin 暗証番号
blocked 閉塞
fingerprint 生体認証 指
one-time_code 確認コード
sign-in サインイン
sign_out サインアウト
logged_out サインアウト
role 役割
permission 権限
denied 権限がありません 拒否
auditor 監査担当
audit 監査
audit_log 監査記録
administrator 管理者 システム管理者
successor 後任 交代
approver 承認者
approval 承認
apply 申請
application 申請
temporary 期間 期限 一時
start 起動
boot 起動
restart 再起動
stop 停止
shut_down 停止
order 順序 順
power_outage 停電
power 電源
standby_machine 予備機
standby 予備機
fail_over 切替え
communication_server CS
prefectural_server 都道府県サーバ
national_server 全国サーバ
server サーバ
down 停止 切れ
stopped 停止
hours 運用時間 受付時間 時間帯
opening_hours 共通運用時間帯
after_hours 時間外
extend 延長 延ばす
weekend 土曜日 日曜日
holiday 祝日 休日
new_year 年末年始
closing_day 閉庁日
calendar カレンダー
exception 例外
agreement 同意
refuse 同意しない 拒否
rejected 却下 差戻し
disaster 災害
daily_processing 日次処理
nightly 日次処理 夜間
abnormal 異常終了
backup バックアップ
by_hand 手動 手で
manually 手動 手で
restore 復元 戻す
point_in_time 日時 復元
single_record 一件
drill 訓練
encryption_key 暗号の鍵
vendor 業者
monitoring 監視
monitoring_board 監視画面
colour 色
color 色
alarm 警報
mail メール
receive 届く 届か 受け
recipient 通知先 宛先
incident 障害
acknowledge 確認済み 引き受ける
close 閉じる 閉じ
report 報告書 報告
planned_work 計画作業
maintenance 保守 計画作業
silence 警報を止める
disk ディスク
full 空き 容量
memory メモリ
job ジョブ
scheduled 予定の時刻 予定
run 動か 実行
run_now 今すぐ
pause 一時停止
skip 飛ばす
abort 中止
definition 定義
warning 警告
delivery 配信
deliver 配信
update 更新 適用
software プログラム
program プログラム
version 版
previous_version 前の版
roll_back 前の版 戻す
postpone 遅らせ
verification 検証
signature 署名
target 対象
linkage_code 符号
code_acquisition 符号取得
code_request 符号取得の依頼
request 依頼
progress 依頼中
stuck 進まない
retry やり直す 再依頼
serial_number 処理通番
receipt_number 受付番号
died 死亡
deceased 死亡
error_list エラーリスト
error エラー
row 行
assign 担当 割り当て
disappear 消えない 消える
spreadsheet 表計算 CSV
export 出力 保存
import 読み込む 取込
check_digit 検査数字
individual_number 個人番号
personal_number 個人番号
resident_record_code 住民票コード
not_found 該当なし 該当者なし
format 形式
timeout 応答なし
gateway ゲートウェイ
connect 接続
connection_test 接続テスト
backlog 滞留
address 住所 アドレス
counts 件数
differ 合わない 不一致
authentication 認証
kanji 外字
character 外字 文字
gaiji 外字
variant 異体字
garbled 文字化け 化け
print 印刷
printer プリンタ
printed 印刷
paper 用紙
paper_jam 紙詰まり
twice 二重
shifted ずれる
position 位置
toner トナー
seal 公印
reprint 再印刷
fee 手数料
certificate 証明書
client_certificate 端末の証明書
server_certificate サーバ証明書
private_key 秘密の鍵
install 入れる
key 鍵
leaked 漏れ
certificate_authority 認証局
line 回線
backup_line 予備回線
firewall ファイアウォール
router ルータ
cable 配線 ケーブル
wireless 無線
network ネットワーク 通信
network_device ネットワーク機器
slow 遅い 時間がかかる
branch_office 支所 出張所
prefecture 県 都道府県
municipality 市町村
statistics 統計
statistic 統計
yesterday 昨日
submit 報告
monthly 月次
availability 稼働率
bulk_load 一括登録
undo 取り消し 取消
failed 失敗
fail 失敗
layout ファイルの形
resident 住民
residents 住民
move-in 転入
move 転居 異動
moved 異動
moving_out 転出
household 世帯
split 分離
correct 訂正
mistake 誤入力 誤り
typing_mistake 誤入力
mailing_address 送付先
domestic_violence DV 支援措置
victim 支援措置 対象者
protection 支援措置
wide-area 広域交付
copy 写し
issuance 交付
identity_confirmation 本人確認
identity 本人確認
search 検索
purpose 利用目的
same_name 同姓同名
birthday 生年月日 誕生日
disclosure 開示
identification_documents 本人確認書類
driving_licence 免許 本人確認書類
inquiry 問合せ
question 問合せ
call_centre コールセンター
phone 電話 連絡
attach 付ける
screenshot 画面の写し
urgency 緊急度
priority 緊急度
status 状況 状態
answer 回答
terminal 端末
computer 端末
dispose 廃棄
frozen 固まった
freeze 固まった
clock 時刻 時計
virus ウイルス
antivirus ウイルス対策
training 研修
manual 手引 手順書
instructions 手順書 手順
notice お知らせ
curiosity 不審な閲覧
snooping 不審な閲覧
records 記録
record 記録
`;
