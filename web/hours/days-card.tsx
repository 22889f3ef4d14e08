import { useState } from 'react';
import type { HoursSetting } from '../../contracts/api/hours.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ChangeDialog } from './change-dialog.tsx';

type Override = HoursSetting['overrides'][number];

/** Days to which the rules of weekdays and holidays do not apply. */
export function DaysCard({ setting, onSaved }: { setting: HoursSetting; onSaved: () => void }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = useHere();
  const [asked, setAsked] = useState<'add' | Override | null>(null);
  const close = (): void => setAsked(null);
  const done = (): void => {
    close();
    onSaved();
  };
  return (
    <Card
      title={t('hours.days')}
      aside={
        may('hours:change') && (
          <Button look="secondary" size="small" onClick={() => setAsked('add')}>
            {t('hours.days.add')}
          </Button>
        )
      }
    >
      <p>{t('hours.days.intro')}</p>
      <DataTable
        caption={t('hours.days')}
        rows={setting.overrides.toSorted((a, b) => a.date.localeCompare(b.date))}
        rowKey={({ date }) => date}
        empty={t('hours.days.none')}
        columns={[
          { key: 'day', title: t('hours.day'), heading: true, cell: ({ date }) => formats.date(date) },
          { key: 'kind', title: t('hours.day.kind'), cell: ({ kind }) => t(`hours.day.${kind}`) },
          { key: 'reason', title: t('hours.reason'), cell: ({ reason }) => reason },
          ...(may('hours:change')
            ? [
                {
                  key: 'actions',
                  title: t('hours.actions'),
                  cell: (override: Override) => (
                    <Button
                      look="quiet"
                      size="small"
                      aria-label={t('hours.removeOf', { what: formats.date(override.date) })}
                      onClick={() => setAsked(override)}
                    >
                      {t('hours.remove')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {asked === 'add' && <AddDay setting={setting} onDone={done} onClose={close} />}
      {asked !== null && asked !== 'add' && (
        <ChangeDialog
          title={t('hours.days.remove')}
          submit={t('hours.remove')}
          look="danger"
          setting={setting}
          change={(there) => ({ ...there, overrides: there.overrides.filter(({ date }) => date !== asked.date) })}
          onDone={done}
          onClose={close}
        >
          {() => (
            <p>
              {formats.date(asked.date)} {t(`hours.day.${asked.kind}`)} ({asked.reason})
            </p>
          )}
        </ChangeDialog>
      )}
    </Card>
  );
}

const fields = { date: 'hours-day', reason: 'reason' };

function AddDay({ setting, onDone, onClose }: { setting: HoursSetting; onDone: () => void; onClose: () => void }) {
  const t = useWords();
  const [date, setDate] = useState('');
  const [kind, setKind] = useState<Override['kind']>('closed');
  return (
    <ChangeDialog
      title={t('hours.days.add')}
      submit={t('hours.save')}
      setting={setting}
      fields={fields}
      change={(there, reason) => ({ ...there, overrides: [...there.overrides, { date, kind, reason }] })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <TextField
            id={fields.date}
            type="date"
            label={t('hours.day')}
            required
            error={errorOf('date')}
            value={date}
            onChange={({ target }) => setDate(target.value)}
          />
          <Select
            label={t('hours.day.kind')}
            value={kind}
            onChange={({ target }) => setKind(target.value === 'open' ? 'open' : 'closed')}
            choices={(['closed', 'open'] as const).map((value) => ({ value, text: t(`hours.day.${value}`) }))}
          />
        </>
      )}
    </ChangeDialog>
  );
}
