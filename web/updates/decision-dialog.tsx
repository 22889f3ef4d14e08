import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AddressUpdated } from '../../contracts/api/address-update.ts';
import type { ProposedUpdateDetail } from '../../contracts/api/proposed-updates.ts';
import { approvalsKey, decideUpdate, type Decision } from './calls.ts';
import { residentKey } from '../residents/calls.ts';
import { ApiError } from '../components/client.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { isReason } from '../components/reason.ts';

/** Only a rejection needs a reason, so that whoever proposed the update knows what to do better. */
export function DecisionDialog({
  update,
  decision,
  onClose,
  onMeanwhile,
  onDone,
}: {
  update: ProposedUpdateDetail;
  decision: Decision;
  onClose: () => void;
  /** Somebody else has decided it. */
  onMeanwhile: () => void;
  onDone: (answer: AddressUpdated | { state: string }) => void;
}) {
  const t = useWords();
  const { municipality } = useHere();
  const client = useQueryClient();
  const { updateId, integratedAddressNumber: number } = update;
  const deciding = useMutation({
    mutationFn: (reason?: string) => decideUpdate(municipality, updateId, decision, reason),
    onSuccess: (answer) => {
      client.removeQueries({ queryKey: residentKey(municipality, { number }) });
      void client.invalidateQueries({ queryKey: approvalsKey(municipality) });
      onDone(answer);
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.problem?.code !== 'UPDATE_DECIDED') return;
      void client.invalidateQueries({ queryKey: approvalsKey(municipality) });
      onMeanwhile();
    },
  });
  // A refusal means that somebody was quicker, so the page behind is read again.
  const close = (): void => {
    if (deciding.isError) void client.invalidateQueries({ queryKey: approvalsKey(municipality) });
    onClose();
  };
  return (
    <Dialog title={t(`approval.${decision}.title`, { number })} onClose={close}>
      <p>{t(`approval.${decision}.text`)}</p>
      {deciding.error && <ProblemNotice error={deciding.error} />}
      {decision === 'reject' ? (
        <ReasonForm
          submit={t('approval.reject')}
          look="danger"
          busy={deciding.isPending}
          hint={t('residents.reason.hint')}
          check={(reason) => (isReason(reason) ? undefined : t('residents.reason.short'))}
          onSubmit={deciding.mutate}
          onClose={close}
        />
      ) : (
        <DialogButtons
          text={t(`approval.${decision}`)}
          busy={deciding.isPending}
          onDo={() => deciding.mutate(undefined)}
          onLeave={close}
        />
      )}
    </Dialog>
  );
}
