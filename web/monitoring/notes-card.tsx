import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { IncidentDetail } from '../../contracts/api/monitoring.ts';
import { AsStored } from '../components/as-stored.tsx';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { TextArea } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { usePlace } from '../shell/place.tsx';
import { addNote, incidentQuery } from './calls.ts';

/** What staff found and did, in the order in which they wrote it. */
export function NotesCard({ incident: { incident, notes } }: { incident: IncidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = usePlace();
  return (
    <Card title={t('incident.notes')}>
      {notes.length === 0 && <p>{t('incident.notes.none')}</p>}
      {notes.length > 0 && (
        <ul className="grid gap-4">
          {notes.map(({ noteId, by, text, at }) => (
            <li key={noteId}>
              <p className="text-sm text-solid-gray-800">
                {formats.moment(at)} {by.name ?? by.id}
              </p>
              <AsStored text={text} className="whitespace-pre-wrap" />
            </li>
          ))}
        </ul>
      )}
      {may('incidents:work') && <NoteForm incident={incident} />}
    </Card>
  );
}

function NoteForm({ incident }: { incident: number }) {
  const t = useWords();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  useUnsaved(text.trim() !== '');
  const adding = useMutation({
    mutationFn: () => addNote(organisation, incident, text.trim()),
    onSuccess: (changed) => {
      client.setQueryData(incidentQuery(organisation, incident).queryKey, () => changed);
      setText('');
    },
  });
  return (
    <Form
      className="grid gap-3 print:hidden"
      onSubmit={() => {
        setMissing(text.trim() === '');
        if (text.trim() === '') document.getElementById('incident-note')?.focus();
        else if (!adding.isPending) adding.mutate();
      }}
    >
      {adding.error && <ProblemNotice error={adding.error} />}
      <TextArea
        id="incident-note"
        label={t('incident.note')}
        hint={t('incident.note.hint')}
        error={isMissing ? t('incident.note.missing') : undefined}
        rows={3}
        maxLength={2_000}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setMissing(false);
        }}
      />
      <Button type="submit" look="secondary" className="justify-self-start" busy={adding.isPending}>
        {t('incident.note.submit')}
      </Button>
    </Form>
  );
}
