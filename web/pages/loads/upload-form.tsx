import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { loadEncodings, loadFormats } from '../../../contracts/load-file.ts';
import { createLoad, loadsKey } from '../../api/municipality.ts';
import { ApiError } from '../../api/client.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { Checkbox, Select, TextField } from '../../components/fields.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { useUnsaved } from '../../components/unsaved.ts';
import { useWords } from '../../preferences.tsx';
import { useHere } from '../../shell/municipality.tsx';
import { useSession } from '../../shell/session.tsx';

const fileField = 'load-file';

/** Checking comes first: that a file is loaded is chosen on purpose. */
export function UploadForm() {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState<string>(loadFormats[0]);
  const [encoding, setEncoding] = useState<string>(loadEncodings[0]);
  const [dryRun, setDryRun] = useState(true);
  const [again, setAgain] = useState(false);
  const [missing, setMissing] = useState<{ fieldId: string; text: string }[]>([]);
  const sending = useMutation({
    mutationFn: (chosen: File) => createLoad(municipality, { file: chosen, format, encoding, dryRun, again, staffId }),
    onSuccess: () => client.invalidateQueries({ queryKey: loadsKey(municipality) }),
  });
  // A file on its way is lost when the page is left.
  useUnsaved(sending.isPending);
  const loadId = sending.data?.loadId;
  useEffect(() => {
    if (loadId !== undefined) void navigate({ to: '/$municipality/loads/$loadId', params: { municipality, loadId } });
  }, [loadId, municipality, navigate]);
  const wasLoadedBefore = sending.error instanceof ApiError && sending.error.problem?.code === 'LOADED_BEFORE';
  return (
    <Card title={t('loads.upload')}>
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(file ? [] : [{ fieldId: fileField, text: t('loads.file.missing') }]);
          if (file && !sending.isPending) sending.mutate(file);
        }}
      >
        <ErrorSummary errors={missing} />
        {sending.error && <ProblemNotice error={sending.error} />}
        <TextField
          id={fileField}
          label={t('loads.file')}
          hint={t('loads.file.hint')}
          error={missing[0]?.text}
          type="file"
          required
          accept=".csv,.ndjson,.txt,.dat,.zip"
          onChange={({ target }) => {
            setFile(target.files?.[0] ?? null);
            setMissing([]);
            sending.reset();
          }}
        />
        <div className="grid gap-4 md:grid-cols-2">
          <Select
            label={t('loads.format')}
            value={format}
            onChange={({ target }) => setFormat(target.value)}
            choices={loadFormats.map((value) => ({ value, text: t(`loads.format.${value}`) }))}
          />
          <Select
            label={t('loads.encoding')}
            value={encoding}
            onChange={({ target }) => setEncoding(target.value)}
            choices={loadEncodings.map((value) => ({ value, text: t(`loads.encoding.${value}`) }))}
          />
        </div>
        <Checkbox label={t('loads.dryRun')} checked={dryRun} onChange={({ target }) => setDryRun(target.checked)} />
        {(wasLoadedBefore || again) && (
          <Checkbox label={t('loads.again')} checked={again} onChange={({ target }) => setAgain(target.checked)} />
        )}
        <Button type="submit" busy={sending.isPending} className="justify-self-start">
          {t(sending.isPending ? 'loads.sending' : dryRun ? 'loads.submit.check' : 'loads.submit.load')}
        </Button>
      </form>
    </Card>
  );
}
