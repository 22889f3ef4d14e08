/**
 * What pages take from their addresses, so that a view can be kept and sent. An address comes from anybody: what is no
 * filter of the page is left out.
 */
import { isCalendarDate } from '../domain/calendar/civil-date.ts';
import { failureCodes, isAcquisitionFailureCode, type Step } from '../domain/failures.ts';
import { stages } from '../domain/stages.ts';
import type { AuditFilter } from './audit/calls.ts';
import type { ErrorFilter } from './errors/calls.ts';
import type { Period } from './residents/mover-calls.ts';

type Search = Record<string, unknown>;

export const steps = ['serial', 'fileRequest', 'file', 'route', 'confirm'] as const satisfies readonly Step[];

/** `view`: the kept filter that it came from. */
export type ErrorSearch = Partial<ErrorFilter> & { view?: string };

export function errorFilterFrom(search: Search): ErrorSearch {
  const code = failureCodes.filter(isAcquisitionFailureCode).find((each) => each === search['code']);
  const stage = stages.find((each) => each === search['stage']);
  const step = steps.find((each) => each === search['step']);
  const state = (['resolved', 'all'] as const).find((each) => each === search['state']);
  const olderThan = Number(textIn(search['olderThan']));
  const route = (['JUKI_SYSTEM', 'JUKI_GATEWAY'] as const).find((each) => each === search['route']);
  const load = idIn(search['load']);
  const assignee = textIn(search['assignee']);
  const view = idIn(search['view']);
  return {
    ...(code && { code }),
    ...(stage && { stage }),
    ...(step && { step }),
    ...(state && { state }),
    ...(Number.isInteger(olderThan) && olderThan >= 1 && olderThan <= 8_760 && { olderThan }),
    ...(route && { route }),
    ...(load !== undefined && { load }),
    ...(assignee !== undefined && assignee.length <= 40 && { assignee }),
    ...(search['order'] === 'newest' && { order: 'newest' as const }),
    ...(view !== undefined && { view }),
  };
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

function idIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(value) ? value : undefined;
}
