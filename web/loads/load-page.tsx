import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Load } from '../../contracts/api/loads.ts';
import { Button, buttonClass } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { BadLines } from './bad-lines.tsx';
import { CheckedCard } from './checked-card.tsx';
import { LoadProgress } from './load-progress.tsx';
import { LoadSumsTable } from './load-sums.tsx';
import { actOnLoad, loadQuery, loadResultsAddress, loadsKey, type LoadAction } from './calls.ts';
import { linkClass } from '../components/link.ts';

export function LoadPage() {
  const { loadId } = useParams({ from: '/signed-in/$municipality/loads/$loadId' });
  return (
    <Guarded right="loads:read">
      {/* A checked file leads to its load on the same route. The key makes that another page, whose heading is read. */}
      <OneLoad key={loadId} loadId={loadId} />
    </Guarded>
  );
}

function OneLoad({ loadId }: { loadId: string }) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality, name, may } = useHere();
  const { data: load, error } = useQuery(loadQuery(municipality, loadId));
  const formats = useFormats();
  return (
    <>
      <p>
        <Link to="/$municipality/loads" params={{ municipality }} className={linkClass}>
          {t('loads.list')}
        </Link>
      </p>
      <PageHeading
        title={load?.fileName ?? t('loads.title')}
        place={name}
        aside={load && <p className="text-solid-gray-700">{formats.moment(load.createdAt)}</p>}
      />
      {error && <ProblemNotice error={error} />}
      {!load && !error && <Skeleton lines={6} />}
      {load && (
        <>
          {load.reasonText && <Notice look="warning">{load.reasonText[language]}</Notice>}
          <div className="grid gap-2">
            <p role="status">{t(`loads.state.${load.state}`)}</p>
            <LoadProgress load={load} />
          </div>
          {load.dryRun && load.state === 'CHECKED' && may('loads:work') && <CheckedCard load={load} />}
          {may('loads:work') && <Actions load={load} />}
          <Figures load={load} />
          {/* When the file could not be read, nobody knows which lines are wrong. */}
          {load.state !== 'FAILED' && <BadLines load={load} />}
          {load.goodLines > 0 && !load.dryRun && may('loads:work') && (
            <div className="grid gap-2">
              <p>
                <a href={loadResultsAddress(municipality, loadId)} download className={buttonClass('secondary')}>
                  {t('loads.results')}
                </a>
              </p>
              <p className="text-sm text-solid-gray-700">{t('loads.results.hint')}</p>
            </div>
          )}
        </>
      )}
    </>
  );
}

function Figures({ load }: { load: Load }) {
  const t = useWords();
  const { municipality, may } = useHere();
  return (
    <Card
      title={t('loads.overview')}
      aside={
        load.parked + load.unconfirmed > 0 &&
        may('errors:read') && (
          <Link
            to="/$municipality/errors"
            params={{ municipality }}
            search={{ load: load.loadId }}
            className={linkClass}
          >
            {t('loads.toErrors')}
          </Link>
        )
      }
    >
      <LoadSumsTable sums={load.sums} isCheck={load.dryRun} />
    </Card>
  );
}

/** What can be done in each state. The server decides. */
const possible: Partial<Record<Load['state'], readonly LoadAction[]>> = {
  READING: ['pause', 'cancel'],
  RUNNING: ['pause', 'cancel'],
  PAUSED: ['resume', 'cancel'],
  STOPPED: ['resume', 'cancel'],
};

function Actions({ load }: { load: Load }) {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  const [asksCancel, setAsksCancel] = useState(false);
  const acting = useMutation({
    mutationFn: (action: LoadAction) => actOnLoad(municipality, load.loadId, action, staffId),
    onSettled: () => client.invalidateQueries({ queryKey: loadsKey(municipality) }),
  });
  const actions = possible[load.state] ?? [];
  if (actions.length === 0) return null;
  const ask = (action: LoadAction): void => {
    if (action === 'cancel') setAsksCancel(true);
    else acting.mutate(action);
  };
  return (
    <>
      {acting.error && <ProblemNotice error={acting.error} />}
      <div className="flex flex-wrap gap-3">
        {actions.map((action) => (
          <Button
            // Resuming takes the place of pausing without losing the focus.
            key={action === 'cancel' ? 'end' : 'go'}
            look={action === 'resume' ? 'primary' : 'secondary'}
            // Cancelling asks first, so it need not wait for what is under way.
            busy={acting.isPending && action !== 'cancel'}
            onClick={() => ask(action)}
          >
            {t(`loads.${action}`)}
          </Button>
        ))}
      </div>
      {asksCancel && (
        <Dialog title={t('loads.cancel.title')} onClose={() => setAsksCancel(false)}>
          <p>{t('loads.cancel.text')}</p>
          <DialogButtons
            text={t('loads.cancel')}
            look="danger"
            onDo={() => {
              setAsksCancel(false);
              acting.mutate('cancel');
            }}
            onLeave={() => setAsksCancel(false)}
          />
        </Dialog>
      )}
    </>
  );
}
