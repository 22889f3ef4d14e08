/** What the audit log's page takes from its address. */
import { readPeriod, readText, type Search } from '../components/search-values.ts';
import type { AuditFilter } from './calls.ts';

export function readAuditFilter(search: Search): AuditFilter {
  const outcome = (['allowed', 'refused'] as const).find((each) => each === search['outcome']);
  const staffId = readText(search['staffId']);
  const clientId = readText(search['clientId']);
  const action = readText(search['action']);
  const subject = readText(search['subject']);
  return {
    ...(staffId !== undefined && { staffId }),
    ...(clientId !== undefined && { clientId }),
    ...(action !== undefined && { action }),
    ...(subject !== undefined && { subject }),
    ...(outcome && { outcome }),
    ...readPeriod(search),
  };
}
