import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ErrorDetail } from '../../contracts/api/error-entry.ts';
import { addErrorNote, errorsKey } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { TextArea } from '../components/fields.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { Form } from '../components/form.tsx';

/** Notes of colleagues. They can be added and never changed. */
export function NotesCard({ entry: { failureId, noteList } }: { entry: ErrorDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = useHere();
  return (
    <Card title={t('error.notes')}>
      {noteList.length === 0 && <p>{t('error.notes.none')}</p>}
      <ol className="grid">
        {noteList.map(({ noteId, at, staff, note }) => (
          <li key={noteId} className="grid gap-1 border-t border-solid-gray-200 py-3 first:border-t-0">
            <p className="text-sm text-solid-gray-700">
              <time dateTime={at}>{formats.moment(at)}</time> {staff.name ?? staff.staffId}
            </p>
            <p className="break-words whitespace-pre-line">{note}</p>
          </li>
        ))}
      </ol>
      {may('errors:work') && <NewNote failureId={failureId} />}
    </Card>
  );
}

const noteField = 'note';

function NewNote({ failureId }: { failureId: string }) {
  const t = useWords();
  const { municipality } = useHere();
  const { language } = usePreferences();
  const { staffId } = useSession();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  useUnsaved(note.trim() !== '');
  const adding = useMutation({
    mutationFn: () => addErrorNote(municipality, failureId, { staffId, note: note.trim() }),
    onSuccess: () => {
      setNote('');
      return client.invalidateQueries({ queryKey: errorsKey(municipality) });
    },
  });
  const refusedNote = fieldErrorsOf(adding.error, language)['note'];
  return (
    <Form
      className="grid gap-3"
      onSubmit={() => {
        setMissing(note.trim() === '');
        if (note.trim() === '') document.getElementById(noteField)?.focus();
        else if (!adding.isPending) adding.mutate();
      }}
    >
      {adding.error && refusedNote === undefined && <ProblemNotice error={adding.error} />}
      {adding.isSuccess && note === '' && <Notice look="success">{t('error.notes.added')}</Notice>}
      <TextArea
        id={noteField}
        label={t('error.notes.label')}
        hint={t('error.notes.hint')}
        error={isMissing ? t('error.notes.empty') : refusedNote}
        rows={3}
        maxLength={1_000}
        value={note}
        onChange={({ target }) => {
          setNote(target.value);
          setMissing(false);
          adding.reset();
        }}
      />
      <Button type="submit" look="secondary" className="justify-self-start" busy={adding.isPending}>
        {t('error.notes.add')}
      </Button>
    </Form>
  );
}
