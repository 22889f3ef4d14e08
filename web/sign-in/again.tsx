/** Signs in over what was typed, so that nothing of it is lost when the session ends. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { sessionQuery, signInAtProvider } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { linkClass } from '../components/link.ts';
import { Notice } from '../components/notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { CodeForm } from './code-form.tsx';
import { Ways } from './ways.tsx';

/** How often it looks whether somebody has signed in in another window. */
const lookMs = 2_000;

export function SignInAgain({ email }: { email: string }) {
  const t = useWords();
  const client = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  const [asksCode, setAsksCode] = useState(false);
  /** Where the browser opened no window by itself. */
  const [blocked, setBlocked] = useState<string | null>(null);
  const look = (): void => void client.refetchQueries({ queryKey: sessionQuery.queryKey });
  useEffect(() => {
    const looking = setInterval(look, lookMs);
    return () => {
      clearInterval(looking);
      // What was refused meanwhile is asked for again.
      void client.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
    };
  }, [client]);
  const leave = (): void =>
    void navigate({ to: '/sign-in', search: { back: router.latestLocation.href }, replace: true });
  return (
    <Dialog veiled title={t('signIn.over.title')} onClose={leave}>
      <Notice look="information">{t('signIn.over.text')}</Notice>
      {blocked !== null && (
        <p>
          <a href={blocked} target="_blank" rel="noreferrer" className={linkClass}>
            {t('signIn.over.window')}
          </a>
        </p>
      )}
      {asksCode ? (
        <CodeForm mayUseBackup onDone={look} />
      ) : (
        <Ways
          email={email}
          onProvider={async (providerId) => {
            // Only at once after the click does a browser let a page open a window.
            const opened = window.open('', '_blank', 'popup,width=520,height=720');
            try {
              const { url } = await signInAtProvider(providerId, '/sign-in/done');
              if (opened) opened.location.href = url;
              else setBlocked(url);
            } catch (error) {
              opened?.close();
              throw error;
            }
          }}
          onCode={() => setAsksCode(true)}
          onDone={look}
        />
      )}
      <Button look="quiet" className="justify-self-start" onClick={leave}>
        {t('signIn.over.leave')}
      </Button>
    </Dialog>
  );
}
