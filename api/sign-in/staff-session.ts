/** What is known about a signed-in member of staff. */
import type { AnyRole, Right } from '../../domain/rights.ts';
import type { SignInFactor } from '../../storage/sign-in/sign-in.ts';
import type { OrganisationRoles, StoredStaff } from '../../storage/staff/staff.ts';

/** A member of staff, as the staff tables have it now. */
export interface StaffCaller {
  kind: 'staff';
  staffId: string;
  name: string;
  /** By organisation: municipalities, prefectures, the nation. */
  roles: ReadonlyMap<string, readonly AnyRole[]>;
  rights: ReadonlyMap<string, ReadonlySet<Right>>;
}

export interface StaffSession {
  sessionId: string;
  staff: StoredStaff;
  factor: SignInFactor;
  expiresAt: Date;
  organisations: readonly OrganisationRoles[];
  /** False while a second factor or a password of the person's own is missing; then there are no rights. */
  isComplete: boolean;
  caller: StaffCaller;
}

export interface FoundSession {
  session: StaffSession;
  /** Set-Cookie headers for the answer, if the session was prolonged. */
  cookies: string[];
}

export interface StaffSessions {
  /** `isUse`: prolongs the session; what a page asks for by itself while nobody looks is no use of it. */
  find: (headers: Headers, isUse?: boolean) => Promise<FoundSession | null>;
}
