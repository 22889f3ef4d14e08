import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { RetryAllDialog, type RetryCode } from './retry-all-dialog.tsx';

/** Once begun, the list shows the kind that it is about, and with it how it goes on. */
export function RetryAll({ code }: { code: string | undefined }) {
  const t = useWords();
  const { municipality } = useHere();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [begun, setBegun] = useState<RetryCode>();
  useEffect(() => {
    // Not before the dialog is gone, which asks before what was entered in it is left.
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
