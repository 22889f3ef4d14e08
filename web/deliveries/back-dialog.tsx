import type { SwitchBackResult } from '../../contracts/api/deliveries.ts';
import type { z } from 'zod';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useWords } from '../components/preferences.tsx';
import { useSwitchBack } from './calls.ts';

export interface BackOf {
  organisation: string;
  organisationName: string;
  file: string;
  from: number;
  to: number;
}

/** 切戻し: the server of an organisation, at once. */
export function BackDialog({
  organisation,
  organisationName,
  file,
  from,
  to,
  onClose,
  onDone,
}: BackOf & { onClose: () => void; onDone: (result: z.infer<typeof SwitchBackResult>) => void }) {
  const t = useWords();
  const switching = useSwitchBack(organisation, onDone);
  return (
    <Dialog title={t('deliveries.back.title')} onClose={onClose}>
      <p>{t('deliveries.back.text', { name: organisationName, file, from, to })}</p>
      {switching.error && <ProblemNotice error={switching.error} />}
      <ReasonForm
        submit={t('deliveries.back')}
        look="danger"
        busy={switching.isPending}
        onSubmit={(reason) => switching.mutate({ name: file, reason })}
        onClose={onClose}
      />
    </Dialog>
  );
}
