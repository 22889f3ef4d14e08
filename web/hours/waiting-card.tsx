import { useState } from 'react';
import type { CalendarChange, CalendarPart, OrganisationCalendar } from '../../contracts/api/calendars.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';
import { useDecision, type Decision } from './calls.ts';
import { daysOf, useDayWord } from './days-card.tsx';
import type { SavedKey } from './saved.ts';
import { figuresOf } from './part-card.tsx';

interface Difference {
  what: string;
  before: string;
  after: string;
}

/** A change of the nation's part that waits for a second person: what would become another, and why. */
export function WaitingCard({
  calendar,
  change,
  onSaved,
}: {
  calendar: OrganisationCalendar;
  change: CalendarChange;
  onSaved: (key: SavedKey) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { may } = usePlace();
  const [asked, setAsked] = useState<Decision['what'] | null>(null);
  const differences = useDifferences(calendar.setting, change.setting);
  const choices: readonly Decision['what'][] = [
    ...(may('hours:approve') && !change.own ? (['approve', 'reject'] as const) : []),
    ...(may('hours:change') && change.own ? (['withdraw'] as const) : []),
  ];
  return (
    <Card title={t('hours.waiting')}>
      <p>
        {t('hours.waiting.by', {
          name: change.proposedBy.name ?? change.proposedBy.id,
          time: formats.moment(change.proposedAt),
          reason: change.reason,
        })}
      </p>
      <DataTable
        caption={t('hours.waiting.differences')}
        rows={differences}
        rowKey={({ what }) => what}
        empty={t('hours.waiting.same')}
        columns={[
          { key: 'what', title: t('hours.waiting.what'), heading: true, cell: ({ what }) => what },
          { key: 'before', title: t('hours.waiting.before'), cell: ({ before }) => before },
          { key: 'after', title: t('hours.waiting.after'), cell: ({ after }) => after },
        ]}
      />
      {choices.length > 0 && (
        <p className="flex flex-wrap gap-3">
          {choices.map((what) => (
            <Button key={what} look={what === 'approve' ? 'primary' : 'secondary'} onClick={() => setAsked(what)}>
              {t(`hours.decide.${what}`)}
            </Button>
          ))}
        </p>
      )}
      {change.own && <p className="text-sm text-solid-gray-800">{t('hours.waiting.own')}</p>}
      {asked && (
        <DecisionDialog
          what={asked}
          changeId={change.changeId}
          onDone={() => {
            setAsked(null);
            onSaved('hours.decided');
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </Card>
  );
}

function DecisionDialog({
  what,
  changeId,
  onDone,
  onClose,
}: {
  what: Decision['what'];
  changeId: string;
  onDone: () => void;
  onClose: () => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  const deciding = useDecision(organisation, onDone);
  return (
    <Dialog title={t(`hours.decide.${what}`)} onClose={onClose}>
      {deciding.error && <ProblemNotice error={deciding.error} />}
      <ReasonForm
        submit={t(`hours.decide.${what}`)}
        {...(what !== 'approve' && { look: 'danger' as const })}
        busy={deciding.isPending}
        onSubmit={(reason) => deciding.mutate({ changeId, what, reason })}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** The times that differ, and the days that come, go or become others. */
function useDifferences(standing: CalendarPart, proposed: CalendarPart): Difference[] {
  const t = useWords();
  const formats = useFormats();
  const wordOf = useDayWord();
  const before = new Map(figuresOf(standing, t, formats));
  const times = figuresOf(proposed, t, formats).map(([what, after]) => ({
    what,
    before: before.get(what) ?? '',
    after,
  }));
  const days = (part: CalendarPart): Map<string, string> =>
    new Map(daysOf(part).map((day) => [day.date, `${wordOf(day)} (${day.reason})`]));
  const [was, is] = [days(standing), days(proposed)];
  const dates = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  const none = t('hours.waiting.none');
  return [
    ...times,
    ...dates.map((date) => ({
      what: formats.date(date),
      before: was.get(date) ?? none,
      after: is.get(date) ?? none,
    })),
  ].filter((each) => each.before !== each.after);
}
