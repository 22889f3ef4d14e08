/** What is known of a member of staff who is signed in. */
import type { Right, Role } from '../../domain/rights.ts';
import type { SignInFactor } from '../../storage/sign-in/sign-in.ts';
import type { MunicipalityRoles, StoredStaff } from '../../storage/staff/staff.ts';

/** By the staff tables of now. */
export interface StaffCaller {
  kind: 'staff';
  staffId: string;
  name: string;
  /** By municipality. */
  roles: ReadonlyMap<string, readonly Role[]>;
  rights: ReadonlyMap<string, ReadonlySet<Right>>;
}

export interface StaffSession {
  sessionId: string;
  staff: StoredStaff;
  factor: SignInFactor;
  expiresAt: Date;
  municipalities: readonly MunicipalityRoles[];
  /** Nothing yet, where a second factor or a password of one's own is still missing. */
  isComplete: boolean;
  caller: StaffCaller;
}

export interface FoundSession {
  session: StaffSession;
  /** The session moved on: cookies for the answer. */
  cookies: string[];
}

export interface StaffSessions {
  find: (headers: Headers) => Promise<FoundSession | null>;
}
