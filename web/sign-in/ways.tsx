/** The ways to sign in: a password and then a code, or the organisation's own accounts. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { signInByPassword, signInWaysQuery } from './calls.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useMissing } from './missing-fields.ts';
import { PasswordField } from './password-field.tsx';
import { SignInProblem } from './sign-in-problem.tsx';

export function Ways({
  email = '',
  onProvider,
  onCode,
  onDone,
}: {
  /** Who signs in again. */
  email?: string;
  /** Goes to the provider. */
  onProvider: (providerId: string) => Promise<void>;
  onCode: () => void;
  onDone: () => void;
}) {
  const t = useWords();
  const { data: ways, error } = useQuery(signInWaysQuery);
  const away = useMutation({ mutationFn: onProvider });
  if (error) return <ProblemNotice error={error} />;
  if (!ways) return <Skeleton lines={4} />;
  if (!ways.local && ways.oidc.length === 0) return <Notice look="warning">{t('signIn.noWay')}</Notice>;
  return (
    <>
      {away.error && <SignInProblem error={away.error} />}
      {ways.local && <PasswordForm known={email} onCode={onCode} onDone={onDone} />}
      {ways.oidc.length > 0 && (
        <div className="grid gap-3">
          {ways.local && <h2 className="text-std-18B-160">{t('signIn.or')}</h2>}
          {ways.oidc.map(({ providerId, name }) => (
            <Button key={providerId} look="secondary" busy={away.isPending} onClick={() => away.mutate(providerId)}>
              {t('signIn.with', { name })}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

const emailField = 'sign-in-email';
const passwordField = 'sign-in-password';

function PasswordForm({ known, onCode, onDone }: { known: string; onCode: () => void; onDone: () => void }) {
  const t = useWords();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const { errorOf, isComplete } = useMissing({
    [emailField]: { value: email, missing: 'signIn.email.missing' },
    [passwordField]: { value: password, missing: 'signIn.password.missing' },
  });
  const signingIn = useMutation({
    mutationFn: () => signInByPassword(email, password),
    onSuccess: ({ twoFactorRedirect }) => (twoFactorRedirect === true ? onCode() : onDone()),
  });
  return (
    <Form
      keeps={false}
      onSubmit={() => {
        if (isComplete() && !signingIn.isPending) signingIn.mutate();
      }}
    >
      {signingIn.error && <SignInProblem error={signingIn.error} />}
      <TextField
        id={emailField}
        label={t('signIn.email')}
        error={errorOf(emailField)}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={({ target }) => setEmail(target.value)}
      />
      <PasswordField
        id={passwordField}
        label={t('signIn.password')}
        error={errorOf(passwordField)}
        autoComplete="current-password"
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <Button type="submit" busy={signingIn.isPending}>
        {t('signIn.submit')}
      </Button>
      <details>
        <summary className="inline-flex min-h-11 cursor-pointer items-center font-bold text-key-900 underline">
          {t('signIn.forgotten')}
        </summary>
        <p>{t('signIn.forgotten.text')}</p>
      </details>
    </Form>
  );
}
