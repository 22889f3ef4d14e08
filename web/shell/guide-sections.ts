/**
 * Which section of the guides each page is about, by the address of its route. The English name of a section finds it in
 * both languages. A test says which page has none, and which section is gone.
 */
import type { Language } from '../components/message.ts';

const residents = 'staff-guide#residents';
const updates = 'staff-guide#updates-and-approval';
const errors = 'staff-guide#the-error-list';
const confirmations = 'staff-guide#confirmations';
const loads = 'staff-guide#loads';
const jobs = 'administrator#job-nets';
const incidents = 'administrator#when-there-is-an-incident';
const inquiries = 'administrator#asking-the-call-centre';
const deliveries = 'administrator#file-delivery';
const publishing = 'national-administrator#watching-file-delivery';

export const guideSections: Readonly<Record<string, string>> = {
  '/': 'staff-guide#roles',
  '/sign-in': 'staff-guide#signing-in',
  '/sign-in/done': 'staff-guide#signing-in',
  '/news': 'staff-guide#news',
  '/$municipality': 'staff-guide#overview',
  '/$municipality/residents': residents,
  '/$municipality/residents/$integratedAddressNumber': residents,
  '/$municipality/residents/$integratedAddressNumber/update': updates,
  '/$municipality/residents/by-person/$personId': residents,
  '/$municipality/approvals': updates,
  '/$municipality/approvals/$updateId': updates,
  '/$municipality/errors': errors,
  '/$municipality/errors/views/$viewId': errors,
  '/$municipality/errors/$failureId': errors,
  '/$municipality/errors/$failureId/comparison': 'staff-guide#is-it-the-same-person',
  '/$municipality/movers': 'staff-guide#movers',
  '/$municipality/confirmations': confirmations,
  '/$municipality/confirmations/$runId': confirmations,
  '/$municipality/loads': loads,
  '/$municipality/loads/$loadId': loads,
  '/$municipality/hours': 'staff-guide#operating-hours',
  '/$municipality/staff': 'staff-guide#staff',
  '/organisations/$organisation': 'README#three-tiers',
  '/organisations/$organisation/board': 'administrator#every-day',
  '/organisations/$organisation/days': 'README#the-day-from-morning-to-evening',
  '/organisations/$organisation/jobs': jobs,
  '/organisations/$organisation/jobs/$net/$server': jobs,
  '/organisations/$organisation/jobs/$net/$server/$day': jobs,
  '/organisations/$organisation/job-definition': 'management#job-nets',
  '/organisations/$organisation/statistics': 'management#looking-around',
  '/organisations/$organisation/incidents': incidents,
  '/organisations/$organisation/incidents/$incident': incidents,
  '/organisations/$organisation/inquiries': inquiries,
  '/organisations/$organisation/inquiries/new': inquiries,
  '/organisations/$organisation/inquiries/statistics': 'call-centre#answering-inquiries',
  '/organisations/$organisation/inquiries/$inquiry': inquiries,
  '/organisations/$organisation/answers': 'call-centre#keeping-the-answers',
  '/organisations/$organisation/backups': 'administrator#backups',
  '/organisations/$organisation/deliveries': deliveries,
  '/organisations/$organisation/deliveries/rollouts': publishing,
  '/organisations/$organisation/deliveries/rollouts/$rollout': publishing,
  '/organisations/$organisation/deliveries/releases': publishing,
  '/organisations/$organisation/deliveries/keys': publishing,
  '/organisations/$organisation/hours': 'management#setting-the-hours',
  '/organisations/$organisation/audit': 'staff-guide#audit-log',
  '/organisations/$organisation/staff': 'administrator#staff',
};

/** The address of the section, in the reader's language; of all guides for a page without one. */
export function guideAddress(section: string | undefined, language: Language): string {
  const [guide = '', name = ''] = section?.split('#') ?? [];
  return guide === '' ? '/guides' : `/guides/${guide}${language === 'ja' ? '' : '-en'}#${name}`;
}
