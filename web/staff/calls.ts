import { queryOptions } from '@tanstack/react-query';
import type { NewStaff, NewStaffInput, StaffMember } from '../../contracts/api/staff.ts';
import type { Role } from '../../domain/rights.ts';
import { below, request } from '../components/client.ts';

export const staffQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'staff'],
    queryFn: ({ signal }) => request<{ staff: StaffMember[] }>(below(municipality, 'staff'), { signal }),
    // Each look is audited.
    refetchOnWindowFocus: false,
  });

export const addStaff = (municipality: string, json: NewStaffInput): Promise<NewStaff> =>
  request(below(municipality, 'staff'), { method: 'POST', json });

export const putRoles = (municipality: string, staffId: string, roles: readonly Role[]): Promise<StaffMember> =>
  request(below(municipality, `staff/${encodeURIComponent(staffId)}/roles`), { method: 'PUT', json: { roles } });

export const removeStaff = (municipality: string, staffId: string): Promise<void> =>
  request(below(municipality, `staff/${encodeURIComponent(staffId)}`), { method: 'DELETE' });

export const resetSignIn = (municipality: string, staffId: string, reason: string): Promise<NewStaff> =>
  request(below(municipality, `staff/${encodeURIComponent(staffId)}/sign-in-reset`), {
    method: 'POST',
    json: { reason },
  });
