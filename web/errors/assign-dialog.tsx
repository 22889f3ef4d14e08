import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { assigneesQuery, assignErrors, errorsKey } from './calls.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Select } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';

/** Assigns entries; `null` means nobody. `onDone` gets how many were open and how many were not. */
export function useAssign(onDone: (assigned: number, left: number) => void) {
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: { failureIds: readonly string[]; assigneeId: string | null }) =>
      assignErrors(municipality, { ...asked, staffId }),
    onSuccess: (assigned, { failureIds }) => {
      void client.invalidateQueries({ queryKey: errorsKey(municipality) });
      onDone(assigned.length, failureIds.length - assigned.length);
    },
  });
}

export function AssignDialog({
  failureIds,
  onClose,
  onDone,
}: {
  failureIds: readonly string[];
  onClose: () => void;
  onDone: (assigned: number, left: number) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  const { staffId, name } = useSession();
  const { data, error } = useQuery(assigneesQuery(municipality));
  const [assigneeId, setAssigneeId] = useState(staffId);
  const assigning = useAssign(onDone);
  const colleagues = (data?.staff ?? []).filter((each) => each.staffId !== staffId);
  return (
    <Dialog title={t('assign.title', { count: formats.count(failureIds.length) })} onClose={onClose}>
      {(assigning.error ?? error) && <ProblemNotice error={assigning.error ?? error} />}
      <Form
        onSubmit={() => {
          if (!assigning.isPending) {
            assigning.mutate({ failureIds, assigneeId: assigneeId === '' ? null : assigneeId });
          }
        }}
      >
        <Select
          label={t('assign.who')}
          value={assigneeId}
          onChange={({ target }) => setAssigneeId(target.value)}
          choices={[
            { value: staffId, text: t('assign.me', { name }) },
            ...colleagues.map((each) => ({ value: each.staffId, text: each.name })),
            { value: '', text: t('assign.nobody') },
          ]}
        />
        <DialogButtons text={t('assign.submit')} busy={assigning.isPending} onLeave={onClose} />
      </Form>
    </Dialog>
  );
}
