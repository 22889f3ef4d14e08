import type { StaffMember } from '../../contracts/api/staff.ts';
import { removeStaff } from './calls.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { useMemberChange } from './member-change.ts';

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
  const { organisation } = usePlace();
  const { changing, isOwn } = useMemberChange(member, () => removeStaff(organisation, member.staffId), onDone);
  return (
    <Dialog title={t('staff.remove.title', { name: member.name })} onClose={onClose}>
      <p>{t('staff.remove.text')}</p>
      {isOwn && <Notice look="warning">{t('staff.self')}</Notice>}
      {changing.error && <ProblemNotice error={changing.error} />}
      <DialogButtons
        text={t('staff.remove')}
        look="danger"
        busy={changing.isPending}
        onDo={() => changing.mutate()}
        onLeave={onClose}
      />
    </Dialog>
  );
}
