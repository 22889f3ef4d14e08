import type { ReactNode } from 'react';
import type { Right } from '../../domain/rights.ts';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from './place.tsx';

/** Shows a page to whoever has the right, and names the right to others. The server checks on its own. */
export function Guarded({ right, children }: { right: Right; children: ReactNode }) {
  const t = useWords();
  const { may, name } = usePlace();
  if (may(right)) return children;
  return (
    <>
      <PageHeading title={t('forbidden.title')} place={name} />
      <p>{t('forbidden.text', { right: t(`right.${right}`) })}</p>
    </>
  );
}
