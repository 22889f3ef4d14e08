import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { verifyBackupCode, verifyCode } from './calls.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import { useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { useMissing } from './missing-fields.ts';
import { SignInProblem } from './sign-in-problem.tsx';

const field = 'sign-in-code';

/** The six digits of an authenticator app. Full-width digits, which Japanese keyboards type, are taken too. */
export function CodeForm({ mayUseBackup = false, onDone }: { mayUseBackup?: boolean; onDone: () => void }) {
  const t = useWords();
  const [code, setCode] = useState('');
  const [isBackup, setIsBackup] = useState(false);
  const { errorOf, isComplete } = useMissing({ [field]: { value: code, missing: 'code.missing' } });
  const verifying = useMutation({
    mutationFn: () => {
      const typed = code.normalize('NFKC').replace(/\s/gu, '');
      return isBackup ? verifyBackupCode(typed) : verifyCode(typed);
    },
    onSuccess: onDone,
    onError: () => setCode(''),
  });
  return (
    <Form
      keeps={false}
      onSubmit={() => {
        if (isComplete() && !verifying.isPending) verifying.mutate();
      }}
    >
      {mayUseBackup && <p>{t(isBackup ? 'code.backupText' : 'code.text')}</p>}
      {verifying.error && <SignInProblem error={verifying.error} />}
      <TextField
        key={String(isBackup)}
        id={field}
        label={t(isBackup ? 'code.backupLabel' : 'code.label')}
        error={errorOf(field)}
        inputMode={isBackup ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        required
        maxLength={40}
        value={code}
        onChange={({ target }) => setCode(target.value)}
        className="text-2xl tracking-[0.3em]"
      />
      <Button type="submit" busy={verifying.isPending}>
        {t('code.submit')}
      </Button>
      {mayUseBackup && (
        <Button
          look="quiet"
          onClick={() => {
            setIsBackup(!isBackup);
            setCode('');
            verifying.reset();
          }}
        >
          {t(isBackup ? 'code.useApp' : 'code.useBackup')}
        </Button>
      )}
    </Form>
  );
}
