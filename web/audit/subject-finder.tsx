/** Finds the number of a resident by a name, a reading or a number; the server answers numbers alone. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePlace } from '../shell/place.tsx';
import { findAuditSubjects } from './calls.ts';

export function SubjectFinder({ onChoose }: { onChoose: (subject: string) => void }) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  const [text, setText] = useState('');
  const finding = useMutation({ mutationFn: () => findAuditSubjects(organisation, text) });
  const { data, error, isPending } = finding;
  return (
    <div className="grid gap-2">
      <Form
        keeps={false}
        role="search"
        aria-label={t('audit.finder')}
        className="flex flex-wrap items-end gap-3"
        onSubmit={() => {
          if (text.trim() !== '' && !isPending) finding.mutate();
        }}
      >
        <div className="min-w-60 grow sm:max-w-md">
          <TextField
            label={t('audit.finder.text')}
            hint={t('audit.finder.hint')}
            maxLength={100}
            autoComplete="off"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <Button type="submit" look="secondary" busy={isPending}>
          {t('audit.finder.find')}
        </Button>
      </Form>
      {error && <ProblemNotice error={error} />}
      <div role="status">
        {data && (
          <p>
            {data.subjects.length === 0
              ? t('audit.finder.nobody')
              : t(data.isCut ? 'audit.finder.more' : 'audit.finder.found', {
                  count: formats.count(data.subjects.length),
                })}
          </p>
        )}
      </div>
      {data && data.subjects.length > 0 && (
        <ul className="flex flex-wrap gap-x-4">
          {data.subjects.map((subject) => (
            <li key={subject}>
              <Button look="quiet" size="small" onClick={() => onChoose(subject)}>
                {subject}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
