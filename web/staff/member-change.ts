import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StaffMember } from '../../contracts/api/staff.ts';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { sessionQuery } from '../sign-in/calls.ts';
import { staffQuery } from './calls.ts';

/** A change of what a member of staff may do. Whoever changes the own rights sees at once what is left of them. */
export function useMemberChange({ staffId }: StaffMember, change: () => Promise<unknown>, onDone: () => void) {
  const { municipality } = useHere();
  const isOwn = useSession().staffId === staffId;
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: change,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: staffQuery(municipality).queryKey });
      if (isOwn) void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onDone();
    },
  });
  return { changing, isOwn };
}
