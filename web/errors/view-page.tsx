/** The address of a kept view, which leads to the list with the view's present filter. */
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { ApiError } from '../components/client.ts';
import { errorViewQuery } from './calls.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { linkClass } from '../components/link.ts';

export function ErrorViewPage() {
  return (
    <Guarded right="errors:read">
      <View />
    </Guarded>
  );
}

function View() {
  const t = useWords();
  const { municipality, name } = useHere();
  const { viewId } = useParams({ from: '/signed-in/$municipality/errors/views/$viewId' });
  const { data: view, error } = useQuery(errorViewQuery(municipality, viewId));
  if (view) {
    const search = { ...view.filter, view: viewId };
    return <Navigate to="/$municipality/errors" params={{ municipality }} search={search} replace />;
  }
  const isGone = error instanceof ApiError && (error.status === 404 || error.status === 422);
  return (
    <>
      <PageHeading title={t('views.opening')} place={name} />
      {!error && <Skeleton lines={8} />}
      {isGone && <Notice look="warning">{t('views.gone')}</Notice>}
      {error && !isGone && <ProblemNotice error={error} />}
      {error && (
        <Link to="/$municipality/errors" params={{ municipality }} className={`${linkClass} justify-self-start`}>
          {t('error.toList')}
        </Link>
      )}
    </>
  );
}
