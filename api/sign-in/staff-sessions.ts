/** Finds who is signed in by the current tables: a revocation or a new role counts from the next request on. */
import { rightsInTier } from '../../domain/rights.ts';
import { findStaff, readRolesOfStaff, type OrganisationRoles, type StoredStaff } from '../../storage/staff/staff.ts';
import type { SignInFactor } from '../../storage/sign-in/sign-in.ts';
import type { Database } from '../../storage/database/database.ts';
import type { Auth } from './auth.ts';
import type { StaffCaller, StaffSessions } from './staff-session.ts';

export function createStaffSessions({ db }: { db: Database }, auth: Auth): StaffSessions {
  return {
    async find(headers, isUse = true) {
      const query = { disableRefresh: !isUse };
      const { response, headers: answered } = await auth.api.getSession({ headers, query, returnHeaders: true });
      if (!response) return null;
      const { session, user } = response;
      const [staff, organisations] = await Promise.all([
        findStaff(db, { staffId: user.id }),
        readRolesOfStaff(db, user.id),
      ]);
      if (!staff || staff.revokedAt !== null) return null;
      const factor = factorIn(session.factor);
      const isComplete = factor !== 'password' && (factor === 'oidc' || !staff.initialPassword);
      return {
        session: {
          sessionId: session.id,
          staff,
          factor,
          expiresAt: session.expiresAt,
          organisations,
          isComplete,
          caller: callerOf(staff, isComplete ? organisations : []),
        },
        cookies: answered.getSetCookie(),
      };
    },
  };
}

function callerOf({ staffId, name }: StoredStaff, organisations: readonly OrganisationRoles[]): StaffCaller {
  return {
    kind: 'staff',
    staffId,
    name,
    roles: new Map(organisations.map(({ organisation, roles }) => [organisation, roles])),
    rights: new Map(organisations.map(({ organisation, tier, roles }) => [organisation, rightsInTier(tier, roles)])),
  };
}

function factorIn(value: string): SignInFactor {
  return value === 'oidc' || value === 'second-factor' ? value : 'password';
}
