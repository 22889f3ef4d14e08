import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StaffMember } from '../../contracts/api/staff.ts';
import { usePlace } from '../shell/place.tsx';
import { useSession } from '../shell/session.tsx';
import { sessionQuery } from '../sign-in/calls.ts';
import { staffQuery } from './calls.ts';

/** A change of what a member of staff may do. Whoever changes the own rights sees at once what is left of them. */
export function useMemberChange({ staffId }: StaffMember, change: () => Promise<unknown>, onDone: () => void) {
  const { organisation } = usePlace();
  const isOwn = useSession().staffId === staffId;
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: change,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: staffQuery(organisation).queryKey });
      if (isOwn) void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onDone();
    },
  });
  return { changing, isOwn };
}
