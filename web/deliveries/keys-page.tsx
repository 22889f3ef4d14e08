/** The keys that sign what is delivered, and the signed metadata, with their ends. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeliveryKeys } from '../../contracts/api/deliveries.ts';
import { keyRoles, type KeyRole } from '../../domain/deliveries/names.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Select } from '../components/fields.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable, type Column } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { usePlace } from '../shell/place.tsx';
import { keysQuery, useSigning } from './calls.ts';
import { EndLabel } from './labels.tsx';
import { DeliveriesPart } from './parts.tsx';

export function KeysPage() {
  return (
    <DeliveriesPart part="keys">
      <AllKeys />
    </DeliveriesPart>
  );
}

type Work = 'resign' | 'rotate';

function AllKeys() {
  const t = useWords();
  const { organisation, may } = usePlace();
  const { data, error } = useQuery(keysQuery(organisation));
  const [asked, setAsked] = useState<Work | null>(null);
  const [done, setDone] = useState<Work | null>(null);
  const isSoon = data !== undefined && [...data.keys, ...data.metadata].some(({ soon }) => soon);
  return (
    <>
      {isSoon && <Notice look="warning">{t('deliveries.keys.soon')}</Notice>}
      {done && (
        <Notice look="success">{t(done === 'resign' ? 'deliveries.keys.resigned' : 'deliveries.keys.rotated')}</Notice>
      )}
      {may('deliveries:publish') && (
        <div className="flex flex-wrap gap-3">
          {(['resign', 'rotate'] as const).map((work) => (
            <Button
              key={work}
              look="secondary"
              onClick={() => {
                setDone(null);
                setAsked(work);
              }}
            >
              {t(`deliveries.keys.${work}`)}
            </Button>
          ))}
        </div>
      )}
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <Tables keys={data} />}
      {asked && (
        <SigningDialog
          work={asked}
          onClose={() => setAsked(null)}
          onDone={() => {
            setDone(asked);
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

interface Ends {
  role: KeyRole;
  expiresAt: string;
  soon: boolean;
}

/** The nearest end first. */
const byEnd = <Row extends Ends>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));

function Tables({ keys: { keys, metadata } }: { keys: DeliveryKeys }) {
  const t = useWords();
  const formats = useFormats();
  const role = {
    key: 'role',
    title: t('deliveries.keys.role'),
    cell: (row: Ends) => t(`deliveries.role.${row.role}`),
  };
  const expires: Column<Ends> = {
    key: 'expires',
    title: t('deliveries.keys.expires'),
    cell: ({ expiresAt, soon }) => <End at={expiresAt} soon={soon} />,
  };
  return (
    <>
      <Card title={t('deliveries.keys.signatures')}>
        <DataTable
          caption={t('deliveries.keys.signatures')}
          rows={byEnd(metadata)}
          rowKey={(row) => row.role}
          empty={t('deliveries.keys.none')}
          columns={[
            { ...role, heading: true },
            {
              key: 'version',
              title: t('deliveries.keys.versionTitle'),
              numeric: true,
              cell: ({ version }) => String(version),
            },
            {
              key: 'threshold',
              title: t('deliveries.keys.threshold'),
              numeric: true,
              cell: ({ threshold }) => formats.count(threshold),
            },
            expires,
          ]}
        />
      </Card>
      <Card title={t('deliveries.keys.list')}>
        <DataTable
          caption={t('deliveries.keys.list')}
          rows={byEnd(keys)}
          rowKey={(row) => `${row.role} ${row.keyId}`}
          empty={t('deliveries.keys.none')}
          columns={[
            {
              key: 'key',
              title: t('deliveries.keys.key'),
              heading: true,
              cell: ({ keyId }) => (
                <span className="font-mono font-normal" title={keyId}>
                  {keyId.slice(0, 16)}
                  <span aria-hidden="true">{keyId.length > 16 && '…'}</span>
                </span>
              ),
            },
            role,
            { key: 'created', title: t('deliveries.keys.created'), cell: ({ createdAt }) => formats.moment(createdAt) },
            expires,
          ]}
        />
      </Card>
    </>
  );
}

const dayMs = 86_400_000;

function End({ at, soon }: { at: string; soon: boolean }) {
  const t = useWords();
  const formats = useFormats();
  const left = Date.parse(at) - Date.now();
  return (
    <>
      <span className="whitespace-nowrap">{formats.moment(at)}</span>
      <span className="block text-sm">
        {left > 0 && `${t('deliveries.keys.left', { count: formats.count(Math.floor(left / dayMs)) })} `}
        {(soon || left <= 0) && <EndLabel isOver={left <= 0} />}
      </span>
    </>
  );
}

function SigningDialog({ work, onClose, onDone }: { work: Work; onClose: () => void; onDone: () => void }) {
  const t = useWords();
  const { organisation } = usePlace();
  const signing = useSigning(organisation, onDone);
  const [role, setRole] = useState<KeyRole>('timestamp');
  return (
    <Dialog title={t(`deliveries.keys.${work}`)} onClose={onClose}>
      <p>{t(`deliveries.keys.${work}.text`)}</p>
      {signing.error && <ProblemNotice error={signing.error} />}
      <ReasonForm
        submit={t(`deliveries.keys.${work}`)}
        busy={signing.isPending}
        onSubmit={(reason) => signing.mutate({ role: work === 'rotate' ? role : null, reason })}
        onClose={onClose}
      >
        {work === 'rotate' && (
          <Select
            label={t('deliveries.keys.role')}
            value={role}
            choices={keyRoles.map((value) => ({ value, text: t(`deliveries.role.${value}`) }))}
            onChange={({ target }) => setRole(keyRoles.find((each) => each === target.value) ?? 'timestamp')}
          />
        )}
      </ReasonForm>
    </Dialog>
  );
}
