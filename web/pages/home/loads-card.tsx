import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isOver } from '../../../domain/load.ts';
import { loadsQuery } from '../../api/municipality.ts';
import { Card } from '../../components/card.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Skeleton } from '../../components/waiting.tsx';
import { useWords } from '../../preferences.tsx';
import { useHere } from '../../shell/municipality.tsx';
import { LoadProgress } from '../loads/load-progress.tsx';

export function LoadsCard() {
  const t = useWords();
  const { municipality } = useHere();
  const { data, error } = useQuery(loadsQuery(municipality));
  const underWay = data?.loads.filter(({ state }) => !isOver(state)) ?? [];
  return (
    <Card
      title={t('home.loads')}
      aside={
        <Link
          to="/$municipality/loads"
          params={{ municipality }}
          className="inline-flex min-h-11 items-center text-key-900 underline"
        >
          {t('home.toLoads')}
        </Link>
      }
    >
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton />}
      {data && underWay.length === 0 && <p>{t('home.noLoads')}</p>}
      {underWay.length > 0 && (
        <ul className="grid gap-4">
          {underWay.map((load) => (
            <li key={load.loadId} className="grid gap-1">
              <Link
                to="/$municipality/loads/$loadId"
                params={{ municipality, loadId: load.loadId }}
                className="inline-flex min-h-11 items-center font-bold break-all text-key-900 underline"
              >
                {load.fileName}
              </Link>
              <LoadProgress load={load} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
