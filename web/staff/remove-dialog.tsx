import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StaffMember } from '../../contracts/api/staff.ts';
import { sessionQuery } from '../sign-in/calls.ts';
import { removeStaff, staffQuery } from './calls.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';

export function RemoveDialog({
  member,
  onClose,
  onDone,
}: {
  member: StaffMember;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId: own } = useSession();
  const client = useQueryClient();
  const removing = useMutation({
    mutationFn: () => removeStaff(municipality, member.staffId),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: staffQuery(municipality).queryKey });
      if (member.staffId === own) void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onDone();
    },
  });
  return (
    <Dialog title={t('staff.remove.title', { name: member.name })} onClose={onClose}>
      <p>{t('staff.remove.text')}</p>
      {member.staffId === own && <Notice look="warning">{t('staff.self')}</Notice>}
      {removing.error && <ProblemNotice error={removing.error} />}
      <DialogButtons
        text={t('staff.remove')}
        look="danger"
        busy={removing.isPending}
        onDo={() => removing.mutate()}
        onLeave={onClose}
      />
    </Dialog>
  );
}
