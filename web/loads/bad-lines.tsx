import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Load } from '../../contracts/api/loads.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { saveFile } from '../components/save-file.ts';
import { DataTable } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { isMessageKey } from '../catalogue.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { fetchBadLines, loadReportQuery } from './calls.ts';

/** What is wrong, by field and rule, and the first bad lines. The lines themselves need a reason. */
export function BadLines({ load }: { load: Load }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const { data: report, error } = useQuery(
    loadReportQuery(municipality, load.loadId, `${String(load.sums.wrong)} ${String(load.state === 'READING')}`),
  );
  const [asksReason, setAsksReason] = useState(false);
  // The name on these pages and the one in the file's heading, where people mend it.
  const fieldOf = (field: string): string => {
    if (field === '') return t('loads.wholeLine');
    const key = `loads.field.${field}`;
    return isMessageKey(key) ? `${t(key)} (${field})` : field;
  };
  return (
    <Card title={t('loads.problems')}>
      {error && <ProblemNotice error={error} />}
      {!report && !error && <Skeleton />}
      {report && (
        <DataTable
          caption={t('loads.problems')}
          rows={report.problems}
          rowKey={({ field, rule }) => `${field} ${rule}`}
          empty={t(load.state === 'READING' ? 'loads.noProblemsYet' : 'loads.noProblems')}
          columns={[
            { key: 'field', title: t('loads.problem.field'), heading: true, cell: ({ field }) => fieldOf(field) },
            { key: 'rule', title: t('loads.problem.rule'), cell: ({ text }) => text[language] },
            { key: 'lines', title: t('loads.problem.lines'), numeric: true, cell: ({ lines }) => formats.count(lines) },
          ]}
        />
      )}
      {report && report.lines.length > 0 && (
        <>
          <h3 className="font-bold">{t('loads.firstLines', { count: formats.count(report.lines.length) })}</h3>
          <DataTable
            caption={t('loads.firstLines', { count: formats.count(report.lines.length) })}
            rows={report.lines}
            rowKey={({ line }) => String(line)}
            columns={[
              { key: 'line', title: t('loads.problem.line'), heading: true, cell: ({ line }) => formats.count(line) },
              {
                key: 'problems',
                title: t('loads.problem.rule'),
                cell: ({ problems }) => (
                  <ul>
                    {problems.map(({ field, rule, text }) => (
                      <li key={`${field} ${rule}`}>
                        <span className="font-bold">{fieldOf(field)}:</span> {text[language]}
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        </>
      )}
      {report && report.warnings.length > 0 && (
        <DataTable
          caption={t('loads.warnings')}
          rows={report.warnings}
          rowKey={({ rule, lines }) => `${rule} ${lines.join(' ')}`}
          columns={[
            { key: 'lines', title: t('loads.problem.line'), heading: true, cell: ({ lines }) => lines.join(', ') },
            { key: 'field', title: t('loads.problem.field'), cell: ({ field }) => fieldOf(field) },
            { key: 'rule', title: t('loads.warnings'), cell: ({ text }) => text[language] },
          ]}
        />
      )}
      {load.sums.wrong > 0 && may('loads:view-lines') && (
        <Button look="secondary" className="justify-self-start" onClick={() => setAsksReason(true)}>
          {t('loads.download')}
        </Button>
      )}
      {asksReason && <Download load={load} onClose={() => setAsksReason(false)} />}
    </Card>
  );
}

function Download({ load, onClose }: { load: Load; onClose: () => void }) {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const asking = useMutation({
    mutationFn: (reason: string) => fetchBadLines(municipality, load.loadId, { staffId, reason }),
    onSuccess: (file) => {
      saveFile(file, `bad-lines-${load.fileName.replace(/\.zip$/iu, '')}`);
      onClose();
    },
  });
  return (
    <Dialog title={t('loads.download')} onClose={onClose}>
      <p>{t('loads.download.text')}</p>
      {asking.error && <ProblemNotice error={asking.error} />}
      <ReasonForm
        submit={t('loads.download.submit')}
        busy={asking.isPending}
        onSubmit={asking.mutate}
        onClose={onClose}
      />
    </Dialog>
  );
}
