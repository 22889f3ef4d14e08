import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { japaneseHeadings, loadFields } from '../../contracts/load-fields.ts';
import { loadEncodings, loadFormats } from '../../contracts/load-file.ts';
import { ApiError } from '../components/client.ts';
import { UploadCancelled, uploadLoad } from './upload.ts';
import { Button, buttonClass } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Checkbox, Select, TextField } from '../components/fields.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Form } from '../components/form.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { loadsKey } from './calls.ts';
import { ColumnChoice, findColumnProblems, numberSystemId } from './column-choice.tsx';
import { useFileColumns } from './file-columns.ts';
import { withHeading } from './heading.ts';

const fileField = 'load-file';

/** An empty CSV under the Japanese words of all fields, with the mark by which Excel knows UTF-8. */
const template = `\ufeff${loadFields.map((field) => japaneseHeadings[field]).join(',')}\r\n`;

/** Checks a file by default, so that loading it is a decision. */
export function UploadForm() {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [chosenFile, setChosenFile] = useState<{ file: File; no: number } | null>(null);
  const file = chosenFile?.file ?? null;
  const [format, setFormat] = useState<string>(loadFormats[0]);
  const [encoding, setEncoding] = useState<string>(loadEncodings[0]);
  const [dryRun, setDryRun] = useState(true);
  const [again, setAgain] = useState(false);
  const [numberSystem, setNumberSystem] = useState('');
  const [wrong, setWrong] = useState<{ fieldId: string; text: string }[]>([]);
  const found = useFileColumns(chosenFile, { format, encoding });
  const isForeign = found !== undefined && found.unknown.length > 0 && !found.isResident;
  const lacksSystem = found !== undefined && !found.isResident && !found.columns.includes('numberSystem');
  const [sent, setSent] = useState(0);
  const stopping = useRef<AbortController>(null);
  const sending = useMutation({
    mutationFn: async (chosen: File) => {
      setSent(0);
      stopping.current = new AbortController();
      if (isForeign) await found.keep();
      const content = isForeign ? withHeading(found.heading, found.columns) : chosen;
      const how = { format, encoding, dryRun, again, staffId, numberSystem: lacksSystem ? numberSystem : '' };
      const asked = { content, fileName: chosen.name, ...how };
      return uploadLoad(municipality, asked, { onSent: setSent, signal: stopping.current.signal });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: loadsKey(municipality) }),
  });
  // Leaving the page would break off the upload.
  useUnsaved(sending.isPending);
  const loadId = sending.data?.loadId;
  useEffect(() => {
    if (loadId !== undefined) void navigate({ to: '/$municipality/loads/$loadId', params: { municipality, loadId } });
  }, [loadId, municipality, navigate]);
  const wrongTexts = new Map(wrong.map(({ fieldId, text }) => [fieldId, text]));
  const findProblems = (): { fieldId: string; text: string }[] => {
    if (!file) return [{ fieldId: fileField, text: t('loads.file.missing') }];
    return isForeign ? findColumnProblems(found.heading, found.columns, { numberSystem, t }) : [];
  };
  const wasLoadedBefore = sending.error instanceof ApiError && sending.error.problem?.code === 'LOADED_BEFORE';
  return (
    <Card title={t('loads.upload')}>
      <Form
        className="grid gap-4"
        onSubmit={() => {
          const problems = findProblems();
          setWrong(problems);
          if (file && problems.length === 0 && !sending.isPending) sending.mutate(file);
        }}
      >
        <ErrorSummary errors={wrong} />
        {sending.error instanceof UploadCancelled ? (
          <Notice look="information">{t('loads.stopped')}</Notice>
        ) : (
          sending.error && <ProblemNotice error={sending.error} />
        )}
        <TextField
          id={fileField}
          label={t('loads.file')}
          hint={t('loads.file.hint')}
          error={wrongTexts.get(fileField)}
          type="file"
          required
          accept=".csv,.ndjson,.txt,.dat,.zip"
          onChange={({ target }) => {
            const [first] = target.files ?? [];
            setChosenFile((before) => (first ? { file: first, no: (before?.no ?? 0) + 1 } : null));
            setWrong([]);
            sending.reset();
          }}
        />
        <a
          className={`${buttonClass('secondary')} justify-self-start`}
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(template)}`}
          download="residents.csv"
        >
          {t('loads.template')}
        </a>
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
        {found?.isResident && <Notice look="warning">{t('loads.noHeading')}</Notice>}
        {isForeign && found.areKept && <Notice look="information">{t('loads.columns.kept')}</Notice>}
        {isForeign && (
          <ColumnChoice
            heading={found.heading}
            unknown={found.unknown}
            columns={found.columns}
            errors={wrongTexts}
            onChoose={found.choose}
          />
        )}
        {lacksSystem && (
          <TextField
            id={numberSystemId}
            label={t('loads.numberSystem')}
            hint={t('loads.numberSystem.hint')}
            error={wrongTexts.get(numberSystemId)}
            inputMode="numeric"
            maxLength={2}
            className="max-w-32"
            value={numberSystem}
            onChange={({ target }) => setNumberSystem(target.value)}
          />
        )}
        <Checkbox label={t('loads.dryRun')} checked={dryRun} onChange={({ target }) => setDryRun(target.checked)} />
        {(wasLoadedBefore || again) && (
          <Checkbox label={t('loads.again')} checked={again} onChange={({ target }) => setAgain(target.checked)} />
        )}
        {file && sending.isPending && <Sending file={file} sent={sent} onStop={() => stopping.current?.abort()} />}
        <Button type="submit" busy={sending.isPending} className="justify-self-start">
          {t(sending.isPending ? 'loads.sending' : dryRun ? 'loads.submit.check' : 'loads.submit.load')}
        </Button>
      </Form>
    </Card>
  );
}

/** How much of the file has been sent. Afterwards the server seals and stores it. */
function Sending({ file, sent, onStop }: { file: File; sent: number; onStop: () => void }) {
  const t = useWords();
  const formats = useFormats();
  const isSent = sent >= file.size;
  const share = file.size === 0 ? 1 : Math.min(1, sent / file.size);
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span>
          {isSent
            ? t('loads.received')
            : t('loads.sent', { sent: formats.bytes(sent), size: formats.bytes(file.size) })}
        </span>
        <span className="tabular-nums">{formats.share(share)}</span>
      </p>
      <progress value={share} max={1} aria-label={t('loads.sentOf', { file: file.name })} className="h-3 w-full" />
      <Button look="quiet" size="small" className="justify-self-start" onClick={onStop}>
        {t('loads.sending.stop')}
      </Button>
    </div>
  );
}
