/** Kept views of the error list: opening one, keeping the present filter, and managing them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { addErrorView, errorViewsQuery, type ErrorFilter } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Checkbox, TextField } from '../components/fields.tsx';
import { linkClass } from '../components/link.ts';
import { Menu } from '../components/menu.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { Form } from '../components/form.tsx';
import { ViewsDialog } from './views-dialog.tsx';

export function ViewBar({ filter, view }: { filter: ErrorFilter; view: string | undefined }) {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const { data, error } = useQuery(errorViewsQuery(municipality));
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const views = data?.views ?? [];
  return (
    <>
      <Menu text={views.find(({ viewId }) => viewId === view)?.name ?? t('views.open')} align="left">
        {views.length > 0 && (
          <ul className="grid gap-1">
            {views.map(({ viewId, name, staff }) => (
              <li key={viewId}>
                <Link
                  to="/$municipality/errors/views/$viewId"
                  params={{ municipality, viewId }}
                  aria-current={viewId === view ? 'true' : undefined}
                  className={`${linkClass} aria-[current]:font-bold`}
                >
                  {staff.staffId === staffId ? name : t('views.shared', { name, who: staff.name ?? '' })}
                </Link>
              </li>
            ))}
          </ul>
        )}
        <Button
          look="secondary"
          size="small"
          onClick={() => {
            setSaved(null);
            setDialog('save');
          }}
        >
          {t('views.save')}
        </Button>
        {views.length > 0 && (
          <Button look="quiet" size="small" onClick={() => setDialog('manage')}>
            {t('views.manage')}
          </Button>
        )}
      </Menu>
      {error && <ProblemNotice error={error} />}
      {saved !== null && <Notice look="success">{t('views.saved', { name: saved })}</Notice>}
      {dialog === 'save' && (
        <SaveDialog
          filter={filter}
          onClose={() => setDialog(null)}
          onSaved={(name) => {
            setSaved(name);
            setDialog(null);
          }}
        />
      )}
      {dialog === 'manage' && <ViewsDialog onClose={() => setDialog(null)} />}
    </>
  );
}

const nameField = 'view-name';

function SaveDialog({
  filter,
  onClose,
  onSaved,
}: {
  filter: ErrorFilter;
  onClose: () => void;
  onSaved: (name: string) => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const saving = useMutation({
    mutationFn: () => addErrorView(municipality, { name: name.trim(), filter, shared }),
    onSuccess: (view) => {
      void client.invalidateQueries({ queryKey: errorViewsQuery(municipality).queryKey });
      onSaved(view.name);
    },
  });
  const refusedName = fieldErrorsOf(saving.error, language)['name'];
  return (
    <Dialog title={t('views.save.title')} onClose={onClose}>
      {saving.error && refusedName === undefined && <ProblemNotice error={saving.error} />}
      <Form
        onSubmit={() => {
          setMissing(name.trim() === '');
          if (name.trim() === '') document.getElementById(nameField)?.focus();
          else if (!saving.isPending) saving.mutate();
        }}
      >
        <TextField
          id={nameField}
          label={t('views.name')}
          error={isMissing ? t('views.name.missing') : refusedName}
          required
          maxLength={60}
          autoComplete="off"
          value={name}
          onChange={({ target }) => {
            setName(target.value);
            setMissing(false);
            saving.reset();
          }}
        />
        {may('errors:work') && (
          <Checkbox label={t('views.share')} checked={shared} onChange={({ target }) => setShared(target.checked)} />
        )}
        <DialogButtons text={t('views.submit')} busy={saving.isPending} onLeave={onClose} />
      </Form>
    </Dialog>
  );
}
