import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { Card } from '../components/card.tsx';
import { StatusLabel } from '../components/status-label.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { eventOf, failureOf, staffNameOf, stepOf, systemOf } from '../components/code-names.ts';

type Entry = ResidentDetail['timeline'][number];

/** What happened, the oldest first. */
export function TimelineCard({ resident: { timeline, staff } }: { resident: ResidentDetail }) {
  const t = useWords();
  return (
    <Card title={t('resident.timeline')}>
      {timeline.length === 0 && <p>{t('resident.timeline.none')}</p>}
      <ol className="grid">
        {timeline.map((entry, at) => (
          // Entries are only added at the end.
          <li key={at} className="border-t border-solid-gray-200 py-2 first:border-t-0">
            <TimelineEntry entry={entry} staff={staff} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function TimelineEntry({ entry, staff }: { entry: Entry; staff: ResidentDetail['staff'] }) {
  const t = useWords();
  const formats = useFormats();
  const { at, event, stage, attempt } = entry;
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <time dateTime={at} className="text-sm tabular-nums text-solid-gray-800">
        {formats.exactMoment(at)}
      </time>
      <span className="font-bold">{eventOf(event, t)}</span>
      <Details detail={entry.detail} staff={staff} />
      <span className="ml-auto flex items-center gap-2 text-sm">
        {t('errors.attempt', { attempt })}
        {stage !== null && <StatusLabel stage={stage} />}
      </span>
    </div>
  );
}

function Details({ detail, staff }: { detail: Entry['detail']; staff: ResidentDetail['staff'] }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const text = (name: string): string | null => {
    const value = detail?.[name];
    return typeof value === 'string' ? value : null;
  };
  const [numberSystem, code, step] = ['numberSystem', 'code', 'step'].map(text);
  const [opensAt, staffId, approvedBy] = ['opensAt', 'staffId', 'approvedBy'].map(text);
  return (
    <>
      {numberSystem && <span>{systemOf(numberSystem, language)}</span>}
      {code && <span>{failureOf(code, language)}</span>}
      {step && <span className="text-sm">{stepOf(step, t)}</span>}
      {opensAt && <span>{t('resident.until', { time: formats.moment(opensAt) })}</span>}
      {staffId && <span className="text-sm">{t('resident.byStaff', { name: staffNameOf(staffId, staff) })}</span>}
      {approvedBy && (
        <span className="text-sm">{t('resident.approvedBy', { name: staffNameOf(approvedBy, staff) })}</span>
      )}
    </>
  );
}
