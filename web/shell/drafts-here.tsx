/** Says what was typed on this page before it was loaded again, where the form of it is not open. */
import { useLocation } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { draftsVersion, listClosedDrafts, onDraftsChanged, removeDraft } from '../components/drafts.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useSession } from './session.tsx';

export function DraftsHere() {
  const t = useWords();
  const formats = useFormats();
  const { staffId: person } = useSession();
  const { pathname: path } = useLocation();
  useSyncExternalStore(onDraftsChanged, draftsVersion);
  const closed = listClosedDrafts({ person, path });
  if (closed.length === 0) return null;
  return (
    <Notice look="information">
      {closed.map(({ form, draft: { title, at } }) => (
        <div key={form} className="flex flex-wrap items-center gap-x-3">
          <p>{t('drafts.here', { title, time: formats.moment(new Date(at).toISOString()) })}</p>
          <Button
            look="quiet"
            size="small"
            aria-label={t('drafts.drop.of', { title })}
            onClick={() => removeDraft({ person, path, form })}
          >
            {t('form.draft.drop')}
          </Button>
        </div>
      ))}
    </Notice>
  );
}
