/** Everything about one resident. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { residentAddress, residentKey, residentQuery, type ResidentKey } from './calls.ts';
import { Button } from '../components/button.tsx';
import { LiveMark } from '../components/live-mark.tsx';
import { usePushed } from '../components/live.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { PrintButton } from '../shell/print-button.tsx';
import { AddressHistory } from './address-history.tsx';
import { BusinessCard, LinkedNumbersCard } from './numbers-cards.tsx';
import { CurrentCard } from './current-card.tsx';
import { FailuresCard } from './failures-card.tsx';
import { HeldCard } from './held-card.tsx';
import { NoticesCard } from './notices-card.tsx';
import { ProposalNotice } from './proposal-notice.tsx';
import { RequestCard } from './request-card.tsx';
import { Parts } from './parts.tsx';
import { Standing } from './standing.tsx';
import { TimelineCard } from './timeline-card.tsx';
import { linkClass } from '../components/link.ts';

export function ResidentPage() {
  const { integratedAddressNumber: number } = useParams({
    from: '/signed-in/$municipality/residents/$integratedAddressNumber',
  });
  return (
    <Guarded right="residents:view">
      <Resident of={{ number }} />
    </Guarded>
  );
}

/** The page of somebody who has no integrated address number yet, by the internal id. */
export function PersonPage() {
  const { personId } = useParams({ from: '/signed-in/$municipality/residents/by-person/$personId' });
  return (
    <Guarded right="residents:view">
      <Resident of={{ personId }} />
    </Guarded>
  );
}

function Resident({ of }: { of: ResidentKey }) {
  const t = useWords();
  const { municipality, name } = useHere();
  const { data: resident, error, isFetching, refetch } = useQuery(residentQuery(municipality, of));
  const live = usePushed(
    resident && {
      queryKey: residentKey(municipality, of),
      path: residentAddress(municipality, of, 'detail'),
      event: 'resident',
    },
  );
  const number = resident?.integratedAddressNumber ?? ('number' in of ? of.number : null);
  return (
    <>
      <p className="print:hidden">
        <Link to="/$municipality/residents" params={{ municipality }} className={linkClass}>
          {t('resident.toSearch')}
        </Link>
      </p>
      {/* Browsers keep titles in their history, so the title has the number and not the name. */}
      <PageHeading
        title={number === null ? t('resident.titleUnnumbered') : t('resident.title', { number })}
        place={name}
        aside={
          <div className="flex flex-wrap items-center gap-2">
            {resident && <PrintButton />}
            {resident && live ? (
              <LiveMark live />
            ) : (
              <Button look="secondary" size="small" busy={isFetching} onClick={() => void refetch()}>
                {t('app.retry')}
              </Button>
            )}
          </div>
        }
      />
      {error && <ProblemNotice error={error} />}
      {!resident && !error && <Skeleton lines={10} />}
      {resident && (
        <>
          {resident.integratedAddressNumber === null && <Unnumbered stage={resident.stage} />}
          <ProposalNotice proposal={resident.proposedUpdate} />
          <Standing resident={resident} />
          <Parts
            parts={[
              { id: 'current', title: t('resident.current'), content: <CurrentCard resident={resident} /> },
              resident.failures.length > 0 && {
                id: 'failures',
                title: t('resident.failures'),
                content: <FailuresCard resident={resident} />,
              },
              resident.held.length > 0 && {
                id: 'held',
                title: t('resident.held'),
                content: <HeldCard resident={resident} />,
              },
              { id: 'request', title: t('resident.request'), content: <RequestCard resident={resident} /> },
              { id: 'history', title: t('resident.history'), content: <AddressHistory resident={resident} /> },
              {
                id: 'numbers',
                title: t('resident.addressNumbers'),
                content: <LinkedNumbersCard resident={resident} />,
              },
              { id: 'business', title: t('resident.business'), content: <BusinessCard resident={resident} /> },
              { id: 'notices', title: t('resident.notices'), content: <NoticesCard resident={resident} live={live} /> },
              { id: 'timeline', title: t('resident.timeline'), content: <TimelineCard resident={resident} /> },
            ].filter((part) => part !== false)}
          />
        </>
      )}
    </>
  );
}

/** Says why there is no number. */
function Unnumbered({ stage }: { stage: ResidentDetail['stage'] }) {
  const t = useWords();
  const why = stage === 'AWAITING_PN' || stage === 'HELD' ? stage : 'other';
  return <Notice look="information">{t(`resident.unnumbered.${why}`)}</Notice>;
}
