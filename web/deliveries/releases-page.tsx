/** All releases with their two people: who proposed, and who decided. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Release } from '../../contracts/api/deliveries.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import type { MessageKey } from '../catalogue.ts';
import { usePlace } from '../shell/place.tsx';
import { useSession } from '../shell/session.tsx';
import { releasesQuery, type Decision } from './calls.ts';
import { DecisionDialog } from './decision-dialog.tsx';
import { ReleaseLabel } from './labels.tsx';
import { DeliveriesPart } from './parts.tsx';
import { ProposeDialog } from './propose-dialog.tsx';
import { StartDialog } from './start-dialog.tsx';

export function ReleasesPage() {
  return (
    <DeliveriesPart part="releases">
      <AllReleases />
    </DeliveriesPart>
  );
}

type Asked = { what: 'propose' } | { what: Decision | 'start'; release: Release };

function AllReleases() {
  const t = useWords();
  const { organisation, may } = usePlace();
  const { data, error } = useQuery(releasesQuery(organisation));
  const [asked, setAsked] = useState<Asked | null>(null);
  const [done, setDone] = useState<MessageKey | null>(null);
  const ask = (what: Asked): void => {
    setDone(null);
    setAsked(what);
  };
  const finish = (key: MessageKey): void => {
    setAsked(null);
    setDone(key);
  };
  const leave = (): void => setAsked(null);
  return (
    <>
      {done && <Notice look="success">{t(done)}</Notice>}
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 className="text-std-20B-150">{t('deliveries.releases.list')}</h2>
        {may('deliveries:publish') && (
          <Button onClick={() => ask({ what: 'propose' })}>{t('deliveries.propose')}</Button>
        )}
      </div>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <ReleaseTable releases={data.releases} onAsk={(what, release) => ask({ what, release })} />}
      {asked?.what === 'propose' && (
        <ProposeDialog known={data?.releases ?? []} onClose={leave} onDone={() => finish('deliveries.proposed')} />
      )}
      {asked?.what === 'start' && <StartDialog release={asked.release} onClose={leave} />}
      {asked !== null && asked.what !== 'propose' && asked.what !== 'start' && (
        <DecisionDialog what={asked.what} release={asked.release} onClose={leave} onDone={finish} />
      )}
    </>
  );
}

function ReleaseTable({
  releases,
  onAsk,
}: {
  releases: readonly Release[];
  onAsk: (what: Decision | 'start', release: Release) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { may } = usePlace();
  const mayWork = may('deliveries:publish') || may('deliveries:approve');
  const latest = new Map<string, number>();
  for (const { name, version, state } of releases) {
    if (state === 'published') latest.set(name, Math.max(version, latest.get(name) ?? 0));
  }
  return (
    <DataTable
      caption={t('deliveries.releases.list')}
      rows={releases}
      rowKey={({ release }) => release}
      empty={t('deliveries.releases.none')}
      columns={[
        {
          key: 'name',
          title: t('deliveries.releases.name'),
          heading: true,
          cell: ({ name, version, kind }) => (
            <>
              <span className="font-mono whitespace-nowrap">{name}</span>
              <span className="block whitespace-nowrap">{t('deliveries.version', { version })}</span>
              <span className="block text-sm font-normal whitespace-nowrap">{t(`deliveries.kind.${kind}`)}</span>
            </>
          ),
        },
        {
          key: 'state',
          title: t('deliveries.releases.state'),
          cell: ({ state, replacedBy }) => (
            <>
              <ReleaseLabel state={state} />
              {replacedBy !== null && (
                <span className="block text-sm">{t('deliveries.releases.replacedBy', { version: replacedBy })}</span>
              )}
            </>
          ),
        },
        {
          key: 'proposed',
          title: t('deliveries.releases.proposed'),
          cell: ({ proposedBy, proposedAt, reason }) => (
            <Act by={proposedBy.name ?? proposedBy.id} at={proposedAt} reason={reason} />
          ),
        },
        {
          key: 'decided',
          title: t('deliveries.releases.decided'),
          cell: ({ decidedBy, decidedAt, decisionReason }) =>
            decidedBy === null || decidedAt === null ? (
              '–'
            ) : (
              <Act by={decidedBy.name ?? decidedBy.id} at={decidedAt} reason={decisionReason ?? ''} />
            ),
        },
        {
          key: 'content',
          title: t('deliveries.releases.content'),
          cell: ({ lengthBytes, sha256 }) => (
            <>
              <span className="whitespace-nowrap">{formats.bytes(lengthBytes)}</span>
              <span className="block text-sm" title={sha256}>
                {t('deliveries.releases.sha256')}{' '}
                <span className="font-mono">
                  {sha256.slice(0, 12)}
                  <span aria-hidden="true">…</span>
                </span>
              </span>
            </>
          ),
        },
        ...(mayWork
          ? [
              {
                key: 'work',
                title: t('deliveries.releases.work'),
                cell: (release: Release) => (
                  <Actions release={release} isLatest={latest.get(release.name) === release.version} onAsk={onAsk} />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Act({ by, at, reason }: { by: string; at: string; reason: string }) {
  const formats = useFormats();
  return (
    <div className="min-w-40">
      {by}
      <span className="block text-sm whitespace-nowrap">{formats.moment(at)}</span>
      <span className="block text-sm wrap-anywhere">{reason}</span>
    </div>
  );
}

function Actions({
  release,
  isLatest,
  onAsk,
}: {
  release: Release;
  /** The published one that most servers should have. */
  isLatest: boolean;
  onAsk: (what: Decision | 'start', release: Release) => void;
}) {
  const t = useWords();
  const { may } = usePlace();
  const { staffId } = useSession();
  const { state, proposedBy, name, version } = release;
  const isOwn = proposedBy.id === staffId;
  const choices: readonly (Decision | 'start')[] = [
    ...(state === 'proposed' && may('deliveries:approve') && !isOwn ? (['approve', 'refuse'] as const) : []),
    ...(state === 'published' && may('deliveries:publish') ? (['start', 'withdraw'] as const) : []),
  ];
  return (
    <div className="flex flex-wrap gap-2">
      {choices.map((what) => {
        const text = t(what === 'start' ? 'deliveries.start' : `deliveries.decide.${what}`);
        return (
          <Button
            key={what}
            size="small"
            look={what === 'approve' || (what === 'start' && isLatest) ? 'primary' : 'secondary'}
            aria-label={`${t('deliveries.named', { name, version })}: ${text}`}
            onClick={() => onAsk(what, release)}
          >
            {text}
          </Button>
        );
      })}
      {state === 'proposed' && isOwn && <p className="text-sm">{t('deliveries.releases.own')}</p>}
    </div>
  );
}
