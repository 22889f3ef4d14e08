/**
 * Which section of the guides each page is about, by the address of its route, in both languages. A test says which page
 * has none, and which section is gone.
 */
import type { Language } from '../components/message.ts';

type Section = Readonly<Record<Language, string>>;

const section = (guide: string, ja: string, en: string): Section => ({
  ja: `/guides/${guide}#${ja}`,
  en: `/guides/${guide}-en#${en}`,
});

const residents = section('staff-guide', '住民', 'residents');
const updates = section('staff-guide', '更新と承認', 'updates-and-approval');
const errors = section('staff-guide', 'エラーリスト', 'the-error-list');
const confirmations = section('staff-guide', '取得確認', 'confirmations');
const loads = section('staff-guide', '一括登録', 'loads');
const jobs = section('administrator', 'ジョブネット', 'job-nets');
const incidents = section('administrator', '障害が起きたとき', 'when-there-is-an-incident');
const inquiries = section('administrator', 'コールセンターに聞く', 'asking-the-call-centre');
const deliveries = section('administrator', 'ファイル配信', 'file-delivery');
const publishing = section('national-administrator', 'ファイル配信を見守る', 'watching-file-delivery');

export const guideSections: Readonly<Record<string, Section>> = {
  '/': section('staff-guide', '役割', 'roles'),
  '/sign-in': section('staff-guide', 'サインイン', 'signing-in'),
  '/$municipality': section('staff-guide', '状況', 'overview'),
  '/$municipality/residents': residents,
  '/$municipality/residents/$integratedAddressNumber': residents,
  '/$municipality/residents/$integratedAddressNumber/update': updates,
  '/$municipality/residents/by-person/$personId': residents,
  '/$municipality/approvals': updates,
  '/$municipality/approvals/$updateId': updates,
  '/$municipality/errors': errors,
  '/$municipality/errors/views/$viewId': errors,
  '/$municipality/errors/$failureId': errors,
  '/$municipality/errors/$failureId/comparison': section(
    'staff-guide',
    '本人かどうかを判断する',
    'is-it-the-same-person',
  ),
  '/$municipality/movers': section('staff-guide', '異動一覧', 'movers'),
  '/$municipality/confirmations': confirmations,
  '/$municipality/confirmations/$runId': confirmations,
  '/$municipality/loads': loads,
  '/$municipality/loads/$loadId': loads,
  '/$municipality/hours': section('staff-guide', '運用時間', 'operating-hours'),
  '/$municipality/staff': section('staff-guide', '職員', 'staff'),
  '/organisations/$organisation': section('README', '三つの階層', 'three-tiers'),
  '/organisations/$organisation/board': section('administrator', '毎日', 'every-day'),
  '/organisations/$organisation/days': section('README', '運用日の一日', 'the-day-from-morning-to-evening'),
  '/organisations/$organisation/jobs': jobs,
  '/organisations/$organisation/jobs/$net/$server': jobs,
  '/organisations/$organisation/jobs/$net/$server/$day': jobs,
  '/organisations/$organisation/job-definition': section('management', 'ジョブネット', 'job-nets'),
  '/organisations/$organisation/statistics': section('management', '見渡す', 'looking-around'),
  '/organisations/$organisation/incidents': incidents,
  '/organisations/$organisation/incidents/$incident': incidents,
  '/organisations/$organisation/inquiries': inquiries,
  '/organisations/$organisation/inquiries/new': inquiries,
  '/organisations/$organisation/inquiries/statistics': section(
    'call-centre',
    '問い合わせに答える',
    'answering-inquiries',
  ),
  '/organisations/$organisation/inquiries/$inquiry': inquiries,
  '/organisations/$organisation/answers': section('call-centre', '回答集を育てる', 'keeping-the-answers'),
  '/organisations/$organisation/backups': section('administrator', 'バックアップ', 'backups'),
  '/organisations/$organisation/deliveries': deliveries,
  '/organisations/$organisation/deliveries/rollouts': publishing,
  '/organisations/$organisation/deliveries/rollouts/$rollout': publishing,
  '/organisations/$organisation/deliveries/releases': publishing,
  '/organisations/$organisation/deliveries/keys': publishing,
  '/organisations/$organisation/hours': section('management', '運用時間を決める', 'setting-the-hours'),
  '/organisations/$organisation/audit': section('staff-guide', '監査ログ', 'audit-log'),
  '/organisations/$organisation/staff': section('administrator', '職員', 'staff'),
};
