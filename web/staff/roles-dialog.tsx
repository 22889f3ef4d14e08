import { useState } from 'react';
import type { StaffMember } from '../../contracts/api/staff.ts';
import { putRoles } from './calls.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { usePlace } from '../shell/place.tsx';
import { useMemberChange } from './member-change.ts';
import { RoleChoice, roleField } from './role-choice.tsx';

export function RolesDialog({
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
  const [roles, setRoles] = useState(member.roles);
  const [missing, setMissing] = useState(false);
  const { changing, isOwn } = useMemberChange(member, () => putRoles(organisation, member.staffId, roles), onDone);
  return (
    <Dialog title={t('staff.actOn', { action: t('staff.change'), name: member.name })} onClose={onClose}>
      <Form
        edits
        about={member.staffId}
        onSubmit={() => {
          setMissing(roles.length === 0);
          if (roles.length === 0) document.getElementById(roleField)?.focus();
          else if (!changing.isPending) changing.mutate();
        }}
      >
        {isOwn && <Notice look="warning">{t('staff.self')}</Notice>}
        {changing.error && <ProblemNotice error={changing.error} />}
        <RoleChoice
          chosen={roles}
          error={missing && roles.length === 0 ? t('staff.roles.missing') : undefined}
          onChange={setRoles}
        />
        <DialogButtons text={t('staff.change.submit')} busy={changing.isPending} onLeave={onClose} />
      </Form>
    </Dialog>
  );
}
