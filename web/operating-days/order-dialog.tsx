import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DayOrder } from '../../domain/operating-day.ts';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { dayQuery, orderDay } from './calls.ts';

/** What is to become of a day that stands still, with the reason that the audit log keeps. */
export function OrderDialog({
  day,
  order,
  onClose,
  onDone,
}: {
  day: string;
  order: DayOrder;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const ordering = useMutation({
    mutationFn: (reason: string) => orderDay(organisation, day, order, reason),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: dayQuery(organisation, day).queryKey });
      void client.invalidateQueries({ queryKey: [organisation, 'operating-days'] });
      onDone();
    },
  });
  return (
    <Dialog title={t(`days.${order}.title`, { day: formats.shortDate(day) })} onClose={onClose}>
      <p>{t(`days.${order}.text`)}</p>
      {ordering.error && <ProblemNotice error={ordering.error} />}
      <ReasonForm
        submit={t(`days.${order}`)}
        look={order === 'abandon' ? 'danger' : 'primary'}
        busy={ordering.isPending}
        onSubmit={(reason) => ordering.mutate(reason)}
        onClose={onClose}
      />
    </Dialog>
  );
}
