import { Navigate } from '@tanstack/react-router';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { Frame } from './frame.tsx';
import { homeOf } from './home.ts';
import { useSession } from './session.tsx';

/** An address without an organisation leads to the first of the reader's. */
export function StartPage() {
  const t = useWords();
  const [first] = useSession().organisations;
  if (first) return <Navigate {...homeOf(first.organisation)} replace />;
  return (
    <Frame place={undefined}>
      <PageHeading title={t('noOrganisation.title')} />
      <p>{t('noOrganisation.text')}</p>
    </Frame>
  );
}
