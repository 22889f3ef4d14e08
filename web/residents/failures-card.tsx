import { Link } from '@tanstack/react-router';
import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { Card } from '../components/card.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { stepOf } from '../components/code-names.ts';
import { linkClass } from '../components/link.ts';

/** The resident's open entries in the error list. */
export function FailuresCard({ resident: { failures } }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  if (failures.length === 0) return null;
  return (
    <Card title={t('resident.failures')}>
      <ul className="grid">
        {failures.map(({ failureId, code, text, step, attempt, reason, firstSeenAt, trying }) => (
          <li key={failureId} className="grid gap-1 border-t border-solid-gray-200 py-3 first:border-t-0">
            <span className="font-bold text-error-2">{text[language]}</span>
            <span className="text-sm text-solid-gray-700">
              {formats.moment(firstSeenAt)} {step !== null && stepOf(step, t)} {t('errors.attempt', { attempt })}{' '}
              {trying && <b>{t('errors.trying')} </b>}
              <span className="break-all">
                {code}
                {reason !== null && ` (${reason})`}
              </span>
            </span>
            {may('errors:read') && (
              <Link
                to="/$municipality/errors/$failureId"
                params={{ municipality, failureId }}
                className={`${linkClass} justify-self-start`}
              >
                {t('resident.toErrors')}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
