/** All pages in the order of the navigation, each with the right that it needs and the tiers whose people have it. */
import type { Tier } from '../../domain/organisations.ts';
import type { Right } from '../../domain/rights.ts';
import type { MessageKey } from '../catalogue.ts';
import type { OwnOrganisation } from './place.tsx';

const municipality: readonly Tier[] = ['municipality'];
const above: readonly Tier[] = ['nation', 'prefecture'];
const everywhere: readonly Tier[] = [...above, ...municipality];

export const pages = [
  { to: '/$municipality', name: 'nav.home', right: 'counts:read', tiers: municipality },
  { to: '/$municipality/residents', name: 'nav.residents', right: 'residents:view', tiers: municipality },
  { to: '/$municipality/approvals', name: 'nav.approvals', right: 'residents:update', tiers: municipality },
  { to: '/$municipality/movers', name: 'nav.movers', right: 'movers:read', tiers: municipality },
  { to: '/$municipality/errors', name: 'nav.errors', right: 'errors:read', tiers: municipality },
  { to: '/$municipality/confirmations', name: 'nav.confirmations', right: 'confirmations:read', tiers: municipality },
  { to: '/$municipality/loads', name: 'nav.loads', right: 'loads:read', tiers: municipality },
  { to: '/organisations/$organisation/board', name: 'nav.board', right: 'servers:read', tiers: everywhere },
  { to: '/organisations/$organisation/days', name: 'nav.days', right: 'servers:read', tiers: everywhere },
  { to: '/organisations/$organisation/jobs', name: 'nav.jobs', right: 'jobs:read', tiers: everywhere },
  { to: '/organisations/$organisation/incidents', name: 'nav.incidents', right: 'incidents:read', tiers: everywhere },
  { to: '/organisations/$organisation/inquiries', name: 'nav.inquiries', right: 'inquiries:read', tiers: everywhere },
  { to: '/organisations/$organisation/answers', name: 'nav.answers', right: 'inquiries:read', tiers: everywhere },
  { to: '/organisations/$organisation/backups', name: 'nav.backups', right: 'backups:read', tiers: everywhere },
  {
    to: '/organisations/$organisation/deliveries',
    name: 'nav.deliveries',
    right: 'deliveries:read',
    tiers: everywhere,
  },
  {
    to: '/organisations/$organisation/statistics',
    name: 'nav.statistics',
    right: 'statistics:read',
    tiers: everywhere,
  },
  { to: '/$municipality/hours', name: 'nav.hours', right: 'hours:read', tiers: municipality },
  { to: '/organisations/$organisation/hours', name: 'nav.hours', right: 'hours:read', tiers: above },
  { to: '/organisations/$organisation/audit', name: 'nav.audit', right: 'audit:read', tiers: everywhere },
  { to: '/$municipality/staff', name: 'nav.staff', right: 'staff:administer', tiers: municipality },
  { to: '/organisations/$organisation/staff', name: 'nav.staff', right: 'staff:administer', tiers: above },
] as const satisfies readonly { to: string; name: MessageKey; right: Right; tiers: readonly Tier[] }[];

/** The pages that somebody of this organisation may open. */
export function pagesOf({ tier, rights }: Pick<OwnOrganisation, 'tier' | 'rights'>): readonly (typeof pages)[number][] {
  return pages.filter((page) => page.tiers.includes(tier) && rights.includes(page.right));
}
