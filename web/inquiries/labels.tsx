import type { Inquiry } from '../../contracts/api/inquiries.ts';
import type { InquiryPriority, InquiryStatus } from '../../domain/inquiries/names.ts';
import { labelClass } from '../components/label.ts';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useSession } from '../shell/session.tsx';

const ofStatus: Record<InquiryStatus, string> = {
  open: 'border-warning-orange-2 text-orange-900',
  'in-progress': 'border-key-900 text-key-900',
  waiting: 'border-solid-gray-600 text-solid-gray-800',
  answered: 'border-success-2 text-success-2',
  closed: 'border-solid-gray-600 text-solid-gray-800',
  merged: 'border-solid-gray-600 text-solid-gray-800',
};

export function InquiryStatusLabel({ status }: { status: InquiryStatus }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofStatus[status]}`}>{t(`inquiry.status.${status}`)}</span>;
}

/** Only what is out of the ordinary is framed. */
export function PriorityLabel({ priority }: { priority: InquiryPriority }) {
  const t = useWords();
  const word = t(`inquiry.priority.${priority}`);
  return priority === 'high' ? <span className={`${labelClass} border-error-2 text-error-2`}>{word}</span> : word;
}

/** With the open time that is left, where it is known. */
export function Due({
  inquiry: { dueAt, overdue, openMinutesLeft = null },
}: {
  inquiry: Pick<Inquiry, 'dueAt' | 'overdue'> & { openMinutesLeft?: number | null };
}) {
  const t = useWords();
  const formats = useFormats();
  if (dueAt === null) return <span className="text-solid-gray-700">{t('inquiries.due.none')}</span>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <time dateTime={dueAt} className="whitespace-nowrap">
        {formats.moment(dueAt)}
      </time>
      {openMinutesLeft !== null && !overdue && (
        <span className="text-solid-gray-800">
          {openMinutesLeft < 60
            ? t('inquiries.due.minutesLeft', { minutes: openMinutesLeft })
            : t('inquiries.due.hoursLeft', { hours: Math.floor(openMinutesLeft / 60), minutes: openMinutesLeft % 60 })}
        </span>
      )}
      {overdue && <span className={`${labelClass} border-error-2 text-error-2`}>{t('inquiries.overdue')}</span>}
    </span>
  );
}

/** Who is named by the server; the reader is told that it is them. */
export function useOwnerName(): (owner: Inquiry['owner']) => string {
  const t = useWords();
  const { staffId } = useSession();
  return (owner) => {
    if (owner === null) return t('inquiries.owner.none');
    const name = owner.name ?? owner.id;
    return owner.id === staffId ? t('inquiries.owner.you', { name }) : name;
  };
}
