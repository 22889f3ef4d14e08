/** Each order of staff asks for the reason that the audit log keeps. */
import { useMutation } from '@tanstack/react-query';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import {
  actOnDay,
  actOnNet,
  actOnPlan,
  useRefresh,
  type DayAction,
  type DayOfNet,
  type NetAction,
  type NetOnServer,
  type PlanAction,
} from './calls.ts';

export interface Ending {
  onClose: () => void;
  onDone: () => void;
}

export function NetActionDialog({
  of,
  action,
  net,
  server,
  ...ending
}: Ending & { of: NetOnServer; action: NetAction; net: string; server: string }) {
  const t = useWords();
  return (
    <OrderDialog
      {...ending}
      organisation={of.organisation}
      title={t(`jobs.${action}.title`, { net, server })}
      text={t(`jobs.${action}.text`)}
      submit={t(`jobs.${action}`)}
      order={(reason) => actOnNet(of, action, reason)}
    />
  );
}

export function PlanActionDialog({
  of,
  action,
  day,
  ...ending
}: Ending & { of: NetOnServer; action: PlanAction; day: string }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <OrderDialog
      {...ending}
      organisation={of.organisation}
      title={t(`jobs.${action}.title`, { day: formats.date(day) })}
      text={t(`jobs.${action}.text`)}
      submit={t(`jobs.${action}`)}
      order={(reason) => actOnPlan(of, day, action, reason)}
    />
  );
}

export function DayActionDialog({ of, action, ...ending }: Ending & { of: DayOfNet; action: DayAction }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <OrderDialog
      {...ending}
      organisation={of.organisation}
      title={t(`jobs.day.${action}.title`, { day: formats.date(of.day) })}
      text={t(`jobs.day.${action}.text`)}
      submit={t(`jobs.day.${action}`)}
      look={action === 'abandon' ? 'danger' : 'primary'}
      order={(reason) => actOnDay(of, action, reason)}
    />
  );
}

function OrderDialog({
  organisation,
  title,
  text,
  submit,
  look = 'primary',
  order,
  onClose,
  onDone,
}: Ending & {
  organisation: string;
  title: string;
  text: string;
  submit: string;
  look?: 'primary' | 'danger';
  order: (reason: string) => Promise<unknown>;
}) {
  const refresh = useRefresh(organisation);
  const ordering = useMutation({
    mutationFn: order,
    onSuccess: () => {
      refresh();
      onDone();
    },
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      {ordering.error && <ProblemNotice error={ordering.error} />}
      <ReasonForm
        submit={submit}
        look={look}
        busy={ordering.isPending}
        onSubmit={(reason) => ordering.mutate(reason)}
        onClose={onClose}
      />
    </Dialog>
  );
}
