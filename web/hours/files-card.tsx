import { useState } from 'react';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import type { CalendarProposal } from '../../contracts/api/calendars.ts';
import { Button, buttonClass } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { listFieldErrors } from '../components/field-errors.ts';
import { Form } from '../components/form.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';
import { exportAddress, useImportPreview, usePartChange } from './calls.ts';
import type { SavedKey } from './saved.ts';

/** A year and a bit: as long as a calendar is planned ahead. */
const days = 400;

/** The calendar as a file, out and in. A file is looked at before anything is changed. */
export function FilesCard({ onSaved }: { onSaved: (key: SavedKey) => void }) {
  const t = useWords();
  const { organisation, may } = usePlace();
  const [imports, setImports] = useState(false);
  const from = tokyoDateOf(Date.now());
  const to = addDays(from, days);
  return (
    <Card title={t('hours.files')}>
      <p>{t('hours.files.intro')}</p>
      <p className="flex flex-wrap gap-3">
        <a href={exportAddress(organisation, from, to)} download className={buttonClass('secondary')}>
          {t('hours.files.export')}
        </a>
        {may('hours:change') && (
          <Button look="secondary" onClick={() => setImports(true)}>
            {t('hours.files.import')}
          </Button>
        )}
      </p>
      {imports && (
        <ImportDialog
          period={{ from, to }}
          onDone={(key) => {
            setImports(false);
            onSaved(key);
          }}
          onClose={() => setImports(false)}
        />
      )}
    </Card>
  );
}

function ImportDialog({
  period,
  onDone,
  onClose,
}: {
  period: { from: string; to: string };
  onDone: (key: SavedKey) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation, tier } = usePlace();
  const preview = useImportPreview(organisation);
  const changing = usePartChange(organisation, onDone);
  const [kind, setKind] = useState<'ical' | 'holidays'>('ical');
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  const { data: proposal } = preview;
  const wrong = listFieldErrors(preview.error, language);
  if (proposal) {
    return (
      <Dialog title={t('hours.files.import')} onClose={onClose}>
        {changing.error && <ProblemNotice error={changing.error} />}
        <Differences proposal={proposal} />
        {proposal.added.length + proposal.changed.length + proposal.removed.length > 0 && (
          <ReasonForm
            submit={t(tier === 'nation' ? 'hours.propose' : 'hours.save')}
            busy={changing.isPending}
            onSubmit={(reason) => changing.mutate({ change: () => proposal.setting, reason })}
            onClose={onClose}
          />
        )}
      </Dialog>
    );
  }
  return (
    <Dialog title={t('hours.files.import')} onClose={onClose}>
      {preview.error && wrong.length === 0 && <ProblemNotice error={preview.error} />}
      {wrong.length > 0 && (
        <Notice look="error">
          <ul>
            {wrong.map(({ field, text }) => (
              <li key={`${field} ${text}`}>
                {field}: {text}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Form
        onSubmit={() => {
          setMissing(file === null);
          if (file) preview.mutate({ file, kind, ...period });
        }}
      >
        {tier === 'nation' && (
          <Select
            label={t('hours.files.kind')}
            value={kind}
            onChange={({ target }) => setKind(target.value === 'holidays' ? 'holidays' : 'ical')}
            choices={(['ical', 'holidays'] as const).map((value) => ({ value, text: t(`hours.files.kind.${value}`) }))}
          />
        )}
        <TextField
          id="hours-file"
          type="file"
          label={t('hours.files.file')}
          required
          accept={kind === 'ical' ? '.ics,text/calendar' : '.csv,text/csv'}
          error={missing ? t('hours.files.missing') : undefined}
          onChange={({ target }) => setFile(target.files?.[0] ?? null)}
        />
        <Button type="submit" disabled={preview.isPending}>
          {t('hours.files.look')}
        </Button>
      </Form>
    </Dialog>
  );
}

type Filed = CalendarProposal['added'][number];

function Differences({ proposal: { added, changed, removed, ignored } }: { proposal: CalendarProposal }) {
  const t = useWords();
  const formats = useFormats();
  const wordOf = (day: Filed | undefined): string => {
    if (!day) return t('hours.waiting.none');
    const what = day.kind ? t(`hours.day.${day.kind}`) : t('hours.day.ends', { time: day.closes ?? '' });
    return `${what} (${day.reason})`;
  };
  const rows: { date: string; before?: Filed; after?: Filed }[] = [
    ...added.map((after) => ({ date: after.date, after })),
    ...changed.map(({ before, after }) => ({ date: after.date, before, after })),
    ...removed.map((before) => ({ date: before.date, before })),
  ];
  const left = ignored.events + ignored.exceptions + ignored.days;
  return (
    <>
      <DataTable
        caption={t('hours.waiting.differences')}
        rows={rows.toSorted((a, b) => a.date.localeCompare(b.date))}
        rowKey={({ date }) => date}
        empty={t('hours.files.same')}
        columns={[
          { key: 'day', title: t('hours.day'), heading: true, cell: ({ date }) => formats.date(date) },
          { key: 'before', title: t('hours.waiting.before'), cell: ({ before }) => wordOf(before) },
          { key: 'after', title: t('hours.waiting.after'), cell: ({ after }) => wordOf(after) },
        ]}
      />
      {left > 0 && <p>{t('hours.files.left', { count: formats.count(left) })}</p>}
      {ignored.partialYears.length > 0 && <p>{t('hours.files.partial', { years: ignored.partialYears.join(', ') })}</p>}
    </>
  );
}
