import { sql } from 'drizzle-orm';
import type { AnyRole } from '../../domain/rights.ts';
import { inOrganisation, type Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

/**
 * Of these sessions those that are open now, with their persons' present roles in the organisation. Reading does not
 * prolong them.
 */
export function listOpenSessions(
  db: Database,
  organisation: string,
  sessionIds: readonly string[],
): Promise<Map<string, AnyRole[]>> {
  return inOrganisation(db, organisation, async (tx) => {
    const rows = await tx.execute<{ session_id: string; roles: AnyRole[] }>(sql`
      select s.session_id, array_agg(r.role) as roles
      from staff_sessions s
      join staff m on m.staff_id = s.staff_id and m.revoked_at is null
      join staff_roles r on r.organisation = ${organisation} and r.staff_id = s.staff_id
      where s.session_id in (select jsonb_array_elements_text(${asJson(sessionIds)})) and s.expires_at > now()
      group by s.session_id`);
    return new Map(rows.map(({ session_id: sessionId, roles }) => [sessionId, roles]));
  });
}
