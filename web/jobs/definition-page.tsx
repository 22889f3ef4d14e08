/** The definition of an organisation's nets: what counts, since when, and how a file would change it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DefinitionVersion, DefinitionView } from '../../contracts/api/jobs.ts';
import { orderJobs } from '../../domain/jobs/check.ts';
import { buttonClass, Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import { linkClass } from '../components/link.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { ApplyDialog } from './apply-dialog.tsx';
import { definitionFileAddress, definitionQuery, useJobBoard, versionsQuery } from './calls.ts';
import { useServerName } from './servers.ts';
import { useAnd, useNetTexts } from './words.ts';

export function JobDefinitionPage() {
  return (
    <Guarded right="jobs:read">
      <Definition />
    </Guarded>
  );
}

function Definition() {
  const t = useWords();
  const { organisation, name } = usePlace();
  const { data, error } = useQuery(definitionQuery(organisation));
  const versions = useQuery(versionsQuery(organisation));
  return (
    <>
      <PageHeading title={t('jobs.definition.title')} place={name} />
      <p>
        <Link to="/organisations/$organisation/jobs" params={{ organisation }} className={linkClass}>
          {t('jobs.back')}
        </Link>
      </p>
      <p>{t('jobs.definition.intro')}</p>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <NowCard view={data} />
          <NetsCard view={data} />
        </>
      )}
      {versions.error && <ProblemNotice error={versions.error} />}
      {versions.data && versions.data.versions.length > 0 && <VersionsCard versions={versions.data.versions} />}
    </>
  );
}

function NowCard({ view }: { view: DefinitionView }) {
  const t = useWords();
  const formats = useFormats();
  const { organisation, may } = usePlace();
  const [applies, setApplies] = useState(false);
  const [applied, setApplied] = useState<'applied' | 'unchanged' | null>(null);
  const { version, hash, appliedAt, appliedBy } = view;
  return (
    <Card title={t('jobs.definition.now')}>
      {applied && <Notice look="success">{t(`jobs.definition.${applied}`)}</Notice>}
      <Facts
        facts={[
          { key: 'version', title: t('jobs.definition.version'), value: formats.count(version) },
          {
            key: 'at',
            title: t('jobs.definition.appliedAt'),
            value: appliedAt === null ? t('jobs.definition.never') : formats.moment(appliedAt),
          },
          { key: 'by', title: t('jobs.definition.appliedBy'), value: appliedBy && (appliedBy.name ?? appliedBy.id) },
        ]}
      />
      <p className="text-sm">
        {t('jobs.definition.hash')} <code className="break-all">{hash}</code>
      </p>
      <p className="flex flex-wrap gap-3">
        <a href={definitionFileAddress(organisation)} download className={buttonClass('secondary')}>
          {t('jobs.definition.export')}
        </a>
        {may('jobs:define') && (
          <Button
            onClick={() => {
              setApplied(null);
              setApplies(true);
            }}
          >
            {t('jobs.definition.compare')}
          </Button>
        )}
      </p>
      {applies && (
        <ApplyDialog
          onClose={() => setApplies(false)}
          onDone={(now) => {
            setApplies(false);
            setApplied(now.version === version ? 'unchanged' : 'applied');
          }}
        />
      )}
    </Card>
  );
}

function NetsCard({ view: { definition } }: { view: DefinitionView }) {
  const t = useWords();
  const formats = useFormats();
  const and = useAnd();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const { board } = useJobBoard(organisation);
  const nameOf = useServerName(board);
  const textOf = useNetTexts();
  const serverText = (server: string): string =>
    server === 'own' || server === 'prefectures' || server === 'municipalities'
      ? t(`jobs.servers.${server}`)
      : nameOf(server);
  return (
    <Card title={t('jobs.nets')}>
      <DataTable
        caption={t('jobs.nets')}
        rows={definition.nets}
        rowKey={({ net }) => net}
        empty={t('jobs.none')}
        columns={[
          {
            key: 'net',
            title: t('jobs.net'),
            heading: true,
            cell: ({ net, name, nameEn }) => (
              <>
                {language === 'ja' ? name : nameEn}
                <span className="block text-sm font-normal text-solid-gray-800">{net}</span>
              </>
            ),
          },
          {
            key: 'servers',
            title: t('jobs.server'),
            cell: ({ servers }) => <span className="inline-block min-w-20">{servers.map(serverText).join(and)}</span>,
          },
          {
            key: 'at',
            title: t('jobs.fact.at'),
            cell: (net) => <span className="whitespace-nowrap">{textOf(net)}</span>,
          },
          {
            key: 'closedDay',
            title: t('jobs.fact.closedDay'),
            cell: ({ closedDay }) => <span className="whitespace-nowrap">{t(`jobs.closedDay.${closedDay}`)}</span>,
          },
          {
            key: 'catchUp',
            title: t('jobs.fact.catchUp'),
            cell: ({ catchUp }) => <span className="whitespace-nowrap">{t(`jobs.catchUp.${catchUp}`)}</span>,
          },
          {
            key: 'jobs',
            title: t('jobs.jobs'),
            cell: ({ jobs }) =>
              jobs.length > 5
                ? t('jobs.jobs.count', { count: formats.count(jobs.length) })
                : orderJobs(jobs)
                    .map(({ job }) => job)
                    .join(and),
          },
        ]}
      />
    </Card>
  );
}

function VersionsCard({ versions }: { versions: readonly DefinitionVersion[] }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <Card title={t('jobs.definition.versions')}>
      <DataTable
        caption={t('jobs.definition.versions')}
        rows={versions}
        rowKey={({ version }) => String(version)}
        columns={[
          {
            key: 'version',
            title: t('jobs.definition.version'),
            heading: true,
            cell: ({ version }) => formats.count(version),
          },
          {
            key: 'at',
            title: t('jobs.definition.appliedAt'),
            cell: ({ appliedAt }) => (
              <span className="whitespace-nowrap">{appliedAt === null ? '–' : formats.exactMoment(appliedAt)}</span>
            ),
          },
          {
            key: 'by',
            title: t('jobs.definition.appliedBy'),
            cell: ({ appliedBy }) => (appliedBy ? (appliedBy.name ?? appliedBy.id) : '–'),
          },
          { key: 'nets', title: t('jobs.nets'), numeric: true, cell: ({ nets }) => formats.count(nets) },
          {
            key: 'hash',
            title: t('jobs.definition.hash'),
            cell: ({ hash }) => <code>{hash.slice(0, 12)}</code>,
          },
        ]}
      />
    </Card>
  );
}
