import { Link } from '@tanstack/react-router';
import type { Overview } from '../../contracts/api/overview.ts';
import { Card } from '../components/card.tsx';
import { useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { LoadProgress } from '../loads/load-progress.tsx';
import { LoadSumsLine } from '../loads/load-sums.tsx';
import { linkClass } from '../components/link.ts';

type Load = Overview['loads'][number];

export function LoadsCard({ loads }: { loads: readonly Load[] }) {
  const t = useWords();
  const { municipality } = useHere();
  return (
    <Card
      title={t('home.loads')}
      aside={
        <Link to="/$municipality/loads" params={{ municipality }} className={linkClass}>
          {t('home.toLoads')}
        </Link>
      }
    >
      {loads.length === 0 ? (
        <p>{t('home.noLoads')}</p>
      ) : (
        <ul className="grid gap-4">
          {loads.map((load) => (
            <li key={load.loadId} className="grid gap-1">
              <Link
                to="/$municipality/loads/$loadId"
                params={{ municipality, loadId: load.loadId }}
                className={`${linkClass} font-bold break-all`}
              >
                {load.fileName}
              </Link>
              <LoadProgress load={load} />
              <LoadSumsLine sums={load.sums} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
