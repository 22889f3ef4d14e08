import { queryOptions } from '@tanstack/react-query';
import type { NewStaff, NewStaffInput, StaffMember } from '../../contracts/api/staff.ts';
import type { AnyRole } from '../../domain/rights.ts';
import { ofOrganisation, request } from '../components/client.ts';

export const staffQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'staff'],
    queryFn: ({ signal }) => request<{ staff: StaffMember[] }>(ofOrganisation(organisation, 'staff'), { signal }),
    // Each look is audited.
    refetchOnWindowFocus: false,
  });

export const addStaff = (organisation: string, json: NewStaffInput): Promise<NewStaff> =>
  request(ofOrganisation(organisation, 'staff'), { method: 'POST', json });

export const putRoles = (organisation: string, staffId: string, roles: readonly AnyRole[]): Promise<StaffMember> =>
  request(ofOrganisation(organisation, `staff/${encodeURIComponent(staffId)}/roles`), {
    method: 'PUT',
    json: { roles },
  });

export const removeStaff = (organisation: string, staffId: string): Promise<void> =>
  request(ofOrganisation(organisation, `staff/${encodeURIComponent(staffId)}`), { method: 'DELETE' });

export const resetSignIn = (organisation: string, staffId: string, reason: string): Promise<NewStaff> =>
  request(ofOrganisation(organisation, `staff/${encodeURIComponent(staffId)}/sign-in-reset`), {
    method: 'POST',
    json: { reason },
  });
