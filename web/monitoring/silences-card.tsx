import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Silence } from '../../contracts/api/monitoring.ts';
import { AsStored } from '../components/as-stored.tsx';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable, type Column } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { usePlace } from '../shell/place.tsx';
import { silencesQuery, targetsQuery, withdrawSilence } from './calls.ts';
import { useOrganisationName } from './names.ts';
import { SilenceDialog } from './silence-dialog.tsx';

/** Those that hold or will, and the latest of those that are over; the own ones may be withdrawn. */
export function SilencesCard() {
  const t = useWords();
  const { organisation, may } = usePlace();
  const { data, error } = useQuery(silencesQuery(organisation));
  const [adding, setAdding] = useState(false);
  const [done, setDone] = useState<'added' | 'withdrawn' | null>(null);
  return (
    <Card
      title={t('silences.title')}
      aside={
        may('incidents:work') && (
          <Button
            look="secondary"
            onClick={() => {
              setDone(null);
              setAdding(true);
            }}
          >
            {t('silences.add')}
          </Button>
        )
      }
    >
      <p>{t('silences.text')}</p>
      {done !== null && <Notice look="success">{t(`silences.${done}`)}</Notice>}
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={3} />}
      {data && <SilenceTable silences={data.silences} onWithdrawn={() => setDone('withdrawn')} />}
      {adding && (
        <SilenceDialog
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            setDone('added');
          }}
        />
      )}
    </Card>
  );
}

function stateOf({ fromAt, toAt, withdrawnAt }: Silence, now: number): 'holds' | 'coming' | 'ended' | 'withdrawn' {
  if (withdrawnAt !== null) return 'withdrawn';
  if (Date.parse(toAt) <= now) return 'ended';
  return Date.parse(fromAt) > now ? 'coming' : 'holds';
}

function SilenceTable({ silences, onWithdrawn }: { silences: readonly Silence[]; onWithdrawn: () => void }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { organisation, may } = usePlace();
  const nameOf = useOrganisationName();
  const targets = useQuery({ ...targetsQuery(organisation), enabled: may('servers:read') }).data?.targets ?? [];
  const client = useQueryClient();
  const withdrawing = useMutation({
    mutationFn: (silenceId: string) => withdrawSilence(organisation, silenceId),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: silencesQuery(organisation).queryKey });
      onWithdrawn();
    },
  });
  const targetOf = (target: string): string => {
    const found = targets.find((each) => each.target === target);
    return found ? found[language === 'ja' ? 'name' : 'nameEn'] : target;
  };
  const now = Date.now();
  const mayEnd = (silence: Silence): boolean =>
    silence.organisation === organisation &&
    may('incidents:work') &&
    ['holds', 'coming'].includes(stateOf(silence, now));
  const actions: Column<Silence> = {
    key: 'actions',
    title: t('silences.actions'),
    cell: (silence) =>
      mayEnd(silence) && (
        <Button
          look="secondary"
          size="small"
          busy={withdrawing.isPending}
          aria-label={t('silences.withdraw.of', { message: silence.message })}
          onClick={() => withdrawing.mutate(silence.silenceId)}
        >
          {t('silences.withdraw')}
        </Button>
      ),
  };
  return (
    <>
      {withdrawing.error && <ProblemNotice error={withdrawing.error} />}
      <DataTable
        caption={t('silences.title')}
        rows={silences}
        rowKey={({ silenceId }) => silenceId}
        empty={t('silences.none')}
        columns={[
          {
            key: 'about',
            title: t('silences.about'),
            heading: true,
            cell: (silence) => (
              <>
                {nameOf(silence.organisation)}
                <span className="block text-sm font-normal">
                  {silence.target === null ? t('silences.about.all') : targetOf(silence.target)}
                </span>
              </>
            ),
          },
          { key: 'state', title: t('silences.state'), cell: (silence) => t(`silences.state.${stateOf(silence, now)}`) },
          {
            key: 'from',
            title: t('silences.from'),
            cell: ({ fromAt }) => <span className="whitespace-nowrap">{formats.moment(fromAt)}</span>,
          },
          {
            key: 'to',
            title: t('silences.to'),
            cell: ({ toAt }) => <span className="whitespace-nowrap">{formats.moment(toAt)}</span>,
          },
          {
            key: 'message',
            title: t('silences.message'),
            cell: ({ message }) => <AsStored text={message} className="whitespace-pre-wrap" />,
          },
          { key: 'by', title: t('silences.by'), cell: ({ setBy }) => setBy.name ?? setBy.id },
          ...(may('incidents:work') ? [actions] : []),
        ]}
      />
    </>
  );
}
