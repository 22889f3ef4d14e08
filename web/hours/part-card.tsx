import { useState } from 'react';
import type { CalendarPart, OrganisationCalendar } from '../../contracts/api/calendars.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Checkbox, Select, TextField } from '../components/fields.tsx';
import { useFormats, useWords, type Words } from '../components/preferences.tsx';
import type { Formats } from '../components/formats.ts';
import { usePlace } from '../shell/place.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import type { SavedKey } from './saved.ts';
import { isNational, isPrefectural, type MunicipalPart, type NationalPart, type PrefecturalPart } from './setting.ts';

export interface PartProps {
  calendar: OrganisationCalendar;
  onSaved: (key: SavedKey) => void;
}

/** The times that this organisation owns, and whose the others are. */
export function PartCard({ calendar, onSaved }: PartProps) {
  const t = useWords();
  const formats = useFormats();
  const { may } = usePlace();
  const [changes, setChanges] = useState(false);
  return (
    <Card
      title={t(`hours.part.${calendar.tier}`)}
      aside={
        may('hours:change') && (
          <Button look="secondary" size="small" onClick={() => setChanges(true)}>
            {t('hours.times.change')}
          </Button>
        )
      }
    >
      <p>{t(`hours.part.${calendar.tier}.intro`)}</p>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
        {figuresOf(calendar.setting, t, formats).map(([title, text]) => (
          <div key={title} className="grid sm:contents">
            <dt className="font-bold">{title}</dt>
            <dd className="tabular-nums">{text}</dd>
          </div>
        ))}
      </dl>
      {changes && (
        <PartDialog
          calendar={calendar}
          onDone={(key) => {
            setChanges(false);
            onSaved(key);
          }}
          onClose={() => setChanges(false)}
        />
      )}
    </Card>
  );
}

/** A part in words, for its card and for those who decide about a change. */
export function figuresOf(part: CalendarPart, t: Words, formats: Formats): [title: string, text: string][] {
  if (isPrefectural(part)) return [[t('hours.onlineCloses'), part.onlineCloses]];
  const asAbove = t('hours.asNation');
  const margin = part.closingMarginMinutes;
  const times: [string, string][] = [
    [t('hours.opens'), part.opens ?? asAbove],
    [t('hours.closes'), part.closes ?? asAbove],
    [
      t('hours.margin.label'),
      margin === undefined ? asAbove : t('hours.margin.shown', { minutes: formats.count(margin) }),
    ],
  ];
  if (!isNational(part)) return times;
  return [
    ...times,
    [t('hours.startLead'), t('hours.minutes', { minutes: formats.count(part.startLeadMinutes) })],
    [t('hours.dailyProcessing'), t('hours.minutes', { minutes: formats.count(part.dailyProcessingMinutes) })],
    [t('hours.requestBand'), t(`hours.band.${part.requestBand}`)],
    [t('hours.requestExceptions'), t(part.requestsMayUseExceptions ? 'hours.yes' : 'hours.no')],
    [t('hours.enforced'), t(part.enforced ? 'hours.enforced.yes' : 'hours.enforced.no')],
  ];
}

interface DialogProps {
  calendar: OrganisationCalendar;
  onDone: (key: SavedKey) => void;
  onClose: () => void;
}

function PartDialog(props: DialogProps) {
  const { setting } = props.calendar;
  if (isNational(setting)) return <NationalDialog {...props} setting={setting} />;
  if (isPrefectural(setting)) return <PrefecturalDialog {...props} setting={setting} />;
  return <MunicipalDialog {...props} setting={setting} />;
}

/** The rules find what is no number out of range. */
const numberOf = (text: string): number => (text.trim() === '' ? -1 : Number(text));

const timeFields = { opens: 'hours-opens', closes: 'hours-closes', closingMarginMinutes: 'hours-margin' };
const nationalFields = {
  ...timeFields,
  startLeadMinutes: 'hours-start-lead',
  dailyProcessingMinutes: 'hours-daily-processing',
};

function NationalDialog({ setting, calendar, onDone, onClose }: DialogProps & { setting: NationalPart }) {
  const t = useWords();
  const [opens, setOpens] = useState(setting.opens);
  const [closes, setCloses] = useState(setting.closes);
  const [margin, setMargin] = useState(String(setting.closingMarginMinutes));
  const [lead, setLead] = useState(String(setting.startLeadMinutes));
  const [daily, setDaily] = useState(String(setting.dailyProcessingMinutes));
  const [requestBand, setRequestBand] = useState(setting.requestBand);
  const [mayUse, setMayUse] = useState(setting.requestsMayUseExceptions);
  const [enforced, setEnforced] = useState(setting.enforced);
  const minutes = [
    ['closingMarginMinutes', 'hours.margin', margin, setMargin],
    ['startLeadMinutes', 'hours.startLead', lead, setLead],
    ['dailyProcessingMinutes', 'hours.dailyProcessing', daily, setDaily],
  ] as const;
  return (
    <ChangeDialog
      title={t('hours.times.change')}
      submit={t('hours.propose')}
      calendar={calendar}
      fields={nationalFields}
      change={(there) => ({
        ...there,
        enforced,
        opens,
        closes,
        closingMarginMinutes: numberOf(margin),
        startLeadMinutes: numberOf(lead),
        dailyProcessingMinutes: numberOf(daily),
        requestBand,
        requestsMayUseExceptions: mayUse,
        overrides: isNational(there) ? there.overrides : [],
      })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <TimeFields {...{ opens, setOpens, closes, setCloses, errorOf }} />
          {minutes.map(([field, label, value, set]) => (
            <TextField
              key={field}
              id={nationalFields[field]}
              type="number"
              min={0}
              label={t(label)}
              required
              error={errorOf(field)}
              value={value}
              onChange={({ target }) => set(target.value)}
            />
          ))}
          <Select
            label={t('hours.requestBand')}
            value={requestBand}
            onChange={({ target }) => setRequestBand(target.value === 'online' ? 'online' : 'counter')}
            choices={(['counter', 'online'] as const).map((value) => ({ value, text: t(`hours.band.${value}`) }))}
          />
          <Checkbox
            label={t('hours.requestExceptions')}
            checked={mayUse}
            onChange={({ target }) => setMayUse(target.checked)}
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

const prefecturalFields = { onlineCloses: 'hours-online-closes' };

function PrefecturalDialog({ setting, calendar, onDone, onClose }: DialogProps & { setting: PrefecturalPart }) {
  const t = useWords();
  const [onlineCloses, setOnlineCloses] = useState(setting.onlineCloses);
  return (
    <ChangeDialog
      title={t('hours.times.change')}
      submit={t('hours.save')}
      calendar={calendar}
      fields={prefecturalFields}
      change={(there) => ({ onlineCloses, onlineEnds: isPrefectural(there) ? there.onlineEnds : [] })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errorOf) => (
        // A field of type time has no 24:00.
        <TextField
          id={prefecturalFields.onlineCloses}
          label={t('hours.onlineCloses')}
          hint={t('hours.onlineCloses.hint')}
          required
          inputMode="numeric"
          maxLength={5}
          autoComplete="off"
          error={errorOf('onlineCloses')}
          value={onlineCloses}
          onChange={({ target }) => setOnlineCloses(target.value)}
        />
      )}
    </ChangeDialog>
  );
}

function MunicipalDialog({ setting, calendar, onDone, onClose }: DialogProps & { setting: MunicipalPart }) {
  const t = useWords();
  const { national } = calendar.combined;
  const [opens, setOpens] = useState(setting.opens ?? national.opens);
  const [closes, setCloses] = useState(setting.closes ?? national.closes);
  const [margin, setMargin] = useState(String(setting.closingMarginMinutes ?? national.closingMarginMinutes));
  return (
    <ChangeDialog
      title={t('hours.times.change')}
      submit={t('hours.save')}
      calendar={calendar}
      fields={timeFields}
      change={(there) => ({
        // What is like the nation's is left to the nation, also when that changes.
        ...(opens !== national.opens && { opens }),
        ...(closes !== national.closes && { closes }),
        ...(numberOf(margin) !== national.closingMarginMinutes && { closingMarginMinutes: numberOf(margin) }),
        overrides: closuresOf(there),
      })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <TimeFields {...{ opens, setOpens, closes, setCloses, errorOf }} />
          <p className="text-sm text-solid-gray-700">
            {t('hours.common.hint', { opens: national.opens, closes: national.closes })}
          </p>
          <TextField
            id={timeFields.closingMarginMinutes}
            type="number"
            min={0}
            label={t('hours.margin')}
            required
            error={errorOf('closingMarginMinutes')}
            value={margin}
            onChange={({ target }) => setMargin(target.value)}
          />
        </>
      )}
    </ChangeDialog>
  );
}

function closuresOf(part: CalendarPart): MunicipalPart['overrides'] {
  return isNational(part) || isPrefectural(part) ? [] : part.overrides;
}

function TimeFields({
  opens,
  setOpens,
  closes,
  setCloses,
  errorOf,
}: {
  opens: string;
  setOpens: (text: string) => void;
  closes: string;
  setCloses: (text: string) => void;
  errorOf: (field: string) => string | undefined;
}) {
  const t = useWords();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        id={timeFields.opens}
        type="time"
        label={t('hours.opens')}
        required
        error={errorOf('opens')}
        value={opens}
        onChange={({ target }) => setOpens(target.value)}
      />
      <TextField
        id={timeFields.closes}
        type="time"
        label={t('hours.closes')}
        required
        error={errorOf('closes')}
        value={closes}
        onChange={({ target }) => setCloses(target.value)}
      />
    </div>
  );
}
