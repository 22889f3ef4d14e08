import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Answer } from '../../contracts/api/answers.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { answersKey, changeAnswer, findAnswerConflict } from './calls.ts';

/** Retires an answer, or brings a retired one back. */
export function RetireDialog({
  answer,
  onClose,
  onDone,
}: {
  answer: Answer;
  onClose: () => void;
  onDone: (isRetired: boolean) => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const isRetired = answer.retiredAt !== null;
  const changing = useMutation({
    mutationFn: (version: number) => changeAnswer(organisation, answer.answer, { version, retired: !isRetired }),
    onSuccess: () => onDone(!isRetired),
    onSettled: () => client.invalidateQueries({ queryKey: answersKey(organisation) }),
  });
  const conflict = findAnswerConflict(changing.error);
  const word = t(isRetired ? 'answers.restore' : 'answers.retire');
  return (
    <Dialog title={isRetired ? word : t('answers.retire.title')} onClose={onClose}>
      {!isRetired && <p>{t('answers.retire.text', { title: answer.title })}</p>}
      {isRetired && <p className="font-bold">{answer.title}</p>}
      {changing.error && !conflict && <ProblemNotice error={changing.error} />}
      {conflict && (
        <Notice look="error" title={t('conflict.title')}>
          <p>{t('conflict.changed')}</p>
          <p className="font-bold">{conflict.title}</p>
          <p className="whitespace-pre-wrap">{conflict.body}</p>
        </Notice>
      )}
      <DialogButtons
        text={word}
        look={isRetired ? 'primary' : 'danger'}
        busy={changing.isPending}
        onDo={() => changing.mutate(conflict?.version ?? answer.version)}
        onLeave={onClose}
      />
    </Dialog>
  );
}
