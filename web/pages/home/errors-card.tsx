import { Link } from '@tanstack/react-router';
import type { Counts } from '../../../contracts/api/operations.ts';
import { failures, isAcquisitionFailureCode } from '../../../domain/failures.ts';
import { Card } from '../../components/card.tsx';
import { usePreferences, useFormats, useWords } from '../../preferences.tsx';
import { useHere } from '../../shell/municipality.tsx';

/** What waits for staff, by error, the most first; each leads to the list. */
export function ErrorsCard({ counts }: { counts: Counts }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const byCode = Object.entries(counts.errors).toSorted(([, a], [, b]) => b - a);
  const total = byCode.reduce((sum, [, count]) => sum + count, 0);
  const waiting = (['heldTransfers', 'unjudgedTransfers', 'undeliveredNotices'] as const).filter(
    (what) => counts[what] > 0,
  );
  const sentenceOf = (code: string): string => (isAcquisitionFailureCode(code) ? failures[code][language] : code);
  return (
    <Card
      title={t('home.errors')}
      aside={
        may('errors:read') && (
          <Link
            to="/$municipality/errors"
            params={{ municipality }}
            className="inline-flex min-h-11 items-center text-key-900 underline"
          >
            {t('home.toErrors')}
          </Link>
        )
      }
    >
      {total === 0 ? (
        <p>{t('home.noErrors')}</p>
      ) : (
        <>
          <p className="font-bold text-error-2">{t('home.errorsOpen', { count: formats.count(total) })}</p>
          <ul className="grid">
            {byCode.map(([code, count]) => (
              <li key={code} className="flex items-center gap-4 border-t border-solid-gray-200 py-2">
                <span className="grow">
                  {may('errors:read') && isAcquisitionFailureCode(code) ? (
                    <Link
                      to="/$municipality/errors"
                      params={{ municipality }}
                      search={{ code }}
                      className="inline-flex min-h-11 items-center text-key-900 underline"
                    >
                      {sentenceOf(code)}
                    </Link>
                  ) : (
                    sentenceOf(code)
                  )}
                </span>
                <span className="text-lg font-bold tabular-nums">{formats.count(count)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {waiting.length > 0 && (
        <>
          <h3 className="font-bold">{t('home.waiting')}</h3>
          <dl className="grid gap-1">
            {waiting.map((what) => (
              <div key={what} className="flex justify-between gap-4">
                <dt>{t(`home.${what}`)}</dt>
                <dd className="font-bold tabular-nums">{formats.count(counts[what])}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Card>
  );
}
