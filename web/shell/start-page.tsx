import { Navigate } from '@tanstack/react-router';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { Frame } from './frame.tsx';
import { useSession } from './session.tsx';

/** An address without a municipality leads to the first of the reader's. */
export function StartPage() {
  const t = useWords();
  const [first] = useSession().municipalities;
  if (first) return <Navigate to="/$municipality" params={{ municipality: first.municipality }} replace />;
  return (
    <Frame place={undefined}>
      <PageHeading title={t('noMunicipality.title')} />
      <p>{t('noMunicipality.text')}</p>
    </Frame>
  );
}
