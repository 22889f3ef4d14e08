import type { NewStaff } from '../../contracts/api/staff.ts';
import { Button } from '../components/button.tsx';
import { CopyField } from '../components/copy-field.tsx';
import { Notice } from '../components/notice.tsx';
import { useWords } from '../components/preferences.tsx';

/** Stays until it is closed, because it shows the password this once. */
export function NewStaffNotice({
  staff: { name, email, initialPassword },
  signIn,
  again = false,
  onClose,
}: {
  staff: NewStaff;
  signIn: 'password' | 'oidc';
  /** Whether a known member signs in anew. */
  again?: boolean;
  onClose: () => void;
}) {
  const t = useWords();
  const title = t(again ? 'staff.reset.done' : 'staff.added', { name });
  if (initialPassword === null) {
    return (
      <Notice look="success" title={title}>
        <p>{t(signIn === 'oidc' ? 'staff.addedOidc' : 'staff.addedKnown')}</p>
      </Notice>
    );
  }
  return (
    <Notice look="success" title={title}>
      <p>{t('staff.password.text')}</p>
      <p className="break-all">{email}</p>
      <CopyField label={t('staff.password')} value={initialPassword} />
      <Button look="secondary" size="small" className="justify-self-start" onClick={onClose}>
        {t('staff.password.done')}
      </Button>
    </Notice>
  );
}
