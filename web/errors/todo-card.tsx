import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ErrorDetail } from '../../contracts/api/error-entry.ts';
import type { ErrorAction } from './calls.ts';
import { Button, buttonClass } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords, type Words } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { stepOf } from '../components/code-names.ts';
import { Facts } from '../components/facts.tsx';
import { ActionDialog } from './action-dialog.tsx';
import { AssignDialog, useAssign } from './assign-dialog.tsx';
import { DueDialog } from './due-dialog.tsx';
import { DueText } from './due-text.tsx';

/** What is to be done and by whom, and what a retry would do. */
export function TodoCard({ entry }: { entry: ErrorDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality, may } = useHere();
  const { staffId } = useSession();
  const [action, setAction] = useState<ErrorAction | null>(null);
  const [isAssigning, setAssigning] = useState(false);
  const [isDueAsked, setDueAsked] = useState(false);
  const search = useSearch({ from: '/signed-in/$municipality/errors/$failureId' });
  const [done, setDone] = useState<string | null>(null);
  const assignedText = (count: number): string => t('assign.done', { count: formats.count(count) });
  const assigning = useAssign((assigned) => setDone(assignedText(assigned)));
  const { failureId, assignee, assignedAt, integratedAddressNumber } = entry;
  const isHeld = entry.code === 'IDENTITY_MISMATCH';
  const isOpen = entry.resolvedAt === null;
  const mayWork = may('errors:work') && isOpen;
  const who = assignee && (assignee.name ?? assignee.staffId);
  return (
    <Card title={t('error.todo')}>
      {done !== null && <Notice look="success">{done}</Notice>}
      {assigning.error && <ProblemNotice error={assigning.error} />}
      {isOpen && !entry.trying && (
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
          {
            key: 'due',
            title: t('errors.due'),
            value: entry.dueOn !== null && <DueText dueOn={entry.dueOn} resolvedAt={entry.resolvedAt} />,
          },
        ]}
      />
      <div className="flex flex-wrap gap-3">
        {isHeld && may('residents:view') && (
          <Link
            to="/$municipality/errors/$failureId/comparison"
            params={{ municipality, failureId }}
            search={search}
            className={buttonClass('primary')}
          >
            {t('error.compare')}
          </Link>
        )}
        {mayWork &&
          (entry.trying ? (['cancel'] as const) : (['retry', 'correct', 'cancel'] as const)).map((each) => (
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
        {mayWork && (
          <Button look="secondary" onClick={() => setDueAsked(true)}>
            {t('error.due.change')}
          </Button>
        )}
      </div>
      {action && (
        <ActionDialog
          entry={entry}
          action={action}
          onClose={() => setAction(null)}
          onDone={(outcome) => {
            const said = outcome === 'proposed' ? 'errors.done.proposed' : (`errors.done.${action}` as const);
            setDone(t(said, { number: integratedAddressNumber ?? t('errors.unnumbered') }));
            setAction(null);
          }}
        />
      )}
      {isAssigning && (
        <AssignDialog
          failureIds={[failureId]}
          onClose={() => setAssigning(false)}
          onDone={(assigned) => {
            setDone(assignedText(assigned));
            setAssigning(false);
          }}
        />
      )}
      {isDueAsked && (
        <DueDialog
          failureIds={[failureId]}
          dueOn={entry.dueOn}
          onClose={() => setDueAsked(false)}
          onDone={(changed) => {
            setDone(t('due.done', { count: formats.count(changed) }));
            setDueAsked(false);
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
