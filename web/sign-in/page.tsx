import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { signInAtProvider, signInByPassword, signInWaysQuery } from './calls.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import type { MessageKey } from '../catalogue.ts';
import { useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { PlainFrame } from '../shell/plain-frame.tsx';
import { CodeForm } from './code-form.tsx';
import { useMissing } from './missing-fields.ts';
import { SignInProblem } from './sign-in-problem.tsx';

export function SignInPage() {
  const t = useWords();
  const client = useQueryClient();
  const router = useRouter();
  const { back, error } = useSearch({ from: '/sign-in' });
  const [asksCode, setAsksCode] = useState(false);
  const enter = (): void => {
    client.clear();
    router.history.push(safeAddress(back));
  };
  return (
    <PlainFrame>
      <PageHeading key={String(asksCode)} title={t(asksCode ? 'code.title' : 'signIn.title')} />
      {asksCode ? (
        <CodeForm mayUseBackup onDone={enter} />
      ) : (
        <>
          {error !== undefined && <Notice look="error">{t(sentenceOf(error))}</Notice>}
          {back !== undefined && <Notice look="information">{t('signIn.again')}</Notice>}
          <Ways back={safeAddress(back)} onCode={() => setAsksCode(true)} onDone={enter} />
        </>
      )}
    </PlainFrame>
  );
}

/** Words for a refused answer of the provider; the codes are the sign-in's own. */
function sentenceOf(error: string): MessageKey {
  return error === 'signup_disabled' || error === 'STAFF_REVOKED' ? 'signIn.notRegistered' : 'signIn.notTaken';
}

/** Accepts only addresses of these pages. */
function safeAddress(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(back) ? back : '/';
}

function Ways({ back, onCode, onDone }: { back: string; onCode: () => void; onDone: () => void }) {
  const t = useWords();
  const { data: ways, error } = useQuery(signInWaysQuery);
  const away = useMutation({
    mutationFn: (providerId: string) => signInAtProvider(providerId, back),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  if (error) return <ProblemNotice error={error} />;
  if (!ways) return <Skeleton lines={4} />;
  if (!ways.local && ways.oidc.length === 0) return <Notice look="warning">{t('signIn.noWay')}</Notice>;
  return (
    <>
      {away.error && <SignInProblem error={away.error} />}
      {ways.local && <PasswordForm onCode={onCode} onDone={onDone} />}
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

function PasswordForm({ onCode, onDone }: { onCode: () => void; onDone: () => void }) {
  const t = useWords();
  const [email, setEmail] = useState('');
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
      <TextField
        id={passwordField}
        label={t('signIn.password')}
        error={errorOf(passwordField)}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <Button type="submit" busy={signingIn.isPending}>
        {t('signIn.submit')}
      </Button>
    </Form>
  );
}
