import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import type { MessageKey } from '../catalogue.ts';
import { useWords } from '../components/preferences.tsx';
import { PlainFrame } from '../shell/plain-frame.tsx';
import { CodeForm } from './code-form.tsx';
import { signInAtProvider } from './calls.ts';
import { Ways } from './ways.tsx';

export function SignInPage() {
  const t = useWords();
  const client = useQueryClient();
  const router = useRouter();
  const { back, error } = useSearch({ from: '/sign-in' });
  const [asksCode, setAsksCode] = useState(false);
  const enter = (): void => {
    client.clear();
    const to = safeAddress(back);
    // The Temporal Web UI is behind this sign-in and none of these pages.
    if (to.startsWith('/temporal/')) window.location.assign(to);
    else router.history.push(to);
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
          <Ways
            onProvider={async (providerId) => {
              const { url } = await signInAtProvider(providerId, safeAddress(back));
              window.location.assign(url);
            }}
            onCode={() => setAsksCode(true)}
            onDone={enter}
          />
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
