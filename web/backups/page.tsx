/** The backups of the installation: made when, proved when, and one more on demand. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { BackupTable } from './backup-table.tsx';
import { askForBackup, backupsQuery } from './calls.ts';

export function BackupsPage() {
  const t = useWords();
  const { name } = usePlace();
  return (
    <Guarded right="backups:read">
      <PageHeading title={t('backups.title')} place={name} />
      <p>{t('backups.intro')}</p>
      <AllBackups />
    </Guarded>
  );
}

function AllBackups() {
  const t = useWords();
  const formats = useFormats();
  const { organisation, may } = usePlace();
  const { data, error } = useQuery(backupsQuery(organisation));
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState(false);
  return (
    <>
      {data?.lastVerifiedAt === null && <Notice look="warning">{t('backups.unproven')}</Notice>}
      {asked && <Notice look="success">{t('backups.asked')}</Notice>}
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 className="text-std-20B-150">{t('backups.list')}</h2>
        {may('backups:run') && (
          <Button
            onClick={() => {
              setAsked(false);
              setAsking(true);
            }}
          >
            {t('backups.ask')}
          </Button>
        )}
      </div>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        <>
          {data.lastVerifiedAt !== null && (
            <p className="font-bold">{t('backups.proven', { time: formats.moment(data.lastVerifiedAt) })}</p>
          )}
          <BackupTable backups={data.backups} />
        </>
      )}
      {asking && (
        <AskDialog
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            setAsked(true);
          }}
        />
      )}
    </>
  );
}

function AskDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const t = useWords();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const asking = useMutation({
    mutationFn: () => askForBackup(organisation),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: backupsQuery(organisation).queryKey });
      onDone();
    },
  });
  return (
    <Dialog title={t('backups.ask.title')} onClose={onClose}>
      <p>{t('backups.ask.text')}</p>
      {asking.error && <ProblemNotice error={asking.error} />}
      <DialogButtons
        text={t('backups.ask.submit')}
        busy={asking.isPending}
        onDo={() => asking.mutate()}
        onLeave={onClose}
      />
    </Dialog>
  );
}
