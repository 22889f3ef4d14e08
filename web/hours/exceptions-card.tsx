import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { HourException } from '../../contracts/api/calendars.ts';
import { tokyoInstantOf } from '../../domain/calendar/civil-date.ts';
import { exceptionKinds, type ExceptionKind } from '../../domain/calendar/exception-kinds.ts';
import { checkAskedException } from '../../domain/calendar/exceptions.ts';
import { rules } from '../../domain/values/checked.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { listFieldErrors, type FieldError } from '../components/field-errors.ts';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { DataTable } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { exceptionsQuery, useAnswer, useAsk, type Answer } from './calls.ts';
import type { SavedKey } from './saved.ts';

type Asked = { exception: HourException; what: Answer['what'] };

/** 延長, the latest first: those asked for, and those that wait for this organisation's answer. */
export function ExceptionsCard({ onSaved }: { onSaved: (key: SavedKey) => void }) {
  const t = useWords();
  const { organisation, tier, may } = usePlace();
  const period = usePeriod();
  const { data, error } = useQuery(exceptionsQuery(organisation));
  const [asked, setAsked] = useState<'ask' | Asked | null>(null);
  const close = (): void => setAsked(null);
  const done = (): void => {
    close();
    onSaved('hours.decided');
  };
  /** What this organisation may do with it: a named side answers, and who asked withdraws. */
  const actionsOf = ({ organisation: asking, state, agreements }: HourException): Answer['what'][] => {
    const isOwed = agreements.some((side) => side.organisation === organisation && side.decision === null);
    if (isOwed && state === 'asked' && may('exceptions:agree')) return ['agree', 'refuse'];
    const stands = state === 'asked' || state === 'agreed';
    return asking === organisation && stands && may('exceptions:ask') ? ['withdraw'] : [];
  };
  return (
    <Card
      title={t('hours.exceptions')}
      aside={
        tier === 'municipality' &&
        may('exceptions:ask') && (
          <Button look="secondary" size="small" onClick={() => setAsked('ask')}>
            {t('hours.exceptions.ask')}
          </Button>
        )
      }
    >
      <p>{t('hours.exceptions.intro')}</p>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={4} />}
      {data && (
        <DataTable
          caption={t('hours.exceptions')}
          rows={data.exceptions}
          rowKey={({ exceptionId }) => exceptionId}
          empty={t('hours.exceptions.none')}
          columns={[
            { key: 'period', title: t('hours.exception.period'), heading: true, cell: period },
            { key: 'kind', title: t('hours.exception.kind'), cell: ({ kind }) => t(`hours.exception.kind.${kind}`) },
            { key: 'by', title: t('hours.exception.by'), cell: ({ organisationName }) => organisationName },
            { key: 'reason', title: t('hours.reason'), cell: ({ reason }) => reason },
            {
              key: 'sides',
              title: t('hours.exception.sides'),
              cell: ({ agreements }) => <Sides agreements={agreements} />,
            },
            {
              key: 'state',
              title: t('hours.exception.state'),
              cell: ({ state }) => <span className="whitespace-nowrap">{t(`hours.exception.state.${state}`)}</span>,
            },
            ...(may('exceptions:ask') || may('exceptions:agree')
              ? [
                  {
                    key: 'actions',
                    title: t('hours.actions'),
                    cell: (exception: HourException) => (
                      <span className="flex flex-wrap gap-2">
                        {actionsOf(exception).map((what) => (
                          <Button
                            key={what}
                            look="quiet"
                            size="small"
                            aria-label={t(`hours.exception.of.${what}`, { what: period(exception) })}
                            onClick={() => setAsked({ exception, what })}
                          >
                            {t(`hours.exception.${what}`)}
                          </Button>
                        ))}
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {asked === 'ask' && <AskDialog onDone={done} onClose={close} />}
      {asked !== null && asked !== 'ask' && <AnswerDialog {...asked} onDone={done} onClose={close} />}
    </Card>
  );
}

function Sides({ agreements }: Pick<HourException, 'agreements'>) {
  const t = useWords();
  if (agreements.length === 0) return t('hours.exception.nobody');
  return (
    <ul>
      {agreements.map(({ organisation, name, decision, reason }) => (
        <li key={organisation}>
          {name}: {t(`hours.exception.answer.${decision ?? 'waiting'}`)}
          {reason !== null && ` (${reason})`}
        </li>
      ))}
    </ul>
  );
}

function AnswerDialog({ exception, what, onDone, onClose }: Asked & { onDone: () => void; onClose: () => void }) {
  const t = useWords();
  const { organisation } = usePlace();
  const period = usePeriod();
  const answering = useAnswer(organisation, onDone);
  const { exceptionId, organisationName, kind, reason: asked } = exception;
  return (
    <Dialog title={t(`hours.exception.${what}`)} onClose={onClose}>
      {answering.error && <ProblemNotice error={answering.error} />}
      <ReasonForm
        submit={t(`hours.exception.${what}`)}
        {...(what !== 'agree' && { look: 'danger' as const })}
        busy={answering.isPending}
        hint={t('hours.exception.reason.hint')}
        onSubmit={(reason) => answering.mutate({ exceptionId, what, reason })}
        onClose={onClose}
      >
        <p>
          {organisationName}, {t(`hours.exception.kind.${kind}`)}: {period(exception)} ({asked})
        </p>
      </ReasonForm>
    </Dialog>
  );
}

function usePeriod(): (exception: Pick<HourException, 'from' | 'to'>) => string {
  const t = useWords();
  const formats = useFormats();
  return ({ from, to }) => t('hours.exception.periodOf', { from: formats.moment(from), to: formats.moment(to) });
}

const fields: Readonly<Record<string, string>> = {
  from: 'hours-from',
  to: 'hours-to',
  municipalities: 'hours-municipalities',
  reason: 'reason',
};
const longestReason = 200;
/** `municipalities[1]` is said at the one field for all of them. */
const nameOf = (field: string): string => field.replace(/\[.*$/u, '');

function AskDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const asking = useAsk(organisation, onDone);
  const [kind, setKind] = useState<ExceptionKind>('wide-area-copy');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [codes, setCodes] = useState('');
  const [found, setFound] = useState<FieldError[]>([]);
  const errorOf = (name: string): string | undefined => found.find(({ field }) => nameOf(field) === name)?.text;
  const begin = (reason: string): void => {
    const municipalities = kind === 'wide-area-copy' ? codes.split(/[\s,、]+/u).filter((code) => code !== '') : [];
    const json = { kind, from: tokyoInstantOf(from), to: tokyoInstantOf(to), reason, municipalities };
    const wrong = checkAskedException(json, organisation, Date.now()).map(({ field, rule }) => ({
      field,
      text: rules[rule][language],
    }));
    setFound(wrong);
    if (wrong.length > 0) return;
    asking.mutate(json, { onError: (error) => setFound(listFieldErrors(error, language)) });
  };
  // The summary takes the focus when it changes, so it must stay the same object until then.
  const summary = useMemo(
    () => found.map(({ field, text }) => ({ fieldId: fields[nameOf(field)] ?? 'reason', text })),
    [found],
  );
  return (
    <Dialog title={t('hours.exceptions.ask')} onClose={onClose}>
      <ErrorSummary errors={summary} />
      {asking.error && summary.length === 0 && <ProblemNotice error={asking.error} />}
      <ReasonForm
        submit={t('hours.exceptions.submit')}
        busy={asking.isPending}
        hint={t('hours.exception.reason.hint')}
        check={(reason) => (reason.length > longestReason ? t('hours.reason.long') : undefined)}
        onSubmit={begin}
        onClose={onClose}
      >
        <Select
          label={t('hours.exception.kind')}
          value={kind}
          onChange={({ target }) => setKind(exceptionKinds.find((each) => each === target.value) ?? 'own-work')}
          choices={exceptionKinds.map((value) => ({ value, text: t(`hours.exception.kind.${value}`) }))}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            id="hours-from"
            type="datetime-local"
            label={t('hours.exception.from')}
            required
            error={errorOf('from')}
            value={from}
            onChange={({ target }) => setFrom(target.value)}
          />
          <TextField
            id="hours-to"
            type="datetime-local"
            label={t('hours.exception.to')}
            required
            error={errorOf('to')}
            value={to}
            onChange={({ target }) => setTo(target.value)}
          />
        </div>
        {kind === 'wide-area-copy' && (
          <TextField
            id="hours-municipalities"
            label={t('hours.exception.municipalities')}
            hint={t('hours.exception.municipalities.hint')}
            required
            autoComplete="off"
            error={errorOf('municipalities')}
            value={codes}
            onChange={({ target }) => setCodes(target.value)}
          />
        )}
      </ReasonForm>
    </Dialog>
  );
}
