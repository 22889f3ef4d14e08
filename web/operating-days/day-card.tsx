import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Board } from '../../contracts/api/board.ts';
import type { OperatingDayWithSteps } from '../../contracts/api/operating-days.ts';
import { runbookOf } from '../../domain/monitoring/runbook.ts';
import { mayOrder, type DayOrder } from '../../domain/operating-day.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import { linkClass } from '../components/link.ts';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { usePlace } from '../shell/place.tsx';
import { dayQuery } from './calls.ts';
import { DayLabel } from './day-label.tsx';
import { OrderDialog } from './order-dialog.tsx';
import { StepsTable } from './steps-table.tsx';

const orders = ['resume', 'abandon'] as const;

export function DayCard({ day, board }: { day: string; board: Board | undefined }) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  const { data, error } = useQuery(dayQuery(organisation, day));
  return (
    <Card title={t('days.shown', { day: formats.date(day) })} aside={data && <DayLabel state={data.state} />}>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <OneDay day={data} board={board} />}
    </Card>
  );
}

function OneDay({ day, board }: { day: OperatingDayWithSteps; board: Board | undefined }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { may } = usePlace();
  const [ordering, setOrdering] = useState<DayOrder | null>(null);
  const [ordered, setOrdered] = useState(false);
  const { order, state } = day;
  const isPending = order !== null && order.order !== null;
  const possible = may('servers:operate') && !isPending ? orders.filter((each) => mayOrder(state, each)) : [];
  return (
    <>
      {state === 'halted' && !isPending && <Notice look="error">{t('days.halted')}</Notice>}
      {state === 'halted' && (
        <p>
          <a href={runbookOf({ cause: 'OPERATING_DAY_HALTED', target: null }, language)} className={linkClass}>
            {t('days.runbook')}
          </a>
        </p>
      )}
      {order?.order != null && <Notice look="information">{t(`days.pending.${order.order}`)}</Notice>}
      {ordered && !isPending && <Notice look="success">{t('days.ordered')}</Notice>}
      {possible.length > 0 && (
        <div className="flex flex-wrap gap-3">
          {possible.map((each) => (
            <Button
              key={each}
              look={each === 'resume' ? 'primary' : 'secondary'}
              onClick={() => {
                setOrdered(false);
                setOrdering(each);
              }}
            >
              {t(`days.${each}`)}
            </Button>
          ))}
        </div>
      )}
      <Facts
        facts={[
          { key: 'startsAt', title: t('days.startsAt'), value: formats.moment(day.startsAt) },
          { key: 'opensAt', title: t('days.opensAt'), value: formats.moment(day.opensAt) },
          { key: 'closesAt', title: t('days.closesAt'), value: formats.moment(day.closesAt) },
          {
            key: 'dailyEndsAt',
            title: t('days.dailyEndsAt'),
            value: day.dailyEndsAt === null ? null : formats.moment(day.dailyEndsAt),
          },
          {
            key: 'order',
            title: t('days.order'),
            value:
              order?.at == null
                ? null
                : t('days.order.text', {
                    time: formats.moment(order.at),
                    by: order.by ?? '',
                    reason: order.reason ?? '',
                  }),
          },
        ]}
      />
      <StepsTable steps={day.steps} board={board} />
      {ordering !== null && (
        <OrderDialog
          day={day.day}
          order={ordering}
          onClose={() => setOrdering(null)}
          onDone={() => {
            setOrdering(null);
            setOrdered(true);
          }}
        />
      )}
    </>
  );
}
