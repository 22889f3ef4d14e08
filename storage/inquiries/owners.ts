import { sql } from 'drizzle-orm';
import { inOrganisation, type Database } from '../database/database.ts';

interface PossibleOwner extends Record<string, unknown> {
  id: string;
  name: string | null;
}

/** The people of the call centre, by name. */
export function listInquiryOwners(db: Database, acting: string): Promise<PossibleOwner[]> {
  return inOrganisation(db, acting, async (tx) => [
    ...(await tx.execute<PossibleOwner>(sql`
      select s.staff_id as id, s.name from staff_roles r join staff s on s.staff_id = r.staff_id
      where r.organisation = 'nation' and r.role = 'call-centre' and s.revoked_at is null
      order by s.name, s.staff_id`)),
  ]);
}
