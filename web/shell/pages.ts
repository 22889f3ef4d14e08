/** The pages of a municipality in the order of the navigation, each with the right that it needs. */
import type { Right } from '../../domain/rights.ts';
import type { MessageKey } from '../catalogue.ts';

export const pages = [
  { to: '/$municipality', name: 'nav.home', right: 'counts:read', exact: true },
  { to: '/$municipality/residents', name: 'nav.residents', right: 'residents:view', exact: false },
  { to: '/$municipality/approvals', name: 'nav.approvals', right: 'residents:update', exact: false },
  { to: '/$municipality/movers', name: 'nav.movers', right: 'movers:read', exact: false },
  { to: '/$municipality/errors', name: 'nav.errors', right: 'errors:read', exact: false },
  { to: '/$municipality/confirmations', name: 'nav.confirmations', right: 'confirmations:read', exact: false },
  { to: '/$municipality/loads', name: 'nav.loads', right: 'loads:read', exact: false },
  { to: '/$municipality/hours', name: 'nav.hours', right: 'hours:read', exact: false },
  { to: '/$municipality/audit', name: 'nav.audit', right: 'audit:read', exact: false },
  { to: '/$municipality/staff', name: 'nav.staff', right: 'staff:administer', exact: false },
] as const satisfies readonly { to: string; name: MessageKey; right: Right; exact: boolean }[];
