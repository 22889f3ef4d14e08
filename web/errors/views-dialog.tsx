import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ErrorView } from '../../contracts/api/error-views.ts';
import { changeErrorView, errorViewsQuery, removeErrorView } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Checkbox, TextField } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { linkClass } from '../components/link.ts';

/** Renames, shares and removes one's own views. */
export function ViewsDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const { data } = useQuery(errorViewsQuery(municipality));
  const own = (data?.views ?? []).filter(({ staff }) => staff.staffId === staffId);
  return (
    <Dialog title={t('views.manage')} onClose={onClose}>
      {own.length === 0 && <p>{t('views.none')}</p>}
      <ul className="grid gap-6">
        {own.map((view) => (
          <li key={view.viewId} className="grid gap-3 border-t border-solid-gray-300 pt-4">
            <OwnView view={view} />
          </li>
        ))}
      </ul>
      <Button look="secondary" className="justify-self-end" onClick={onClose}>
        {t('views.close')}
      </Button>
    </Dialog>
  );
}

function OwnView({ view: { viewId, name, shared } }: { view: ErrorView }) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const client = useQueryClient();
  const [draft, setDraft] = useState({ name, shared });
  const onSuccess = () => client.invalidateQueries({ queryKey: errorViewsQuery(municipality).queryKey });
  const changing = useMutation({
    // Who may not share may still keep a view shared.
    mutationFn: () =>
      changeErrorView(municipality, viewId, {
        name: draft.name.trim(),
        ...(draft.shared !== shared && { shared: draft.shared }),
      }),
    onSuccess,
  });
  const removing = useMutation({ mutationFn: () => removeErrorView(municipality, viewId), onSuccess });
  const error = changing.error ?? removing.error;
  const refusedName = fieldErrorsOf(changing.error, language)['name'];
  return (
    <>
      {error && refusedName === undefined && <ProblemNotice error={error} />}
      <Link
        to="/$municipality/errors/views/$viewId"
        params={{ municipality, viewId }}
        className={`${linkClass} justify-self-start`}
      >
        {name}
      </Link>
      <TextField
        label={t('views.name')}
        error={refusedName}
        required
        maxLength={60}
        autoComplete="off"
        value={draft.name}
        onChange={({ target }) => setDraft({ ...draft, name: target.value })}
      />
      {(may('errors:work') || shared) && (
        <Checkbox
          label={t('views.share')}
          checked={draft.shared}
          onChange={({ target }) => setDraft({ ...draft, shared: target.checked })}
        />
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          look="secondary"
          size="small"
          busy={changing.isPending}
          aria-label={t('views.rename', { name })}
          onClick={() => changing.mutate()}
        >
          {t('views.rename.short')}
        </Button>
        <Button
          look="danger"
          size="small"
          busy={removing.isPending}
          aria-label={t('views.remove', { name })}
          onClick={() => removing.mutate()}
        >
          {t('views.remove.short')}
        </Button>
      </div>
    </>
  );
}
