import type { ReactNode } from 'react';
import type { Right } from '../../domain/rights.ts';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { useHere } from './municipality.tsx';

/** A page for whoever has the right, and for the others what they would need. The server decides on its own. */
export function Guarded({ right, children }: { right: Right; children: ReactNode }) {
  const t = useWords();
  const { may, name } = useHere();
  if (may(right)) return children;
  return (
    <>
      <PageHeading title={t('forbidden.title')} place={name} />
      <p>{t('forbidden.text', { right: t(`right.${right}`) })}</p>
    </>
  );
}
