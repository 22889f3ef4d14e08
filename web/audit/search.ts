/** What the audit log's page takes from its address. */
import { readPeriod, readText, withoutUndefined, type Search } from '../components/search-values.ts';
import type { AuditFilter } from './calls.ts';

export function readAuditFilter(search: Search): AuditFilter {
  return {
    ...withoutUndefined({
      staffId: readText(search['staffId']),
      clientId: readText(search['clientId']),
      action: readText(search['action']),
      subject: readText(search['subject']),
      outcome: (['allowed', 'refused'] as const).find((each) => each === search['outcome']),
    }),
    ...readPeriod(search),
  };
}
