import type { Counts } from '../../../contracts/api/operations.ts';
import { codeRequestStatuses, stages } from '../../../domain/stages.ts';
import { Card } from '../../components/card.tsx';
import { StatusLabel, statusFills } from '../../components/status-label.tsx';
import { useFormats, useWords } from '../../preferences.tsx';

/** 未依頼, 依頼中, 依頼済: three numbers, their shares, and the stages behind them. */
export function RequestsCard({ counts }: { counts: Counts }) {
  const t = useWords();
  const formats = useFormats();
  const ofStatus = codeRequestStatuses.map((status) => ({ status, count: counts.codeRequestStatuses[status] ?? 0 }));
  const ofStage = stages.flatMap((stage) => {
    const count = counts.stages[stage] ?? 0;
    return count === 0 ? [] : [{ stage, count }];
  });
  return (
    <Card title={t('home.requests')} aside={<p>{t('home.persons', { count: formats.count(counts.persons) })}</p>}>
      <dl className="grid grid-cols-3 gap-4">
        {ofStatus.map(({ status, count }) => (
          <div key={status} className="grid gap-1">
            <dt className="flex items-center gap-2 font-bold">
              <span aria-hidden="true" className={`size-4 shrink-0 rounded-4 ${statusFills[status]}`} />
              {t(`status.${status}`)}
            </dt>
            <dd className="text-std-36B-140 tabular-nums">
              {formats.count(count)}
              {counts.persons > 0 && (
                <span className="ml-2 text-base font-normal text-solid-gray-700">
                  {formats.share(count / counts.persons)}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {counts.persons > 0 && (
        // The same shares as a picture; whoever hears the page has them above.
        <div aria-hidden="true" className="flex h-4 gap-0.5 overflow-hidden rounded-4 bg-solid-gray-100">
          {ofStatus
            .filter(({ count }) => count > 0)
            .toReversed()
            .map(({ status, count }) => (
              <span
                key={status}
                className={statusFills[status]}
                style={{ width: `${String((count / counts.persons) * 100)}%` }}
              />
            ))}
        </div>
      )}
      {ofStage.length > 0 && (
        <>
          <h3 className="font-bold">{t('home.stages')}</h3>
          <ul className="flex flex-wrap gap-x-6 gap-y-2">
            {ofStage.map(({ stage, count }) => (
              <li key={stage} className="flex items-center gap-2">
                <StatusLabel stage={stage} />
                <span className="tabular-nums">{formats.count(count)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
