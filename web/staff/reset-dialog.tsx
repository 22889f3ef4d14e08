import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { NewStaff, StaffMember } from '../../contracts/api/staff.ts';
import { resetSignIn, staffQuery } from './calls.ts';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';

/** For members who have lost the device or the password. */
export function ResetDialog({
  member,
  onClose,
  onDone,
}: {
  member: StaffMember;
  onClose: () => void;
  onDone: (member: NewStaff) => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const resetting = useMutation({
    mutationFn: (reason: string) => resetSignIn(organisation, member.staffId, reason),
    onSuccess: (reset) => {
      void client.invalidateQueries({ queryKey: staffQuery(organisation).queryKey });
      onDone(reset);
    },
  });
  return (
    <Dialog title={t('staff.reset.title', { name: member.name })} onClose={onClose}>
      <p>{t('staff.reset.text')}</p>
      {resetting.error && <ProblemNotice error={resetting.error} />}
      <ReasonForm
        submit={t('staff.reset.submit')}
        busy={resetting.isPending}
        onSubmit={(reason) => resetting.mutate(reason)}
        onClose={onClose}
      />
    </Dialog>
  );
}
