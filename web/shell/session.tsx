/** The session, for everything below. Without one there is only the sign-in page. */
import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { createContext, lazy, Suspense, use, useEffect } from 'react';
import type { Session } from '../../contracts/api/session.ts';
import { ApiError } from '../components/client.ts';
import { sessionQuery } from '../sign-in/calls.ts';
import { Button } from '../components/button.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useWords } from '../components/preferences.tsx';
import { PlainFrame } from './plain-frame.tsx';

// Each person sees these once, so their scripts (the QR code) are loaded late.
const OwnPasswordPage = lazy(async () => ({
  default: (await import('../sign-in/own-password-page.tsx')).OwnPasswordPage,
}));
const SecondFactorPage = lazy(async () => ({
  default: (await import('../sign-in/second-factor-page.tsx')).SecondFactorPage,
}));

const Context = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(Context);
  if (!session) throw new Error('outside of SignedIn');
  return session;
}

export function SignedIn() {
  const t = useWords();
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (error instanceof ApiError && error.status === 401) return <ToSignIn />;
  if (session?.password === 'initial' || session?.secondFactor === 'missing') {
    return (
      <Suspense fallback={<Waiting />}>
        {session.password === 'initial' ? <OwnPasswordPage /> : <SecondFactorPage />}
      </Suspense>
    );
  }
  if (session) {
    return (
      <Context value={session}>
        <Outlet />
      </Context>
    );
  }
  if (!error) return <Waiting />;
  return (
    <PlainFrame>
      <ProblemNotice error={error}>
        <Button look="secondary" className="justify-self-start" onClick={() => void refetch()}>
          {t('app.retry')}
        </Button>
      </ProblemNotice>
    </PlainFrame>
  );
}

function Waiting() {
  return (
    <PlainFrame>
      <Skeleton lines={6} />
    </PlainFrame>
  );
}

/** Goes to the sign-in page once: on the way there the router's address is already another one. */
function ToSignIn() {
  const router = useRouter();
  const navigate = useNavigate();
  useEffect(() => {
    const { pathname, href } = router.latestLocation;
    if (pathname !== '/sign-in')
      void navigate({ to: '/sign-in', search: href === '/' ? {} : { back: href }, replace: true });
  }, [navigate, router]);
  return null;
}
