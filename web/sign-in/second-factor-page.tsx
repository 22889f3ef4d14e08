/** Local accounts set up a second factor before anything else. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { beginSecondFactor } from './calls.ts';
import { Button } from '../components/button.tsx';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { PlainFrame } from '../shell/plain-frame.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { CodeForm } from './code-form.tsx';
import { useMissing } from './missing-fields.ts';
import { PasswordField } from './password-field.tsx';
import { SignInProblem } from './sign-in-problem.tsx';
import { linkClass } from '../components/link.ts';

const field = 'set-up-password';

export function SecondFactorPage() {
  const t = useWords();
  return (
    <PlainFrame>
      <PageHeading title={t('setUp.title')} />
      <SecondFactor />
    </PlainFrame>
  );
}

export function SecondFactor() {
  const t = useWords();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const { errorOf, isComplete } = useMissing({ [field]: { value: password, missing: 'signIn.password.missing' } });
  const beginning = useMutation({ mutationFn: () => beginSecondFactor(password) });
  return (
    <>
      {beginning.data ? (
        <Secret {...beginning.data} onDone={() => void client.invalidateQueries()} />
      ) : (
        <Form
          keeps={false}
          onSubmit={() => {
            if (isComplete() && !beginning.isPending) beginning.mutate();
          }}
        >
          <p>{t('setUp.text')}</p>
          {beginning.error && <SignInProblem error={beginning.error} />}
          <PasswordField
            id={field}
            label={t('signIn.password')}
            error={errorOf(field)}
            autoComplete="current-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
          <Button type="submit" busy={beginning.isPending}>
            {t('setUp.start')}
          </Button>
        </Form>
      )}
    </>
  );
}

/** The backup codes come first: whoever has entered the code of the app goes on to work. */
function Secret({
  totpURI,
  backupCodes,
  onDone,
}: {
  totpURI: string;
  backupCodes: readonly string[];
  onDone: () => void;
}) {
  const t = useWords();
  const [isKept, setKept] = useState(backupCodes.length === 0);
  const secret = new URL(totpURI).searchParams.get('secret') ?? '';
  if (!isKept) return <BackupCodes codes={backupCodes} onKept={() => setKept(true)} />;
  return (
    <>
      <p>{t('setUp.secretText')}</p>
      <div className="grid items-start gap-6 sm:grid-cols-[auto_1fr]">
        <QRCodeSVG value={totpURI} size={184} level="M" marginSize={4} title={t('setUp.qr')} />
        <CodeForm onDone={onDone} />
      </div>
      <dl className="grid gap-1">
        <dt className="font-bold">{t('setUp.secret')}</dt>
        <dd className="rounded-8 bg-solid-gray-50 p-4 font-mono text-lg break-all">
          {secret.match(/.{1,4}/gu)?.join(' ') ?? ''}
        </dd>
      </dl>
      <p>
        <a href={totpURI} className={linkClass}>
          {t('setUp.open')}
        </a>
      </p>
    </>
  );
}
