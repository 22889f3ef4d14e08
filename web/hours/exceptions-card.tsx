import { useState } from 'react';
import type { HoursSetting } from '../../contracts/api/hours.ts';
import { tokyoInstantOf } from '../../domain/calendar/civil-date.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { TextField } from '../components/fields.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ChangeDialog } from './change-dialog.tsx';

type Exception = HoursSetting['exceptions'][number];

/** 延長, the latest first, so that future ones stand above past ones. */
export function ExceptionsCard({ setting, onSaved }: { setting: HoursSetting; onSaved: () => void }) {
  const t = useWords();
  const { may } = useHere();
  const period = usePeriod();
  const [asked, setAsked] = useState<'add' | Exception | null>(null);
  const close = (): void => setAsked(null);
  const done = (): void => {
    close();
    onSaved();
  };
  const stateOf = ({ from, to }: Exception): 'over' | 'now' | 'coming' => {
    const now = Date.now();
    return Date.parse(to) <= now ? 'over' : Date.parse(from) <= now ? 'now' : 'coming';
  };
  return (
    <Card
      title={t('hours.exceptions')}
      aside={
        may('hours:change') && (
          <Button look="secondary" size="small" onClick={() => setAsked('add')}>
            {t('hours.exceptions.add')}
          </Button>
        )
      }
    >
      <p>{t('hours.exceptions.intro')}</p>
      <DataTable
        caption={t('hours.exceptions')}
        rows={setting.exceptions.toSorted((a, b) => Date.parse(b.from) - Date.parse(a.from))}
        rowKey={({ from, to, reason }) => `${from} ${to} ${reason}`}
        empty={t('hours.exceptions.none')}
        columns={[
          { key: 'period', title: t('hours.exception.period'), heading: true, cell: period },
          {
            key: 'state',
            title: t('hours.exception.state'),
            cell: (each) => <span className="whitespace-nowrap">{t(`hours.exception.${stateOf(each)}`)}</span>,
          },
          { key: 'approver', title: t('hours.exception.approver'), cell: ({ approver }) => approver },
          { key: 'reason', title: t('hours.reason'), cell: ({ reason }) => reason },
          ...(may('hours:change')
            ? [
                {
                  key: 'actions',
                  title: t('hours.actions'),
                  cell: (exception: Exception) => (
                    <Button
                      look="quiet"
                      size="small"
                      aria-label={t('hours.removeOf', { what: period(exception) })}
                      onClick={() => setAsked(exception)}
                    >
                      {t('hours.remove')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {asked === 'add' && <AddException setting={setting} onDone={done} onClose={close} />}
      {asked !== null && asked !== 'add' && (
        <ChangeDialog
          title={t('hours.exceptions.remove')}
          submit={t('hours.remove')}
          look="danger"
          setting={setting}
          change={(there) => ({ ...there, exceptions: there.exceptions.filter((each) => !isSame(each, asked)) })}
          onDone={done}
          onClose={close}
        >
          {() => (
            <p>
              {period(asked)} ({asked.reason})
            </p>
          )}
        </ChangeDialog>
      )}
    </Card>
  );
}

function isSame(a: Exception, b: Exception): boolean {
  return a.from === b.from && a.to === b.to && a.approver === b.approver && a.reason === b.reason;
}

function usePeriod(): (exception: Exception) => string {
  const t = useWords();
  const formats = useFormats();
  return ({ from, to }) => t('hours.exception.periodOf', { from: formats.moment(from), to: formats.moment(to) });
}

const fields = { from: 'hours-from', to: 'hours-to', approver: 'hours-approver', reason: 'reason' };

function AddException({
  setting,
  onDone,
  onClose,
}: {
  setting: HoursSetting;
  onDone: () => void;
  onClose: () => void;
}) {
  const t = useWords();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [approver, setApprover] = useState('');
  return (
    <ChangeDialog
      title={t('hours.exceptions.add')}
      submit={t('hours.save')}
      setting={setting}
      fields={fields}
      change={(there, reason) => ({
        ...there,
        exceptions: [
          ...there.exceptions,
          { from: tokyoInstantOf(from), to: tokyoInstantOf(to), approver: approver.trim(), reason },
        ],
      })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              id={fields.from}
              type="datetime-local"
              label={t('hours.exception.from')}
              required
              error={errorOf('from')}
              value={from}
              onChange={({ target }) => setFrom(target.value)}
            />
            <TextField
              id={fields.to}
              type="datetime-local"
              label={t('hours.exception.to')}
              required
              error={errorOf('to')}
              value={to}
              onChange={({ target }) => setTo(target.value)}
            />
          </div>
          <TextField
            id={fields.approver}
            label={t('hours.exception.approver')}
            hint={t('hours.exception.approver.hint')}
            required
            maxLength={80}
            autoComplete="off"
            error={errorOf('approver')}
            value={approver}
            onChange={({ target }) => setApprover(target.value)}
          />
        </>
      )}
    </ChangeDialog>
  );
}
