/** The session, for everything below. Without one there is only the sign-in page. */
import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { createContext, lazy, Suspense, use, useEffect, useState } from 'react';
import type { Session } from '../../contracts/api/session.ts';
import { ApiError } from '../components/client.ts';
import { sessionQuery } from '../sign-in/calls.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { removeOtherDrafts } from '../components/drafts.ts';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useIsTyped } from '../components/typed.ts';
import { DraftOwner } from '../components/use-draft.ts';
import { useWords } from '../components/preferences.tsx';
import { SignInAgain } from '../sign-in/again.tsx';
import { PlainFrame } from './plain-frame.tsx';

// Each person sees these once, so their scripts (the QR code) are loaded late.
const ownPassword = () => import('../sign-in/own-password-page.tsx');
const secondFactor = () => import('../sign-in/second-factor-page.tsx');
const OwnPasswordPage = lazy(async () => ({ default: (await ownPassword()).OwnPasswordPage }));
const OwnPassword = lazy(async () => ({ default: (await ownPassword()).OwnPassword }));
const SecondFactorPage = lazy(async () => ({ default: (await secondFactor()).SecondFactorPage }));
const SecondFactor = lazy(async () => ({ default: (await secondFactor()).SecondFactor }));

const Context = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(Context);
  if (!session) throw new Error('outside of SignedIn');
  return session;
}

export function SignedIn() {
  const t = useWords();
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const isTyped = useIsTyped();
  const isOver = error instanceof ApiError && error.status === 401;
  const isReady = session !== undefined && session.password !== 'initial' && session.secondFactor !== 'missing';
  const [shown, setShown] = useState<Session | null>(null);
  // While something is typed the page stays as it is, whatever becomes of the session, unless it is another person's.
  const isKept = isTyped && shown !== null && (isOver || session?.staffId === shown.staffId);
  const next = isKept ? shown : isReady && !isOver ? session : null;
  useEffect(() => {
    setShown(next);
    if (next) removeOtherDrafts(next.staffId);
  }, [next]);
  if (isOver && !isKept) return <ToSignIn />;
  if (next) {
    return (
      <>
        <DraftOwner value={next.staffId}>
          <Context key={next.staffId} value={next}>
            {isReady && !isOver && !haveSameRights(session, next) && (
              <Notice look="warning">{t('session.changed')}</Notice>
            )}
            <Outlet />
          </Context>
        </DraftOwner>
        {isOver && <SignInAgain email={next.email} />}
        {!isOver && !isReady && session && <CompleteOver session={session} />}
      </>
    );
  }
  if (session && isReady) return <Waiting />;
  if (session) {
    return (
      <Suspense fallback={<Waiting />}>
        {session.password === 'initial' ? <OwnPasswordPage /> : <SecondFactorPage />}
      </Suspense>
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

/** Whose sign-in was reset meanwhile sets it up over what was typed. */
function CompleteOver({ session: { password } }: { session: Session }) {
  const t = useWords();
  const isInitial = password === 'initial';
  return (
    <Dialog veiled title={t(isInitial ? 'ownPassword.title' : 'setUp.title')} onClose={() => undefined}>
      <Suspense>{isInitial ? <OwnPassword /> : <SecondFactor />}</Suspense>
    </Dialog>
  );
}

function haveSameRights(a: Session, b: Session): boolean {
  return rightsOf(a) === rightsOf(b);
}

function rightsOf({ organisations }: Session): string {
  return JSON.stringify(organisations.map(({ organisation, rights }) => [organisation, rights]));
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
