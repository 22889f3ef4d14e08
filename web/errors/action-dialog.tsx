import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ErrorEntry } from '../../contracts/api/error-list.ts';
import { rules } from '../../domain/values/checked.ts';
import { checkPersonalNumber } from '../../domain/values/personal-number.ts';
import { actOnError, errorsKey, type ErrorAction } from './calls.ts';
import { Dialog } from '../components/dialog.tsx';
import { RadioGroup, TextField } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import type { MessageKey } from '../catalogue.ts';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { approvalsKey } from '../updates/calls.ts';
import { linkClass } from '../components/link.ts';
import { countsQuery } from '../overview/calls.ts';

const numberField = 'personal-number';
export type Decision = 'same-person' | 'personal-number';

/** A held transfer is no code request, so each action means something else. */
const heldTexts = {
  retry: 'error.rule.held',
  correct: 'errors.correct.text',
  cancel: 'errors.refuse.text',
} as const satisfies Record<ErrorAction, MessageKey>;

/** Retries, corrects or cancels one entry, with the reason that the audit log keeps. */
export function ActionDialog({
  entry,
  action,
  decision: asked,
  words,
  onClose,
  onDone,
}: {
  entry: Pick<ErrorEntry, 'failureId' | 'code' | 'integratedAddressNumber' | 'text'> &
    Partial<Pick<ErrorEntry, 'tries'>>;
  action: ErrorAction;
  /** The decision that is chosen at first. */
  decision?: Decision | undefined;
  /** The words of the button that led here, instead of the action's own name. */
  words?: string | undefined;
  onClose: () => void;
  onDone: (outcome: 'done' | 'proposed') => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  const isHeld = entry.code === 'IDENTITY_MISMATCH';
  const [decision, setDecision] = useState<Decision | null>(asked ?? (isHeld ? null : 'personal-number'));
  const [isMissing, setMissing] = useState(false);
  const [personalNumber, setPersonalNumber] = useState('');
  const [numberError, setNumberError] = useState<string>();
  const acting = useMutation({
    mutationFn: (reason: string) =>
      actOnError(municipality, entry.failureId, action, {
        staffId,
        reason,
        // Of what a colleague has tried meanwhile, this one knows nothing.
        ...(action === 'retry' && entry.tries !== undefined && { tries: entry.tries }),
        ...(action === 'correct' &&
          decision !== null && {
            decision,
            ...(decision === 'personal-number' && { personalNumber: personalNumber.normalize('NFKC').trim() }),
          }),
      }),
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: approvalsKey(municipality) });
      void client.invalidateQueries({ queryKey: errorsKey(municipality) });
      void client.invalidateQueries({ queryKey: countsQuery(municipality).queryKey });
      onDone('proposalId' in answer ? 'proposed' : 'done');
    },
  });
  const submit = (reason: string): void => {
    if (action === 'correct' && decision === null) {
      setMissing(true);
      document.querySelector<HTMLElement>('dialog input[type=radio]')?.focus();
      return;
    }
    if (action === 'correct' && decision === 'personal-number') {
      const checked = checkPersonalNumber(personalNumber.normalize('NFKC').trim());
      if (!checked.valid) {
        setNumberError(rules[checked.rule][language]);
        document.getElementById(numberField)?.focus();
        return;
      }
    }
    acting.mutate(reason);
  };
  return (
    <Dialog
      title={t('errors.actOn', {
        action: words ?? t(`errors.${action}`),
        number: entry.integratedAddressNumber ?? t('errors.unnumbered'),
      })}
      onClose={onClose}
    >
      <div className="grid gap-2">
        <p className="font-bold">{entry.text[language]}</p>
        <p>{t(isHeld ? heldTexts[action] : `errors.${action}.text`)}</p>
      </div>
      {acting.error && <ProblemNotice error={acting.error} />}
      <ReasonForm
        submit={words ?? t(`errors.${action}`)}
        look={action === 'cancel' ? 'danger' : 'primary'}
        busy={acting.isPending}
        onSubmit={submit}
        onClose={onClose}
      >
        {action === 'correct' && (
          <>
            {/* Whoever came by one of the two decisions does not choose again, and only a held transfer has two. */}
            {isHeld && asked === undefined && (
              <RadioGroup
                legend={t('errors.decision')}
                name="decision"
                value={decision ?? ''}
                onChange={(value) => {
                  setDecision(value === 'same-person' ? value : 'personal-number');
                  setMissing(false);
                }}
                choices={[
                  { value: 'same-person', text: t('errors.decision.samePerson') },
                  { value: 'personal-number', text: t('errors.decision.personalNumber') },
                ]}
              />
            )}
            {isMissing && (
              <p role="alert" className="text-sm text-error-2">
                {t('errors.decision.missing')}
              </p>
            )}
            {isHeld && decision !== null && (
              <p>{t(decision === 'same-person' ? 'errors.samePerson.text' : 'errors.otherNumber.text')}</p>
            )}
            {decision === 'same-person' && asked === undefined && (
              <p>
                {t('errors.samePerson.compare')}{' '}
                <Link
                  to="/$municipality/errors/$failureId/comparison"
                  params={{ municipality, failureId: entry.failureId }}
                  className={linkClass}
                >
                  {t('error.compare')}
                </Link>
              </p>
            )}
            {decision === 'personal-number' && (
              <TextField
                id={numberField}
                secret
                label={t('errors.personalNumber')}
                hint={t('errors.personalNumber.hint')}
                error={numberError}
                required
                inputMode="numeric"
                autoComplete="off"
                maxLength={20}
                value={personalNumber}
                onChange={({ target }) => {
                  setPersonalNumber(target.value);
                  setNumberError(undefined);
                }}
              />
            )}
          </>
        )}
      </ReasonForm>
    </Dialog>
  );
}
