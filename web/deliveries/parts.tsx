import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { linkClass } from '../components/link.ts';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';

const parts = [
  { part: 'board', to: '/organisations/$organisation/deliveries' },
  { part: 'rollouts', to: '/organisations/$organisation/deliveries/rollouts' },
  { part: 'releases', to: '/organisations/$organisation/deliveries/releases' },
  { part: 'keys', to: '/organisations/$organisation/deliveries/keys' },
] as const;
export type Part = (typeof parts)[number]['part'];

/** What the pages of deliveries begin with: the heading, the way to the other ones, and what this one is about. */
export function DeliveriesPart({ part, children }: { part: Part; children: ReactNode }) {
  const t = useWords();
  const { organisation, name } = usePlace();
  return (
    <Guarded right="deliveries:read">
      <PageHeading
        title={part === 'board' ? t('deliveries.title') : `${t('deliveries.title')}: ${t(`deliveries.part.${part}`)}`}
        place={name}
      />
      <nav aria-label={t('deliveries.parts')} className="-mt-3 flex flex-wrap gap-x-6 print:hidden">
        {parts.map(({ part: each, to }) => (
          <Link
            key={each}
            to={to}
            params={{ organisation }}
            activeOptions={{ exact: true }}
            aria-current={each === part ? 'page' : undefined}
            className={`${linkClass} ${each === part ? 'font-bold' : ''}`}
          >
            {t(`deliveries.part.${each}`)}
          </Link>
        ))}
      </nav>
      <p>{t(`deliveries.${part}.intro`)}</p>
      {children}
    </Guarded>
  );
}
