/** One entry of the error list. It shows integrated numbers and no names; these are on the resident's page. */
import { Link, useParams } from '@tanstack/react-router';
import type { ErrorDetail } from '../../contracts/api/error-entry.ts';
import { participants } from '../../domain/participants.ts';
import { participantOfRoute } from '../../domain/routes.ts';
import { useErrorEntry } from './calls.ts';
import { Card } from '../components/card.tsx';
import { LiveMark } from '../components/live-mark.tsx';
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
import { Neighbours } from './neighbours.tsx';
import { NotesCard } from './notes-card.tsx';
import { TodoCard } from './todo-card.tsx';
import { OutcomeNotice, TriesCard } from './tries-card.tsx';

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
  const { entry, error, live } = useErrorEntry(municipality, failureId);
  return (
    <>
      <Neighbours failureId={failureId} />
      <PageHeading
        title={t('error.title', { number: entry?.integratedAddressNumber ?? '' }).trim()}
        place={name}
        aside={<LiveMark live={live} />}
      />
      {error && <ProblemNotice error={error} />}
      {!entry && !error && <Skeleton lines={10} />}
      {entry && (
        <>
          <OutcomeNotice entry={entry} />
          <WhatCard entry={entry} />
          {/* Of the next entry nothing of this one is kept. */}
          <TodoCard key={`todo ${failureId}`} entry={entry} />
          <TriesCard entry={entry} />
          <NotesCard key={`notes ${failureId}`} entry={entry} />
          <HistoryCard entry={entry} />
        </>
      )}
    </>
  );
}

function WhatCard({ entry }: { entry: ErrorDetail }) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const { integratedAddressNumber: number, personId, stage, loadId, step } = entry;
  return (
    <Card title={t('error.what')} aside={<WorkflowLink workflow={entry.workflow} />}>
      <p>
        <b>{entry.title[language]}</b> {entry.text[language]} <FailureLink code={entry.code} />
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
          { key: 'failedAt', title: t('error.failedAt'), value: formats.exactMoment(entry.failedAt) },
          {
            key: 'tries',
            title: t('errors.triesTitle'),
            value: t('errors.tries', { count: formats.count(entry.tries) }),
          },
          {
            key: 'resolution',
            title: t('error.resolution'),
            value:
              resolvedAt === null || resolution === null
                ? t(entry.trying ? 'error.trying' : 'error.open')
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
