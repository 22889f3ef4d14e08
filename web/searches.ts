/**
 * What pages take from their addresses, so that a view can be kept and sent. An address comes from anybody: what is no
 * filter of the page is left out.
 */
import { isCalendarDate } from '../domain/calendar/civil-date.ts';
import { failureCodes } from '../domain/failures.ts';
import { stages } from '../domain/stages.ts';
import type { AuditFilter } from './api/audit.ts';
import type { ErrorFilter } from './api/municipality.ts';
import type { Period } from './api/movers.ts';

type Search = Record<string, unknown>;

export function errorFilterFrom(search: Search): Partial<ErrorFilter> {
  const code = failureCodes.find((each) => each === search['code']);
  const stage = stages.find((each) => each === search['stage']);
  const state = (['resolved', 'all'] as const).find((each) => each === search['state']);
  return { ...(code && { code }), ...(stage && { stage }), ...(state && { state }) };
}

export function periodFrom(search: Search): Partial<Period> {
  const from = dayIn(search['from']);
  const to = dayIn(search['to']);
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** `YYYY-MM` */
export function monthFrom(search: Search): { month?: string } {
  const month = search['month'];
  return typeof month === 'string' && isCalendarDate(`${month}-01`) ? { month } : {};
}

export function auditFilterFrom(search: Search): AuditFilter {
  const outcome = (['allowed', 'refused'] as const).find((each) => each === search['outcome']);
  const staffId = textIn(search['staffId']);
  const clientId = textIn(search['clientId']);
  const action = textIn(search['action']);
  const subject = textIn(search['subject']);
  return {
    ...(staffId !== undefined && { staffId }),
    ...(clientId !== undefined && { clientId }),
    ...(action !== undefined && { action }),
    ...(subject !== undefined && { subject }),
    ...(outcome && { outcome }),
    ...periodFrom(search),
  };
}

/** The router reads what looks like a number as one. */
function textIn(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

function dayIn(value: unknown): string | undefined {
  return typeof value === 'string' && isCalendarDate(value) ? value : undefined;
}
