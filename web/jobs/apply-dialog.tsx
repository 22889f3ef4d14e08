/** A file is compared with what counts before it is applied, and what the server finds wrong in it is named. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DefinitionDiff, DefinitionView } from '../../contracts/api/jobs.ts';
import { ApiError } from '../components/client.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { listFieldErrors } from '../components/field-errors.ts';
import { TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';
import { applyDefinition, findDifferences, useRefresh } from './calls.ts';

interface Compared {
  definition: unknown;
  diff: DefinitionDiff;
}

export function ApplyDialog({ onClose, onDone }: { onClose: () => void; onDone: (now: DefinitionView) => void }) {
  const t = useWords();
  const { organisation } = usePlace();
  const refresh = useRefresh(organisation);
  const comparing = useMutation({
    mutationFn: async (definition: unknown): Promise<Compared> => ({
      definition,
      diff: await findDifferences(organisation, definition),
    }),
  });
  const applying = useMutation({
    mutationFn: ({ definition, diff }: Compared) => applyDefinition(organisation, { definition, expect: diff.expect }),
    onSuccess: (now) => {
      refresh();
      onDone(now);
    },
  });
  const { data } = comparing;
  if (!data) {
    return (
      <Dialog title={t('jobs.definition.compare')} onClose={onClose}>
        <FileForm
          busy={comparing.isPending}
          error={comparing.error}
          onFile={(definition) => comparing.mutate(definition)}
          onClose={onClose}
        />
      </Dialog>
    );
  }
  const hasMoved = applying.error instanceof ApiError && applying.error.code === 'JOB_DEFINITION_MOVED';
  return (
    <Dialog title={t('jobs.definition.differences')} onClose={onClose}>
      {applying.error && (
        <ProblemNotice error={applying.error}>
          {hasMoved && (
            <div>
              <Button
                look="secondary"
                busy={comparing.isPending}
                onClick={() => {
                  applying.reset();
                  comparing.mutate(data.definition);
                }}
              >
                {t('jobs.definition.again')}
              </Button>
            </div>
          )}
        </ProblemNotice>
      )}
      <Differences diff={data.diff} />
      {data.diff.changes.length > 0 ? (
        <DialogButtons
          text={t('jobs.definition.apply')}
          busy={applying.isPending}
          onDo={() => applying.mutate(data)}
          onLeave={onClose}
        />
      ) : (
        <Button look="secondary" onClick={onClose}>
          {t('errors.stay')}
        </Button>
      )}
    </Dialog>
  );
}

function FileForm({
  busy,
  error,
  onFile,
  onClose,
}: {
  busy: boolean;
  error: Error | null;
  onFile: (definition: unknown) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const [file, setFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<'missing' | 'noJson'>();
  const fields = listFieldErrors(error, language);
  const read = async (): Promise<void> => {
    if (!file) return setWrong('missing');
    try {
      onFile(JSON.parse(await file.text()));
    } catch {
      setWrong('noJson');
    }
  };
  return (
    <Form onSubmit={() => void read()}>
      {error && fields.length === 0 && <ProblemNotice error={error} />}
      {fields.length > 0 && (
        <Notice look="error" title={t('jobs.definition.wrong')}>
          <ul className="list-disc pl-5">
            {fields.map(({ field, text }) => (
              <li key={`${field} ${text}`}>
                <span className="font-bold">{field.replace(/^definition\.?/u, '')}: </span>
                {text}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <TextField
        id="job-definition-file"
        type="file"
        label={t('jobs.definition.file')}
        hint={t('jobs.definition.file.hint')}
        required
        accept=".json,application/json"
        error={wrong && t(`jobs.definition.file.${wrong}`)}
        onChange={({ target }) => {
          setFile(target.files?.[0] ?? null);
          setWrong(undefined);
        }}
      />
      <DialogButtons text={t('jobs.definition.look')} busy={busy} onLeave={onClose} />
    </Form>
  );
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '–' : JSON.stringify(value));

function Differences({ diff: { changes, schedules } }: { diff: DefinitionDiff }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <>
      <p>{t('jobs.definition.changes', { count: formats.count(changes.length) })}</p>
      <DataTable
        caption={t('jobs.definition.differences')}
        rows={changes}
        rowKey={({ path }) => path}
        empty={t('jobs.definition.same')}
        columns={[
          {
            key: 'path',
            title: t('jobs.definition.path'),
            heading: true,
            cell: ({ path, kind }) => (
              <span className="wrap-anywhere">
                {path.replace(/^nets\./u, '')}
                <span className="block text-sm font-normal">{t(`jobs.change.${kind}`)}</span>
              </span>
            ),
          },
          {
            key: 'before',
            title: t('jobs.definition.before'),
            cell: ({ before }) => <code className="text-sm wrap-anywhere">{textOf(before)}</code>,
          },
          {
            key: 'after',
            title: t('jobs.definition.after'),
            cell: ({ after }) => <code className="text-sm wrap-anywhere">{textOf(after)}</code>,
          },
        ]}
      />
      {schedules !== null && schedules.length > 0 && (
        <p>{t('jobs.definition.schedules', { count: formats.count(schedules.length) })}</p>
      )}
    </>
  );
}
