import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { ProposedUpdateDetail } from '../../contracts/api/proposed-updates.ts';
import { approvalQuery, type Decision } from './calls.ts';
import { Button } from '../components/button.tsx';
import { below } from '../components/client.ts';
import { usePushed } from '../components/live.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useSession } from '../shell/session.tsx';
import { useHere } from '../shell/municipality.tsx';
import { PrintButton } from '../shell/print-button.tsx';
import { Deliveries } from '../residents/deliveries.tsx';
import { AboutCard } from './about-card.tsx';
import { Comparison } from './comparison.tsx';
import { DecisionDialog } from './decision-dialog.tsx';
import { linkClass } from '../components/link.ts';

export function ApprovalPage() {
  return (
    <Guarded right="residents:update">
      <Approval />
    </Guarded>
  );
}

function Approval() {
  const t = useWords();
  const { municipality, name, may } = useHere();
  const { updateId } = useParams({ from: '/signed-in/$municipality/approvals/$updateId' });
  const { staffId } = useSession();
  const query = approvalQuery(municipality, updateId);
  const { data: update, error } = useQuery(query);
  usePushed(
    update && {
      queryKey: query.queryKey,
      path: below(municipality, `proposed-updates/${encodeURIComponent(updateId)}`),
      event: 'proposed-update',
    },
  );
  const [done, setDone] = useState<string | null>(null);
  const decidedBy = update?.decidedBy?.staffId;
  const wasOpen = useRef(false);
  useEffect(() => {
    if (update && update.state !== 'open' && wasOpen.current && decidedBy !== staffId) setDone(t('approval.meanwhile'));
    wasOpen.current = update?.state === 'open';
  }, [update?.state, decidedBy]);
  const number = update?.integratedAddressNumber;
  return (
    <>
      <p className="flex flex-wrap gap-x-6 print:hidden">
        <Link to="/$municipality/approvals" params={{ municipality }} search={{}} className={linkClass}>
          {t('approval.back')}
        </Link>
        {number !== undefined && may('residents:view') && (
          <Link
            to="/$municipality/residents/$integratedAddressNumber"
            params={{ municipality, integratedAddressNumber: number }}
            className={linkClass}
          >
            {t('approval.toResident')}
          </Link>
        )}
      </p>
      <PageHeading title={t('approval.title', { number: number ?? '' })} place={name} aside={<PrintButton />} />
      {error && <ProblemNotice error={error} />}
      {!update && !error && <Skeleton lines={8} />}
      {done !== null && <Notice look="information">{done}</Notice>}
      {update && (
        <>
          <AboutCard update={update} />
          {update.masked && <Notice look="warning">{t('approval.masked')}</Notice>}
          <Comparison update={update} />
          <Decide update={update} onDone={setDone} />
          {update.historySeq !== null && may('residents:view') && (
            <Deliveries number={update.integratedAddressNumber} historySeq={update.historySeq} />
          )}
        </>
      )}
    </>
  );
}

function Decide({ update, onDone }: { update: ProposedUpdateDetail; onDone: (sentence: string) => void }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = useHere();
  const [deciding, setDeciding] = useState<Decision | null>(null);
  if (update.state !== 'open') return null;
  const approves = may('residents:approve') && !update.own && !update.masked;
  return (
    <>
      {update.outdated && <Notice look="warning">{t('approval.outdated')}</Notice>}
      {update.own && may('residents:approve') && <Notice look="information">{t('approval.own')}</Notice>}
      <div className="flex flex-wrap gap-3">
        {approves && !update.outdated && (
          <Button onClick={() => setDeciding('approve')}>{t('approval.approve')}</Button>
        )}
        {approves && (
          <Button look="secondary" onClick={() => setDeciding('reject')}>
            {t('approval.reject')}
          </Button>
        )}
        {update.own && (
          <Button look="secondary" onClick={() => setDeciding('withdraw')}>
            {t('approval.withdraw')}
          </Button>
        )}
      </div>
      {deciding && (
        <DecisionDialog
          update={update}
          decision={deciding}
          onClose={() => setDeciding(null)}
          onMeanwhile={() => {
            onDone(t('approval.meanwhile'));
            setDeciding(null);
          }}
          onDone={(answer) => {
            const count = 'notices' in answer ? formats.count(answer.notices) : '';
            onDone(t(`approval.done.${deciding}`, { count }));
            setDeciding(null);
          }}
        />
      )}
    </>
  );
}
