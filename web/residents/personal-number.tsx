import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { showPersonalNumber, type ResidentKey } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { isReason } from '../components/reason.ts';

/** Long enough to copy twelve digits, too short for somebody who passes by later. */
const shownSeconds = 30;

/** Shows the personal number for a reason and for a short time. */
export function PersonalNumber({ resident }: { resident: ResidentDetail }) {
  const t = useWords();
  const [shown, setShown] = useState<string | null>(null);
  const [asksReason, setAsksReason] = useState(false);
  useEffect(() => {
    if (shown === null) return undefined;
    const hiding = setTimeout(() => setShown(null), shownSeconds * 1_000);
    return () => clearTimeout(hiding);
  }, [shown]);
  if (!resident.hasPersonalNumber) return <p>{t('resident.personalNumber.none')}</p>;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        look="secondary"
        size="small"
        onClick={() => {
          if (shown === null) setAsksReason(true);
          else setShown(null);
        }}
      >
        {t(shown === null ? 'resident.personalNumber.show' : 'resident.personalNumber.hide')}
      </Button>
      <p role="status">
        {shown !== null && (
          <>
            {t('resident.personalNumber')}{' '}
            <span className="text-lg font-bold tabular-nums">{shown.replaceAll(/(?<=^(?:.{4})+)(?=.)/gu, ' ')}</span>{' '}
            <span className="text-sm">{t('resident.personalNumber.soon', { seconds: shownSeconds })}</span>
          </>
        )}
      </p>
      {asksReason && (
        <AskDialog
          of={keyOf(resident)}
          onClose={() => setAsksReason(false)}
          onShown={(personalNumber) => {
            setAsksReason(false);
            setShown(personalNumber);
          }}
        />
      )}
    </div>
  );
}

const keyOf = ({ integratedAddressNumber: number, personId }: ResidentDetail): ResidentKey =>
  number === null ? { personId } : { number };

function AskDialog({
  of,
  onClose,
  onShown,
}: {
  of: ResidentKey;
  onClose: () => void;
  onShown: (personalNumber: string | null) => void;
}) {
  const t = useWords();
  const { municipality } = useHere();
  const asking = useMutation({
    mutationFn: (reason: string) => showPersonalNumber(municipality, of, reason),
    // The answer is not kept after the page.
    gcTime: 0,
    onSuccess: ({ personalNumber }) => onShown(personalNumber),
  });
  return (
    <Dialog title={t('resident.personalNumber.show')} onClose={onClose}>
      <p>{t('resident.personalNumber.text')}</p>
      {asking.error && <ProblemNotice error={asking.error} />}
      <ReasonForm
        submit={t('resident.personalNumber.submit')}
        busy={asking.isPending}
        hint={t('residents.reason.hint')}
        check={(reason) => (isReason(reason) ? undefined : t('residents.reason.short'))}
        onSubmit={asking.mutate}
        onClose={onClose}
      />
    </Dialog>
  );
}
