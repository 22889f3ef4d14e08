/** Warns before the session ends, while it can still be kept. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sessionQuery } from '../sign-in/calls.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useSession } from './session.tsx';

const warningMs = 5 * 60_000;

export function SessionEnd() {
  const t = useWords();
  const formats = useFormats();
  const client = useQueryClient();
  const { expiresAt } = useSession();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(ticking);
  }, []);
  if (Date.parse(expiresAt) - now > warningMs) return null;
  return (
    <div className="px-6 pt-4 print:hidden">
      <Notice look="warning">
        <p>{t('session.endsSoon', { time: formats.clock(expiresAt) })}</p>
        <Button
          look="secondary"
          size="small"
          className="justify-self-start"
          onClick={() => void client.invalidateQueries({ queryKey: sessionQuery.queryKey })}
        >
          {t('session.stay')}
        </Button>
      </Notice>
    </div>
  );
}
