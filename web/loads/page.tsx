import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Load } from '../../contracts/api/loads.ts';
import { sumNames } from '../../domain/load-sums.ts';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { DataTable, More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { LoadProgress } from './load-progress.tsx';
import { UploadForm } from './upload-form.tsx';
import { loadsQuery } from './calls.ts';
import { linkClass } from '../components/link.ts';

export function LoadsPage() {
  const t = useWords();
  const { may, name } = useHere();
  return (
    <Guarded right="loads:read">
      <PageHeading title={t('loads.title')} place={name} />
      <p>{t('loads.intro')}</p>
      {may('loads:work') && <UploadForm />}
      <h2 className="text-std-20B-150">{t('loads.list')}</h2>
      <LoadList />
    </Guarded>
  );
}

const shownSums = ['read', 'accepted', 'wrong', 'confirmed'] as const;
const step = 50;
/** The server lists no more. */
const most = 500;

function LoadList() {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const [limit, setLimit] = useState(step);
  const { data, error, isPlaceholderData } = useQuery({
    ...loadsQuery(municipality, limit),
    placeholderData: (before) => before,
  });
  if (!data) return error ? <ProblemNotice error={error} /> : <Skeleton lines={5} />;
  return (
    <>
      {/* The shown list stays, because it is read again by itself. */}
      {error && <ProblemNotice error={error} />}
      <DataTable
        caption={t('loads.list')}
        rows={data.loads}
        rowKey={({ loadId }) => loadId}
        empty={t('loads.none')}
        columns={[
          {
            key: 'file',
            title: t('loads.column.file'),
            heading: true,
            cell: ({ loadId, fileName, dryRun }) => (
              <>
                <Link
                  to="/$municipality/loads/$loadId"
                  params={{ municipality, loadId }}
                  className={`${linkClass} break-all`}
                >
                  {fileName}
                </Link>
                {dryRun && <span className="block text-sm">{t('loads.dryRunMark')}</span>}
              </>
            ),
          },
          { key: 'progress', title: t('loads.column.progress'), cell: (load) => <LoadProgress load={load} /> },
          ...shownSums.map((sum) => ({
            key: sum,
            title: sumNames[sum][language],
            numeric: true,
            cell: ({ sums }: Load) => formats.count(sums[sum]),
          })),
          { key: 'created', title: t('loads.column.created'), cell: ({ createdAt }) => formats.moment(createdAt) },
        ]}
      />
      {data.loads.length >= limit && limit < most && (
        <More busy={isPlaceholderData} onMore={() => setLimit(Math.min(most, limit + step))} />
      )}
    </>
  );
}
