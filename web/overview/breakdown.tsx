import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Counts } from '../../contracts/api/operations.ts';
import { failures, isAcquisitionFailureCode } from '../../domain/failures.ts';
import { stages } from '../../domain/stages.ts';
import { Button } from '../components/button.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { StatusLabel } from '../components/status-label.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { countsQuery } from './calls.ts';
import { linkClass } from '../components/link.ts';

/**
 * Counts residents by stage and errors by code. The server reads every resident for it, so it does so only on demand.
 */
export function Breakdown() {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  const [open, setOpen] = useState(false);
  const { data: counts, error, isFetching, refetch } = useQuery({ ...countsQuery(municipality), enabled: open });
  return (
    <details
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className="min-w-0 rounded-12 border border-solid-gray-300 px-6 py-3"
    >
      <summary className="min-h-11 py-2 font-bold">{t('home.breakdown')}</summary>
      <div className="grid gap-4 py-3">
        {error && <ProblemNotice error={error} />}
        {!counts && !error && <Skeleton lines={5} />}
        {counts && (
          <>
            <div className="flex flex-wrap items-center gap-x-4">
              <p className="text-solid-gray-700">{t('home.at', { time: formats.moment(counts.at) })}</p>
              <Button look="quiet" size="small" busy={isFetching} onClick={() => void refetch()}>
                {t('home.breakdown.again')}
              </Button>
            </div>
            <h2 className="font-bold">{t('home.stages')}</h2>
            <ByStage counts={counts} />
            <h2 className="font-bold">{t('home.errorsByCode')}</h2>
            <ByCode counts={counts} />
            <AlsoWaiting counts={counts} />
          </>
        )}
      </div>
    </details>
  );
}

function ByStage({ counts }: { counts: Counts }) {
  const formats = useFormats();
  const ofStage = stages.flatMap((stage) => {
    const count = counts.stages[stage] ?? 0;
    return count === 0 ? [] : [{ stage, count }];
  });
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-2">
      {ofStage.map(({ stage, count }) => (
        <li key={stage} className="flex items-center gap-2">
          <StatusLabel stage={stage} />
          <span className="tabular-nums">{formats.count(count)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The most frequent first, each with a link to the list. */
function ByCode({ counts }: { counts: Counts }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const byCode = Object.entries(counts.errors).toSorted(([, a], [, b]) => b - a);
  if (byCode.length === 0) return <p>{t('home.noErrors')}</p>;
  return (
    <ul className="grid">
      {byCode.map(([code, count]) => (
        <li key={code} className="flex items-center gap-4 border-t border-solid-gray-200 py-1">
          <span className="grow">
            {!isAcquisitionFailureCode(code) ? (
              code
            ) : may('errors:read') ? (
              <Link to="/$municipality/errors" params={{ municipality }} search={{ code }} className={linkClass}>
                {failures[code][language]}
              </Link>
            ) : (
              failures[code][language]
            )}
          </span>
          <span className="text-lg font-bold tabular-nums">{formats.count(count)}</span>
        </li>
      ))}
    </ul>
  );
}

function AlsoWaiting({ counts }: { counts: Counts }) {
  const t = useWords();
  const formats = useFormats();
  const waiting = (['heldTransfers', 'unjudgedTransfers'] as const).filter((what) => counts[what] > 0);
  if (waiting.length === 0) return null;
  return (
    <>
      <h2 className="font-bold">{t('home.waiting')}</h2>
      <dl className="grid gap-1">
        {waiting.map((what) => (
          <div key={what} className="flex justify-between gap-4">
            <dt>{t(`home.${what}`)}</dt>
            <dd className="font-bold tabular-nums">{formats.count(counts[what])}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
