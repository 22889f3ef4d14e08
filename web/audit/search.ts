/** What the audit log's page takes from its address. */
import { periodFrom, textIn, type Search } from '../components/search-values.ts';
import type { AuditFilter } from './calls.ts';

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
