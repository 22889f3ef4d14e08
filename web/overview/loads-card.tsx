import { Link } from '@tanstack/react-router';
import type { Overview } from '../../contracts/api/overview.ts';
import { loadStates } from '../../domain/load.ts';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
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
              <Progress load={load} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** The number of lines is known once the file was read. */
function Progress({ load: { fileName, state, lines, routed } }: { load: Load }) {
  const t = useWords();
  const formats = useFormats();
  const known = loadStates.find((each) => each === state);
  const isRead = lines > 0 && state !== 'READING';
  return (
    <>
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-bold">{known ? t(`load.state.${known}`) : state}</span>
        {isRead && (
          <span className="tabular-nums">
            {t('home.loads.routed', { routed: formats.count(routed), lines: formats.count(lines) })}
          </span>
        )}
      </p>
      {isRead && (
        <progress
          value={Math.min(routed, lines)}
          max={lines}
          aria-label={t('loads.progressOf', { file: fileName })}
          className="h-3 w-full"
        />
      )}
    </>
  );
}
