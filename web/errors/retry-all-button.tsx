import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { RetryAllDialog, type RetryCode } from './retry-all-dialog.tsx';

/** Once the retry has begun, the list narrows to its kind and shows its progress. */
export function RetryAll({ code }: { code: string | undefined }) {
  const t = useWords();
  const { municipality } = useHere();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [begun, setBegun] = useState<RetryCode>();
  useEffect(() => {
    // The dialog must close first, because it asks before anything entered in it is left.
    if (begun) void navigate({ to: '/$municipality/errors', params: { municipality }, search: { code: begun } });
  }, [begun, municipality, navigate]);
  return (
    <>
      <Button
        look="secondary"
        className="justify-self-start"
        onClick={() => {
          setBegun(undefined);
          setOpen(true);
        }}
      >
        {t('retryAll.open')}
      </Button>
      {open && (
        <RetryAllDialog
          code={code}
          onClose={() => setOpen(false)}
          onBegun={(retried) => {
            setOpen(false);
            setBegun(retried);
          }}
        />
      )}
    </>
  );
}
