import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useWords } from '../components/preferences.tsx';
import { buttonClass } from '../components/button.tsx';
import { linkClass } from '../components/link.ts';
import { useHere } from '../shell/municipality.tsx';
import { neighboursQuery, wholeList } from './calls.ts';

/** Back to the list that the reader was in, and to the entries before and after this one in it. */
export function Neighbours({ failureId }: { failureId: string }) {
  const t = useWords();
  const { municipality } = useHere();
  const { view, ...filter } = useSearch({ from: '/signed-in/$municipality/errors/$failureId' });
  const { data } = useQuery(neighboursQuery(municipality, failureId, { ...wholeList, ...filter }));
  const list = view === undefined ? filter : { ...filter, view };
  return (
    <nav aria-label={t('error.beside')} className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <Link to="/$municipality/errors" params={{ municipality }} search={list} className={`mr-auto ${linkClass}`}>
        {t('error.toList')}
      </Link>
      {(['previous', 'next'] as const).map((which) => {
        const to = data?.[which] ?? null;
        return to === null ? (
          <span key={which} className="px-3 text-solid-gray-700">
            {t(`error.no.${which}`)}
          </span>
        ) : (
          <Link
            key={which}
            to="/$municipality/errors/$failureId"
            params={{ municipality, failureId: to }}
            search={list}
            className={buttonClass('secondary', 'small')}
          >
            {t(`error.${which}`)}
          </Link>
        );
      })}
    </nav>
  );
}
