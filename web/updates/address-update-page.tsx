import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { AddressUpdated, AddressUpdateProposed } from '../../contracts/api/address-update.ts';
import { approvalsKey } from './calls.ts';
import { residentKey, residentQuery } from '../residents/calls.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { AddressForm } from './address-form.tsx';
import { Deliveries } from '../residents/deliveries.tsx';
import { ProposalLink, ProposalNotice } from '../residents/proposal-notice.tsx';
import { linkClass } from '../components/link.ts';

export function AddressUpdatePage() {
  return (
    <Guarded right="residents:update">
      <Update />
    </Guarded>
  );
}

function Update() {
  const t = useWords();
  const formats = useFormats();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { municipality, name } = useHere();
  const { integratedAddressNumber: number } = useParams({
    from: '/signed-in/$municipality/residents/$integratedAddressNumber/update',
  });
  const [done, setDone] = useState<AddressUpdated | AddressUpdateProposed | null>(null);
  const {
    data: resident,
    error,
    refetch,
  } = useQuery({
    ...residentQuery(municipality, { number }),
    enabled: done === null,
  });
  // A resident can have one proposed update at a time.
  const isWaiting = resident?.updatesNeedApproval === true && resident.proposedUpdate !== null;
  const current = resident?.history.find((row) => row.current && !row.masked);
  return (
    <>
      <p>
        <Link
          to="/$municipality/residents/$integratedAddressNumber"
          params={{ municipality, integratedAddressNumber: number }}
          className={linkClass}
        >
          {t('addressUpdate.back')}
        </Link>
      </p>
      <PageHeading title={t('addressUpdate.title', { number })} place={name} />
      {error && <ProblemNotice error={error} />}
      {done && 'notices' in done && (
        <>
          <Notice look="success">{t('addressUpdate.done', { count: formats.count(done.notices) })}</Notice>
          <Deliveries number={number} historySeq={done.historySeq} />
        </>
      )}
      {done && 'updateId' in done && <Proposed updateId={done.updateId} />}
      {!resident && !error && !done && <Skeleton lines={8} />}
      {resident && !current && !done && <Notice look="warning">{t('resident.masked')}</Notice>}
      {resident?.proposedUpdate && !done && (
        <ProposalNotice
          proposal={resident.proposedUpdate}
          text={t(resident.updatesNeedApproval ? 'addressUpdate.waiting' : 'addressUpdate.outdates')}
        />
      )}
      {current && !done && !isWaiting && (
        <AddressForm
          number={number}
          current={current}
          needsApproval={resident?.updatesNeedApproval === true}
          onReload={() => void refetch()}
          onCancel={() =>
            void navigate({
              to: '/$municipality/residents/$integratedAddressNumber',
              params: { municipality, integratedAddressNumber: number },
              ignoreBlocker: true,
            })
          }
          onDone={(updated) => {
            setDone(updated);
            // The resident's page must read anew what this update has changed.
            client.removeQueries({ queryKey: residentKey(municipality, { number }) });
            void client.invalidateQueries({ queryKey: approvalsKey(municipality) });
          }}
        />
      )}
    </>
  );
}

function Proposed({ updateId }: { updateId: string }) {
  const t = useWords();
  return (
    <Notice look="success">
      <p>{t('addressUpdate.proposed')}</p>
      <ProposalLink updateId={updateId} />
    </Notice>
  );
}
