/** A held transfer beside the current address information, and the decision about it. This page shows names. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Comparison } from '../../contracts/api/error-entry.ts';
import { failures } from '../../domain/failures.ts';
import { comparisonQuery } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { DataTable } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';
import { sexOf, systemOf } from '../components/code-names.ts';
import { Facts } from '../components/facts.tsx';
import { useOpenProposals } from '../updates/calls.ts';
import { ProposalCard } from '../updates/proposal-card.tsx';
import { ActionDialog, type Decision } from './action-dialog.tsx';
import { AsStored } from '../components/as-stored.tsx';
import { ProtectedLabel } from '../components/protected-label.tsx';
import { linkClass } from '../components/link.ts';

export function ComparisonPage() {
  return (
    <Guarded right="residents:view">
      <HeldComparison />
    </Guarded>
  );
}

function HeldComparison() {
  const t = useWords();
  const { municipality, name, may } = useHere();
  const { failureId } = useParams({ from: '/signed-in/$municipality/errors/$failureId/comparison' });
  const search = useSearch({ from: '/signed-in/$municipality/errors/$failureId/comparison' });
  const { data: compared, error, refetch } = useQuery(comparisonQuery(municipality, failureId));
  const [meanwhile, setMeanwhile] = useState(false);
  const { proposals } = useOpenProposals(municipality, {
    enabled: may('residents:approve'),
    onDecided: (decided) => {
      if (!decided.some((each) => each.failureId === failureId)) return;
      setMeanwhile(true);
      void refetch();
    },
  });
  const waiting = proposals.find((each) => each.failureId === failureId);
  const [done, setDone] = useState<string | null>(null);
  return (
    <>
      <p>
        <Link
          to="/$municipality/errors/$failureId"
          params={{ municipality, failureId }}
          search={search}
          className={linkClass}
        >
          {t('app.back')}
        </Link>
      </p>
      {/* Browsers keep titles in their history, so the title has the number and not the name. */}
      <PageHeading
        title={t('compare.title', { number: compared?.integratedAddressNumber ?? '' }).trim()}
        place={name}
        aside={compared?.protected === true && <ProtectedLabel />}
      />
      {done !== null && <Notice look="success">{done}</Notice>}
      {meanwhile && !waiting && <Notice look="information">{t('approval.meanwhile')}</Notice>}
      {error && <ProblemNotice error={error} />}
      {!compared && !error && <Skeleton lines={10} />}
      {compared && (
        <>
          <p>{t('compare.intro')}</p>
          <ReasonsCard compared={compared} />
          <Fields compared={compared} />
          {waiting && compared.state === 'HELD' ? (
            <ProposalCard proposal={waiting} onDone={() => void refetch()} />
          ) : (
            <DecisionCard compared={compared} onDone={setDone} />
          )}
        </>
      )}
    </>
  );
}

function ReasonsCard({ compared }: { compared: Comparison }) {
  const t = useWords();
  const formats = useFormats();
  const { reasons, another, state } = compared;
  return (
    <Card title={t('compare.reasons')}>
      {state !== 'HELD' && <Notice look="information">{t('compare.decided')}</Notice>}
      {reasons.length === 0 && state === 'HELD' && <p>{t('compare.reasons.none')}</p>}
      <ul className="list-disc pl-5">
        {reasons.map((reason) => (
          <li key={reason}>{t(`compare.reason.${reason}`)}</li>
        ))}
      </ul>
      <Facts
        facts={[
          { key: 'another', title: t('compare.anotherResident'), value: another && <ResidentLink number={another} /> },
          { key: 'operated', title: t('compare.operatedAt'), value: formats.moment(compared.operatedAt) },
          { key: 'received', title: t('compare.receivedAt'), value: formats.moment(compared.receivedAt) },
          {
            key: 'id',
            title: t('compare.transferId'),
            value: <span className="break-all">{compared.transferId}</span>,
          },
        ]}
      />
    </Card>
  );
}

interface Line {
  key: string;
  title: string;
  held: string | null;
  current: string | null;
  differs: boolean;
}

function Fields({ compared }: { compared: Comparison }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  if (compared.masked) return <Notice look="warning">{t('compare.masked')}</Notice>;
  const showValue = (field: Comparison['fields'][number]['field'], value: string | null): string | null => {
    if (value === null) return null;
    if (field === 'sex') return sexOf(value, t);
    if (field === 'numberSystem') return systemOf(value, language);
    return field === 'birthDate' && /^\d{4}-\d{2}-\d{2}$/u.test(value) ? formats.date(value) : value;
  };
  const lines: Line[] = compared.fields.map(({ field, held, current, differs }) => ({
    key: field,
    title: t(`compare.field.${field}`),
    held: showValue(field, held),
    current: showValue(field, current),
    differs,
  }));
  const isOfNobody = compared.with === 'nobody';
  return (
    <>
      {isOfNobody && <Notice look="information">{t('compare.nobody')}</Notice>}
      <DataTable
        caption={t('compare.result')}
        rows={lines}
        rowKey={({ key }) => key}
        columns={[
          { key: 'field', title: t('compare.field'), heading: true, cell: ({ title }) => title },
          { key: 'held', title: t('compare.held'), cell: ({ held, differs }) => <Side text={held} marked={differs} /> },
          {
            key: 'current',
            title: t(compared.with === 'another' ? 'compare.another' : 'compare.current'),
            cell: ({ current, differs }) => <Side text={current} marked={differs} />,
          },
          {
            key: 'result',
            title: t('compare.result'),
            cell: ({ differs }) =>
              differs ? (
                <span className="font-bold whitespace-nowrap text-error-2">{t('compare.differs')}</span>
              ) : (
                !isOfNobody && <span className="whitespace-nowrap text-solid-gray-800">{t('compare.same')}</span>
              ),
          },
        ]}
      />
      <Facts
        facts={[
          {
            key: 'personalNumber',
            title: t('compare.personalNumber'),
            value: (
              <>
                <span className="font-bold">{t(`compare.personalNumber.${compared.personalNumber}`)}</span>
                <span className="block text-sm text-solid-gray-700">{t('compare.personalNumber.hint')}</span>
              </>
            ),
          },
        ]}
      />
    </>
  );
}

function Side({ text, marked }: { text: string | null; marked: boolean }) {
  const t = useWords();
  if (text === null || text === '') return <span className="text-solid-gray-700">{t('compare.none')}</span>;
  return <AsStored text={text} className={marked ? 'border-b-2 border-error-2 font-bold' : ''} />;
}

const decisions = [
  { key: 'samePerson', action: 'correct', decision: 'same-person' },
  { key: 'otherPerson', action: 'correct', decision: 'personal-number' },
  { key: 'refuse', action: 'cancel', decision: undefined },
] as const satisfies readonly {
  key: string;
  action: 'correct' | 'cancel';
  decision: Decision | undefined;
}[];

function DecisionCard({ compared, onDone }: { compared: Comparison; onDone: (said: string) => void }) {
  const t = useWords();
  const { may } = useHere();
  const [asked, setAsked] = useState<(typeof decisions)[number] | null>(null);
  if (compared.state !== 'HELD' || compared.masked || !may('errors:work')) return null;
  const { failureId, integratedAddressNumber } = compared;
  const { ja, en } = failures.IDENTITY_MISMATCH;
  return (
    <Card title={t('compare.decide')}>
      <p>{t('compare.decide.text')}</p>
      <div className="flex flex-wrap gap-3">
        {decisions.map((each) => (
          // The buttons look alike: the comparison tells which is right.
          <Button key={each.key} look="secondary" onClick={() => setAsked(each)}>
            {t(`compare.${each.key}`)}
          </Button>
        ))}
      </div>
      {asked && (
        <ActionDialog
          entry={{ failureId, code: 'IDENTITY_MISMATCH', integratedAddressNumber, text: { ja, en } }}
          action={asked.action}
          decision={asked.decision}
          words={t(`compare.${asked.key}`)}
          onClose={() => setAsked(null)}
          onDone={(outcome) => {
            const number = integratedAddressNumber ?? t('errors.unnumbered');
            onDone(t(outcome === 'proposed' ? 'errors.done.proposed' : `errors.done.${asked.action}`, { number }));
            setAsked(null);
          }}
        />
      )}
    </Card>
  );
}
