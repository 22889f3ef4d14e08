import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Load } from '../../contracts/api/loads.ts';
import { ApiError } from '../components/client.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Checkbox } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { loadsKey, startCheckedLoad } from './calls.ts';

/** Offers to load the good lines of a checked file, which need not be sent again. */
export function CheckedCard({ load }: { load: Load }) {
  const t = useWords();
  const formats = useFormats();
  const [asks, setAsks] = useState(false);
  const text = t('loads.checked.text', { good: formats.count(load.goodLines), bad: formats.count(load.badLines) });
  return (
    <Card title={t('loads.checked')}>
      <p>{load.goodLines === 0 ? t('loads.checked.nothing') : text}</p>
      {load.goodLines > 0 && (
        <Button className="justify-self-start" onClick={() => setAsks(true)}>
          {t('loads.checked.start')}
        </Button>
      )}
      {asks && <StartDialog load={load} text={text} onClose={() => setAsks(false)} />}
    </Card>
  );
}

function StartDialog({ load, text, onClose }: { load: Load; text: string; onClose: () => void }) {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [again, setAgain] = useState(false);
  const starting = useMutation({
    mutationFn: () => startCheckedLoad(municipality, load.loadId, { staffId, again }),
    onSuccess: async ({ loadId }) => {
      await client.invalidateQueries({ queryKey: loadsKey(municipality) });
      await navigate({ to: '/$municipality/loads/$loadId', params: { municipality, loadId } });
    },
  });
  const wasLoadedBefore = starting.error instanceof ApiError && starting.error.problem?.code === 'LOADED_BEFORE';
  return (
    <Dialog title={t('loads.checked.title')} onClose={onClose}>
      <p>{text}</p>
      {starting.error && <ProblemNotice error={starting.error} />}
      {(wasLoadedBefore || again) && (
        <Checkbox label={t('loads.again')} checked={again} onChange={({ target }) => setAgain(target.checked)} />
      )}
      <DialogButtons
        text={t('loads.checked.start')}
        busy={starting.isPending}
        onDo={() => starting.mutate()}
        onLeave={onClose}
      />
    </Dialog>
  );
}
