/** Where the provider leads in the window that was opened for signing in again. */
import { useEffect } from 'react';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { PlainFrame } from '../shell/plain-frame.tsx';

export function SignInDonePage() {
  const t = useWords();
  useEffect(() => window.close(), []);
  return (
    <PlainFrame>
      <PageHeading title={t('signIn.done.title')} />
      <p>{t('signIn.done.text')}</p>
    </PlainFrame>
  );
}
