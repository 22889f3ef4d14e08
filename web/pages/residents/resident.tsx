/** All that is known of one resident. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { residentQuery } from '../../api/residents.ts';
import { Button } from '../../components/button.tsx';
import { PageHeading } from '../../components/page.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Skeleton } from '../../components/waiting.tsx';
import { useWords } from '../../preferences.tsx';
import { Guarded } from '../../shell/guarded.tsx';
import { useHere } from '../../shell/municipality.tsx';
import { AddressHistory } from './address-history.tsx';
import { BusinessCard, LinkedNumbersCard } from './numbers-cards.tsx';
import { CurrentCard } from './current-card.tsx';
import { FailuresCard } from './failures-card.tsx';
import { NoticesCard } from './notices-card.tsx';
import { RequestCard } from './request-card.tsx';
import { TimelineCard } from './timeline-card.tsx';

export function ResidentPage() {
  return (
    <Guarded right="residents:view">
      <Resident />
    </Guarded>
  );
}

function Resident() {
  const t = useWords();
  const { municipality, name } = useHere();
  const { integratedAddressNumber: number } = useParams({
    from: '/signed-in/$municipality/residents/$integratedAddressNumber',
  });
  const { data: resident, error, isFetching, refetch } = useQuery(residentQuery(municipality, number));
  return (
    <>
      <p>
        <Link
          to="/$municipality/residents"
          params={{ municipality }}
          className="inline-flex min-h-11 items-center text-key-900 underline"
        >
          {t('resident.toSearch')}
        </Link>
      </p>
      {/* The number and not the name: a browser keeps titles in its history. */}
      <PageHeading
        title={t('resident.title', { number })}
        place={name}
        aside={
          <Button look="secondary" size="small" busy={isFetching} onClick={() => void refetch()}>
            {t('app.retry')}
          </Button>
        }
      />
      {error && <ProblemNotice error={error} />}
      {!resident && !error && <Skeleton lines={10} />}
      {resident && (
        <>
          <CurrentCard resident={resident} />
          <RequestCard resident={resident} />
          <FailuresCard resident={resident} />
          <AddressHistory resident={resident} />
          <LinkedNumbersCard resident={resident} />
          <BusinessCard resident={resident} />
          <NoticesCard resident={resident} />
          <TimelineCard resident={resident} />
        </>
      )}
    </>
  );
}
