import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import type { Failed } from './attach-all.ts';
import { attach } from './calls.ts';

/** The text was sent and some of its files were not: they are tried again, or left out. */
export function FailedFiles({ inquiry, failed, onDone }: { inquiry: number; failed: Failed; onDone: () => void }) {
  const t = useWords();
  const { organisation } = usePlace();
  const [files, setFiles] = useState(failed.files);
  const again = useMutation({
    mutationFn: async () => {
      for (const file of files) {
        await attach(organisation, inquiry, failed.seq, file);
        setFiles((before) => before.filter((each) => each !== file));
      }
    },
    onSuccess: onDone,
  });
  return (
    <Notice look="warning" title={t('attach.failed', { names: files.map(({ name }) => name).join(', ') })}>
      <ProblemNotice error={again.error ?? failed.error} />
      <div className="flex flex-wrap gap-3">
        <Button look="secondary" busy={again.isPending} onClick={() => again.mutate()}>
          {t('attach.again')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('inquiry.title', { number: inquiry })}
        </Button>
      </div>
    </Notice>
  );
}
