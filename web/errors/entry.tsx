/** One entry of the error list. Integrated numbers and no names: whoever wants to see the resident goes there. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ErrorDetail } from '../../contracts/api/error-entry.ts';
import { participants } from '../../domain/participants.ts';
import { errorQuery, type ErrorAction } from './calls.ts';
import { Button, buttonClass } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { StatusLabel } from '../components/status-label.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords, type Words } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';
import { useSession } from '../shell/session.tsx';
import { WorkflowLink } from '../shell/workflow-link.tsx';
import { stepOf } from '../residents/names.ts';
import { Facts } from '../residents/parts.tsx';
import { ActionDialog } from './action-dialog.tsx';
import { AssignDialog, useAssign } from './assign.tsx';
import { roads } from './filter.tsx';
import { NotesCard } from './notes-card.tsx';

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
      <Link
        to="/$municipality/errors"
        params={{ municipality }}
        className="inline-flex min-h-11 items-center text-key-900 underline"
      >
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
      <Facts
        facts={[
          { key: 'code', title: t('error.code'), value: <span className="break-all">{entry.code}</span> },
          { key: 'reason', title: t('error.participantCode'), value: entry.reason },
          { key: 'step', title: t('error.step'), value: step && stepOf(step, t) },
          { key: 'attempt', title: t('error.attempt'), value: t('errors.attempt', { attempt: entry.attempt }) },
          { key: 'number', title: t('errors.number'), value: <ResidentLink number={number} personId={personId} /> },
          { key: 'stage', title: t('errors.stage'), value: stage && <StatusLabel stage={stage} /> },
          { key: 'status', title: t('error.status'), value: t(`status.${entry.codeRequestStatus}`) },
          { key: 'route', title: t('error.route'), value: participants[roads[entry.route]][language] },
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

/** What is to be done, by whom, and what a retry would do. */
function TodoCard({ entry }: { entry: ErrorDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality, may } = useHere();
  const { staffId } = useSession();
  const [action, setAction] = useState<ErrorAction | null>(null);
  const [isAssigning, setAssigning] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const said = (count: number): string => t('assign.done', { count: formats.count(count) });
  const assigning = useAssign((assigned) => setDone(said(assigned)));
  const { failureId, assignee, assignedAt, integratedAddressNumber } = entry;
  const isHeld = entry.code === 'IDENTITY_MISMATCH';
  const isOpen = entry.resolvedAt === null;
  const mayWork = may('errors:work') && isOpen;
  const who = assignee && (assignee.name ?? assignee.staffId);
  return (
    <Card title={t('error.todo')}>
      {done !== null && <Notice look="success">{done}</Notice>}
      {assigning.error && <ProblemNotice error={assigning.error} />}
      {isOpen && (
        <>
          <p>{t(isHeld ? 'error.todo.held' : `error.todo.${entry.owner}`)}</p>
          <p>{ruleOf(entry, t)}</p>
        </>
      )}
      <Facts
        facts={[
          {
            key: 'assignee',
            title: t('error.assignee'),
            value:
              who === null ? (
                t('error.assignee.nobody')
              ) : (
                <>
                  {who}
                  {assignedAt !== null && (
                    <span className="block text-sm text-solid-gray-700">
                      {t('error.assignee.since', { time: formats.moment(assignedAt) })}
                    </span>
                  )}
                </>
              ),
          },
        ]}
      />
      <div className="flex flex-wrap gap-3">
        {isHeld && may('residents:view') && (
          <Link
            to="/$municipality/errors/$failureId/comparison"
            params={{ municipality, failureId }}
            className={buttonClass('primary')}
          >
            {t('error.compare')}
          </Link>
        )}
        {mayWork &&
          (['retry', 'correct', 'cancel'] as const).map((each) => (
            <Button key={each} look="secondary" onClick={() => setAction(each)}>
              {t(`errors.${each}`)}
            </Button>
          ))}
        {mayWork && assignee?.staffId !== staffId && (
          <Button
            look="secondary"
            busy={assigning.isPending}
            onClick={() => assigning.mutate({ failureIds: [failureId], assigneeId: staffId })}
          >
            {t('error.assign.me')}
          </Button>
        )}
        {mayWork && (
          <Button look="secondary" onClick={() => setAssigning(true)}>
            {t('error.assign.other')}
          </Button>
        )}
      </div>
      {action && (
        <ActionDialog
          entry={entry}
          action={action}
          onClose={() => setAction(null)}
          onDone={() => {
            setDone(t(`errors.done.${action}`, { number: integratedAddressNumber ?? t('errors.unnumbered') }));
            setAction(null);
          }}
        />
      )}
      {isAssigning && (
        <AssignDialog
          failureIds={[failureId]}
          onClose={() => setAssigning(false)}
          onDone={(assigned) => {
            setDone(said(assigned));
            setAssigning(false);
          }}
        />
      )}
    </Card>
  );
}

function ruleOf({ code, retry }: ErrorDetail, t: Words): string {
  if (code === 'IDENTITY_MISMATCH') return t('error.rule.held');
  return retry.newAttempt ? t('error.rule.anew', { step: stepOf(retry.from, t) }) : t('error.rule.same');
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
