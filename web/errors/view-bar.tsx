/** Kept views of the error list: opening one, keeping the present filter, and managing them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { addErrorView, errorViewsQuery, type ErrorFilter } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { Checkbox, Select, TextField } from '../components/fields.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { Form } from '../components/form.tsx';
import { ViewsDialog } from './views-dialog.tsx';

export function ViewBar({
  filter,
  view,
  children,
}: {
  filter: ErrorFilter;
  view: string | undefined;
  /** Actions on the list as a whole. */
  children: ReactNode;
}) {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const navigate = useNavigate();
  const { data, error } = useQuery(errorViewsQuery(municipality));
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const views = data?.views ?? [];
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-end gap-3">
        {views.length > 0 && (
          <div className="min-w-64">
            <Select
              label={t('views.open')}
              value={views.some(({ viewId }) => viewId === view) ? view : ''}
              onChange={({ target: { value } }) => {
                if (value === '') return;
                void navigate({ to: '/$municipality/errors/views/$viewId', params: { municipality, viewId: value } });
              }}
              choices={[
                { value: '', text: t('views.choose') },
                ...views.map(({ viewId, name, staff }) => ({
                  value: viewId,
                  text: staff.staffId === staffId ? name : t('views.shared', { name, who: staff.name ?? '' }),
                })),
              ]}
            />
          </div>
        )}
        <Button
          look="secondary"
          onClick={() => {
            setSaved(null);
            setDialog('save');
          }}
        >
          {t('views.save')}
        </Button>
        {views.length > 0 && (
          <Button look="quiet" onClick={() => setDialog('manage')}>
            {t('views.manage')}
          </Button>
        )}
        <div className="ml-auto">{children}</div>
      </div>
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
    </div>
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
