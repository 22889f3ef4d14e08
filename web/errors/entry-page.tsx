/** One entry of the error list. It shows integrated numbers and no names; these are on the resident's page. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ErrorDetail } from '../../contracts/api/error-entry.ts';
import { participants } from '../../domain/participants.ts';
import { participantOfRoute } from '../../domain/routes.ts';
import { errorQuery } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { StatusLabel } from '../components/status-label.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';
import { WorkflowLink } from '../shell/workflow-link.tsx';
import { stepOf } from '../components/code-names.ts';
import { Facts } from '../components/facts.tsx';
import { FailureLink } from '../components/failure-link.tsx';
import { NotesCard } from './notes-card.tsx';
import { TodoCard } from './todo-card.tsx';
import { linkClass } from '../components/link.ts';

export function ErrorPage() {
  return (
    <Guarded right="errors:read">
      <Entry />
    </Guarded>
  );
}

function Entry() {
  const t = useWords();
  const { municipality, name } = useHere();
  const { failureId } = useParams({ from: '/signed-in/$municipality/errors/$failureId' });
  const { data: entry, error, isFetching, refetch } = useQuery(errorQuery(municipality, failureId));
  return (
    <>
      <ToList />
      <PageHeading
        title={t('error.title', { number: entry?.integratedAddressNumber ?? '' }).trim()}
        place={name}
        aside={
          <Button look="secondary" size="small" busy={isFetching} onClick={() => void refetch()}>
            {t('app.retry')}
          </Button>
        }
      />
      {error && <ProblemNotice error={error} />}
      {!entry && !error && <Skeleton lines={10} />}
      {entry && (
        <>
          <WhatCard entry={entry} />
          <TodoCard entry={entry} />
          <NotesCard entry={entry} />
          <HistoryCard entry={entry} />
        </>
      )}
    </>
  );
}

export function ToList() {
  const t = useWords();
  const { municipality } = useHere();
  return (
    <p>
      <Link to="/$municipality/errors" params={{ municipality }} className={linkClass}>
        {t('error.toList')}
      </Link>
    </p>
  );
}

function WhatCard({ entry }: { entry: ErrorDetail }) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const { integratedAddressNumber: number, personId, stage, loadId, step } = entry;
  return (
    <Card title={t('error.what')} aside={<WorkflowLink workflow={entry.workflow} />}>
      <p className="font-bold">{entry.text[language]}</p>
      <p>
        <FailureLink code={entry.code} />
      </p>
      <Facts
        facts={[
          { key: 'code', title: t('error.code'), value: <span className="break-all">{entry.code}</span> },
          { key: 'reason', title: t('error.participantCode'), value: entry.reason },
          { key: 'step', title: t('error.step'), value: step && stepOf(step, t) },
          { key: 'attempt', title: t('error.attempt'), value: t('errors.attempt', { attempt: entry.attempt }) },
          { key: 'number', title: t('errors.number'), value: <ResidentLink number={number} personId={personId} /> },
          { key: 'stage', title: t('errors.stage'), value: stage && <StatusLabel stage={stage} /> },
          { key: 'status', title: t('error.status'), value: t(`status.${entry.codeRequestStatus}`) },
          { key: 'route', title: t('error.route'), value: participants[participantOfRoute[entry.route]][language] },
          {
            key: 'load',
            title: t('error.load'),
            value:
              loadId !== null &&
              (may('loads:read') ? (
                <Link
                  to="/$municipality/loads/$loadId"
                  params={{ municipality, loadId }}
                  className="text-key-900 underline"
                >
                  {t('error.load.open')}
                </Link>
              ) : (
                loadId
              )),
          },
        ]}
      />
    </Card>
  );
}

function HistoryCard({ entry }: { entry: ErrorDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { resolvedAt, resolution, resolvedBy, resolvedBecause, standing } = entry;
  return (
    <Card title={t('error.history')}>
      <Facts
        facts={[
          { key: 'firstSeen', title: t('error.firstSeen'), value: formats.exactMoment(entry.firstSeenAt) },
          {
            key: 'resolution',
            title: t('error.resolution'),
            value:
              resolvedAt === null || resolution === null
                ? t('error.open')
                : t('errors.resolvedAt', {
                    time: formats.exactMoment(resolvedAt),
                    resolution: t(`errors.resolution.${resolution}`),
                  }),
          },
          { key: 'by', title: t('error.resolvedBy'), value: resolvedBy && (resolvedBy.name ?? resolvedBy.staffId) },
          { key: 'because', title: t('error.resolvedBecause'), value: resolvedBecause },
          { key: 'standing', title: t('error.standing'), value: standing && t(`error.standing.${standing}`) },
        ]}
      />
    </Card>
  );
}
