import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useWords } from '../components/preferences.tsx';
import { useHere } from './municipality.tsx';

const look = 'inline-flex min-h-6 items-center text-key-900 tabular-nums underline';

/**
 * An integrated address number, with a link for whoever may see residents. A resident without one is reached by the
 * internal id where that is known. Long lists redraw often, so it is memoised.
 */
export const ResidentLink = memo(function ResidentLink({
  number,
  personId,
}: {
  number: string | null;
  personId?: string;
}) {
  const t = useWords();
  const { municipality, may } = useHere();
  const text = number ?? t('errors.unnumbered');
  if (!may('residents:view') || (number === null && personId === undefined)) {
    return <span className="tabular-nums">{text}</span>;
  }
  if (number === null) {
    return (
      <Link
        to="/$municipality/residents/by-person/$personId"
        params={{ municipality, personId: personId ?? '' }}
        className={look}
      >
        {text}
      </Link>
    );
  }
  return (
    <Link
      to="/$municipality/residents/$integratedAddressNumber"
      params={{ municipality, integratedAddressNumber: number }}
      className={look}
    >
      {text}
    </Link>
  );
});
