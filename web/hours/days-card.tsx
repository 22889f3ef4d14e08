import { useState } from 'react';
import type { CalendarPart, OrganisationCalendar } from '../../contracts/api/calendars.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import type { SavedKey } from './saved.ts';
import type { PartProps } from './part-card.tsx';
import { isNational, isPrefectural } from './setting.ts';

/** A day of the own part: closed, open, or with another end of online operation. */
interface OwnDay {
  date: string;
  is: 'closed' | 'open' | { closes: string };
  reason: string;
}

export function daysOf(part: CalendarPart): OwnDay[] {
  return isPrefectural(part)
    ? part.onlineEnds.map(({ date, closes, reason }) => ({ date, is: { closes }, reason }))
    : part.overrides.map(({ date, kind, reason }) => ({ date, is: kind, reason }));
}

function withoutDay(part: CalendarPart, date: string): CalendarPart {
  if (isPrefectural(part)) return { ...part, onlineEnds: part.onlineEnds.filter((day) => day.date !== date) };
  if (isNational(part)) return { ...part, overrides: part.overrides.filter((day) => day.date !== date) };
  return { ...part, overrides: part.overrides.filter((day) => day.date !== date) };
}

function withDay(part: CalendarPart, { date, is, reason }: OwnDay): CalendarPart {
  if (typeof is === 'object') {
    return isPrefectural(part) ? { ...part, onlineEnds: [...part.onlineEnds, { date, ...is, reason }] } : part;
  }
  if (isPrefectural(part)) return part;
  if (isNational(part)) return { ...part, overrides: [...part.overrides, { date, kind: is, reason }] };
  return { ...part, overrides: [...part.overrides, { date, kind: 'closed', reason }] };
}

/** Days that depart from the rules, as far as this organisation owns them. */
export function DaysCard({ calendar, onSaved }: PartProps) {
  const t = useWords();
  const formats = useFormats();
  const { may } = usePlace();
  const [asked, setAsked] = useState<'add' | OwnDay | null>(null);
  const close = (): void => setAsked(null);
  const done = (key: SavedKey): void => {
    close();
    onSaved(key);
  };
  const wordOf = useDayWord();
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
      <p>{t(`hours.days.intro.${calendar.tier}`)}</p>
      <DataTable
        caption={t('hours.days')}
        rows={daysOf(calendar.setting).toSorted((a, b) => a.date.localeCompare(b.date))}
        rowKey={({ date }) => date}
        empty={t('hours.days.none')}
        columns={[
          { key: 'day', title: t('hours.day'), heading: true, cell: ({ date }) => formats.date(date) },
          { key: 'kind', title: t('hours.day.kind'), cell: wordOf },
          { key: 'reason', title: t('hours.reason'), cell: ({ reason }) => reason },
          ...(may('hours:change')
            ? [
                {
                  key: 'actions',
                  title: t('hours.actions'),
                  cell: (day: OwnDay) => (
                    <Button
                      look="quiet"
                      size="small"
                      aria-label={t('hours.removeOf', { what: formats.date(day.date) })}
                      onClick={() => setAsked(day)}
                    >
                      {t('hours.remove')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {asked === 'add' && <AddDay calendar={calendar} onDone={done} onClose={close} />}
      {asked !== null && asked !== 'add' && (
        <ChangeDialog
          title={t('hours.days.remove')}
          submit={t('hours.remove')}
          look="danger"
          calendar={calendar}
          change={(there) => withoutDay(there, asked.date)}
          onDone={done}
          onClose={close}
        >
          {() => (
            <p>
              {formats.date(asked.date)} {wordOf(asked)} ({asked.reason})
            </p>
          )}
        </ChangeDialog>
      )}
    </Card>
  );
}

export function useDayWord(): (day: OwnDay) => string {
  const t = useWords();
  return ({ is }) => (typeof is === 'object' ? t('hours.day.ends', { time: is.closes }) : t(`hours.day.${is}`));
}

const fields = { date: 'hours-day', closes: 'hours-day-closes', reason: 'reason' };

function AddDay({
  calendar,
  onDone,
  onClose,
}: {
  calendar: OrganisationCalendar;
  onDone: (key: SavedKey) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const [date, setDate] = useState('');
  const [kind, setKind] = useState<'closed' | 'open'>('closed');
  const [closes, setCloses] = useState('');
  const { tier } = calendar;
  return (
    <ChangeDialog
      title={t('hours.days.add')}
      submit={t(tier === 'nation' ? 'hours.propose' : 'hours.save')}
      calendar={calendar}
      fields={fields}
      change={(there, reason) => withDay(there, { date, is: tier === 'prefecture' ? { closes } : kind, reason })}
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
          {tier === 'nation' && (
            <Select
              label={t('hours.day.kind')}
              value={kind}
              onChange={({ target }) => setKind(target.value === 'open' ? 'open' : 'closed')}
              choices={(['closed', 'open'] as const).map((value) => ({ value, text: t(`hours.day.${value}`) }))}
            />
          )}
          {tier === 'prefecture' && (
            <TextField
              id={fields.closes}
              label={t('hours.day.closes')}
              hint={t('hours.onlineCloses.hint.day')}
              required
              inputMode="numeric"
              maxLength={5}
              autoComplete="off"
              error={errorOf('closes')}
              value={closes}
              onChange={({ target }) => setCloses(target.value)}
            />
          )}
        </>
      )}
    </ChangeDialog>
  );
}
