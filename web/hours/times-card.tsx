import { useState } from 'react';
import type { HoursSetting } from '../../contracts/api/hours.ts';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Checkbox, TextField } from '../components/fields.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ChangeDialog } from './change-dialog.tsx';

export function TimesCard({ setting, onSaved }: { setting: HoursSetting; onSaved: () => void }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = useHere();
  const [changes, setChanges] = useState(false);
  const figures = [
    ['hours.municipality', `${setting.opens}–${setting.closes}`],
    ['hours.margin.label', t('hours.margin.shown', { minutes: formats.count(setting.closingMarginMinutes) })],
    ['hours.prefecture', setting.prefecture?.closes ?? t('hours.prefecture.none')],
    ['hours.enforced', t(setting.enforced ? 'hours.enforced.yes' : 'hours.enforced.no')],
  ] as const;
  return (
    <Card
      title={t('hours.times')}
      aside={
        may('hours:change') && (
          <Button look="secondary" size="small" onClick={() => setChanges(true)}>
            {t('hours.times.change')}
          </Button>
        )
      }
    >
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
        {figures.map(([key, text]) => (
          <div key={key} className="grid sm:contents">
            <dt className="font-bold">{t(key)}</dt>
            <dd className="tabular-nums">{text}</dd>
          </div>
        ))}
      </dl>
      {changes && (
        <TimesDialog
          setting={setting}
          onDone={() => {
            setChanges(false);
            onSaved();
          }}
          onClose={() => setChanges(false)}
        />
      )}
    </Card>
  );
}

const fields = {
  opens: 'hours-opens',
  closes: 'hours-closes',
  closingMarginMinutes: 'hours-margin',
  'prefecture.closes': 'hours-prefecture',
};

function TimesDialog({ setting, onDone, onClose }: { setting: HoursSetting; onDone: () => void; onClose: () => void }) {
  const t = useWords();
  const [opens, setOpens] = useState(setting.opens);
  const [closes, setCloses] = useState(setting.closes);
  const [margin, setMargin] = useState(String(setting.closingMarginMinutes));
  const [prefecture, setPrefecture] = useState(setting.prefecture?.closes ?? '');
  const [enforced, setEnforced] = useState(setting.enforced);
  return (
    <ChangeDialog
      title={t('hours.times.change')}
      submit={t('hours.save')}
      setting={setting}
      fields={fields}
      change={({ overrides, exceptions }) => ({
        enforced,
        opens,
        closes,
        // The rules find what is no number out of range.
        closingMarginMinutes: margin.trim() === '' ? -1 : Number(margin),
        ...(prefecture !== '' && { prefecture: { closes: prefecture } }),
        overrides,
        exceptions,
      })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              id={fields.opens}
              type="time"
              label={t('hours.opens')}
              required
              error={errorOf('opens')}
              value={opens}
              onChange={({ target }) => setOpens(target.value)}
            />
            <TextField
              id={fields.closes}
              type="time"
              label={t('hours.closes')}
              required
              error={errorOf('closes')}
              value={closes}
              onChange={({ target }) => setCloses(target.value)}
            />
          </div>
          <p className="text-sm text-solid-gray-700">
            {t('hours.common.hint', { opens: commonHours.opens, closes: commonHours.closes })}
          </p>
          <TextField
            id={fields.closingMarginMinutes}
            type="number"
            min={0}
            label={t('hours.margin')}
            required
            error={errorOf('closingMarginMinutes')}
            value={margin}
            onChange={({ target }) => setMargin(target.value)}
          />
          <TextField
            id={fields['prefecture.closes']}
            type="time"
            label={t('hours.prefecture')}
            hint={t('hours.prefecture.hint')}
            error={errorOf('prefecture.closes')}
            value={prefecture}
            onChange={({ target }) => setPrefecture(target.value)}
          />
          <Checkbox
            label={t('hours.enforced.check')}
            checked={enforced}
            onChange={({ target }) => setEnforced(target.checked)}
          />
        </>
      )}
    </ChangeDialog>
  );
}
