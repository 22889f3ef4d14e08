import { Link } from '@tanstack/react-router';
import type { Overview } from '../../contracts/api/overview.ts';
import { codeRequestStatuses } from '../../domain/stages.ts';
import { Card } from '../components/card.tsx';
import { statusFills } from '../components/status-label.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { AgesTable } from './ages-table.tsx';
import { totalOf } from './ages.ts';
import { linkClass } from '../components/link.ts';

/** 未依頼, 依頼中, 依頼済: their numbers and shares, and how long open requests have waited. */
export function RequestsCard({ overview: { codeRequests, errors } }: { overview: Overview }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality, may } = useHere();
  const counts = {
    NOT_REQUESTED: totalOf(codeRequests.notRequested),
    REQUESTING: totalOf(codeRequests.requesting),
    REQUESTED: codeRequests.requested,
  };
  const persons = counts.NOT_REQUESTED + counts.REQUESTING + counts.REQUESTED;
  return (
    <Card title={t('home.requests')} aside={<p>{t('home.persons', { count: formats.count(persons) })}</p>}>
      <dl className="grid gap-4 sm:grid-cols-3">
        {codeRequestStatuses.map((status) => (
          <div key={status} className="grid gap-1">
            <dt className="flex items-center gap-2 font-bold">
              <span aria-hidden="true" data-drawn className={`size-4 shrink-0 rounded-4 ${statusFills[status]}`} />
              {t(`status.${status}`)}
            </dt>
            <dd className="text-std-36B-140 tabular-nums">
              {formats.count(counts[status])}
              {persons > 0 && (
                <span className="ml-2 text-base font-normal text-solid-gray-700">
                  {formats.share(counts[status] / persons)}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {persons > 0 && (
        // The shares as a picture. Screen readers have them above.
        <div aria-hidden="true" className="flex h-4 gap-0.5 overflow-hidden rounded-4 bg-solid-gray-100">
          {codeRequestStatuses
            .filter((status) => counts[status] > 0)
            .toReversed()
            .map((status) => (
              <span
                key={status}
                data-drawn
                className={statusFills[status]}
                style={{ width: `${String((counts[status] / persons) * 100)}%` }}
              />
            ))}
        </div>
      )}
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-bold">{t('home.ages')}</h3>
        {may('errors:read') && (
          <Link to="/$municipality/errors" params={{ municipality }} className={linkClass}>
            {t('home.toErrors')}
          </Link>
        )}
      </div>
      <AgesTable
        rows={[
          { what: t('status.NOT_REQUESTED'), ages: codeRequests.notRequested, isAlarming: false },
          { what: t('status.REQUESTING'), ages: codeRequests.requesting, isAlarming: false },
          { what: t('home.errors'), ages: errors, isAlarming: true },
        ]}
      />
    </Card>
  );
}
