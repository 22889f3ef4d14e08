/** What the call centre of the sample knows, and what the sample's administrators ask it. Nobody of it exists. */
import type { InquiryKind, InquiryPriority } from '../domain/inquiries/names.ts';

interface SampleAnswer {
  kind: InquiryKind;
  title: string;
  body: string;
}

/** Answers that hold for fugo as it is. */
export const sampleAnswers: readonly SampleAnswer[] = [
  {
    kind: 'operation',
    title: '確認コードを作る端末をなくしたとき',
    body: `自団体のシステム管理者が「職員」の画面で「サインインのやり直し」を行います。
新しい最初のパスワードが一度だけ表示されるので、本人であることを確かめてから渡してください。
前のパスワードと前の端末のコードは、その時から使えません。`,
  },
  {
    kind: 'operation',
    title: '窓口業務受付を早く終える日を作る',
    body: `「運用時間」の画面で、その日の終わりの時刻を早めます。理由が要り、すぐに有効になります。
市区町村は受付を短くすることだけができます。長くするには延長を申請してください。`,
  },
  {
    kind: 'operation',
    title: '共通運用時間の外で処理したい(延長の申請)',
    body: `「運用時間」の画面の「延長」から、種類・始まり・終わり・理由を書いて申請します。
広域交付は関係する市区町村すべて、本人確認は都道府県の同意が要ります。始まるまでに全員が同意しなければ期限切れになります。`,
  },
  {
    kind: 'operation',
    title: '取得確認待ちのまま進まない符号の依頼',
    body: `「障害」の画面で、中間サーバーや全国サーバの障害が続いていないかを見ます。続いていれば、直ったあとで自動で進みます。
障害がなければ「取得確認」を実行してください。それでも進まないものは「エラーリスト」に出ます。同じ依頼を二重に送る必要はありません。`,
  },
  {
    kind: 'operation',
    title: '一括登録の誤りの行を直して登録し直す',
    body: `「一括登録」の画面で「誤りの行」を取り出し、行を直してから、直した行だけのファイルをもう一度登録します。
登録できた行は入れ直さないでください。同じ内容のファイルは、登録済みと表示されます。`,
  },
  {
    kind: 'operation',
    title: 'エラーリストをまとめて再実行する',
    body: `接続先の障害が終わってから、「エラーリスト」で同じ理由のものを絞り込み、監督者が「まとめて再実行」を押します。
途中でやめることもできます。人の判断が要るもの(本人の不一致など)は、まとめて再実行できません。`,
  },
  {
    kind: 'fault',
    title: 'CSが「応答なし」と表示される',
    body: `運用時間の外で「停止中」なら正常です。運用時間の中で「応答なし」なら、次の順に確かめてください。
1. 監視盤で上位のサーバも応答なしか(上位が原因なら、この団体は「抑制」と表示されます)
2. CSの電源と庁内の回線
3. CSの起動し直し
運用日が中断していれば、直したあとで「再開」してください。`,
  },
  {
    kind: 'fault',
    title: '運用日が中断した',
    body: `「運用日」の画面で、失敗した手順とエラーの言葉を見ます。障害対応手順書の同じ言葉の節に、直し方があります。
直してから「再開」すると、失敗した手順から続きます。上の団体が中断しているだけなら、待つだけで自動で続きます。`,
  },
  {
    kind: 'fault',
    title: '証明書の期限が近いという警報',
    body: `監視対象の証明書が30日以内に切れます。その装置の担当者に更新を頼んでください。
更新するまで警報を止めたいときは、期間と理由を書いて「抑止」を設定できます。監視は続きます。`,
  },
  {
    kind: 'fault',
    title: '確認済みのバックアップが古いという警報',
    body: `「バックアップ」の画面で、最後に確認した時刻と、失敗した理由を見ます。
ディスクの空きが足りないことが多いので、先にそれを確かめてください。そのあとで「バックアップを頼む」を押すと、作成と復元による確認が行われます。`,
  },
  {
    kind: 'other',
    title: '監査ログで、だれが住民を見たかを調べる',
    body: `監査担当者が「監査ログ」の画面で、期間と処理を選んで検索します。CSVで取り出せます。
「監査ログの検査」で、記録が書き換えられていないことを確かめられます。`,
  },
  {
    kind: 'other',
    title: '職員の異動で、役割を変える',
    body: `システム管理者が「職員」の画面で役割を変えます。開いている画面にもすぐに効きます。
自分自身の役割は変えられません。もう一人のシステム管理者に頼んでください。`,
  },
];

export interface SampleInquiry {
  kind: InquiryKind;
  priority: InquiryPriority;
  subject: string;
  text: string;
  /** What the call centre does with it, in this order. */
  worked?: {
    note?: string;
    reply?: string;
    /** The title of the answer that it is replied with. */
    answeredWith?: string;
    isSolved?: boolean;
    satisfaction?: number;
    comment?: string;
  };
}

/** Those of each municipality, and of each prefecture. */
export const sampleInquiries: Readonly<Record<'municipality' | 'prefecture', readonly SampleInquiry[]>> = {
  municipality: [
    {
      kind: 'operation',
      priority: 'normal',
      subject: '職員がスマートフォンを買い替えました',
      text: '買い替えの前に前の端末を初期化してしまい、確認コードが表示できないそうです。どうすればサインインできますか。',
      worked: {
        reply: '「職員」の画面からやり直しができます。手順は次のとおりです。',
        answeredWith: '確認コードを作る端末をなくしたとき',
        isSolved: true,
        satisfaction: 5,
        comment: 'すぐに直りました。',
      },
    },
    {
      kind: 'fault',
      priority: 'high',
      subject: '朝からCSが応答なしになっています',
      text: '9時の開始のあと、監視盤でCSだけが「応答なし」です。窓口では受付だけを続けています。',
      worked: { note: '都道府県サーバは稼働中。庁内の回線を見てもらっている。' },
    },
    {
      kind: 'operation',
      priority: 'low',
      subject: '年末の窓口の終わりを早めたい',
      text: '12月28日だけ、窓口を15時に閉めたいと考えています。どの画面で設定しますか。',
    },
  ],
  prefecture: [
    {
      kind: 'other',
      priority: 'normal',
      subject: '管内の市町村の統計をまとめて受け取りたい',
      text: '先月分の依頼の件数と所要時間を、管内すべての市区町村についてまとめて受け取る方法はありますか。',
      worked: {
        reply: '「統計」の画面で期間を先月にし、CSVで受け取れます。市区町村ごとに一行ずつ出ます。',
        isSolved: true,
        satisfaction: 4,
      },
    },
  ],
};
