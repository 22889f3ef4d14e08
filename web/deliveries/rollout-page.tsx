/** A rollout: its waves as they go on, what staff order, and each organisation. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Facts } from '../components/facts.tsx';
import { linkClass } from '../components/link.ts';
import { LiveMark } from '../components/live-mark.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { rolloutQuery, useOrder, type Order, type RolloutDetail } from './calls.ts';
import { DeliveriesTable } from './deliveries-table.tsx';
import { RolloutLabel } from './labels.tsx';
import { WavesCard } from './waves-card.tsx';

export function RolloutPage() {
  return (
    <Guarded right="deliveries:read">
      <OneRollout />
    </Guarded>
  );
}

function OneRollout() {
  const t = useWords();
  const { organisation, name: place } = usePlace();
  const { rollout } = useParams({ from: '/signed-in/organisations/$organisation/deliveries/rollouts/$rollout' });
  const { data, error } = useQuery(rolloutQuery(organisation, rollout));
  const title = data
    ? t('deliveries.rollout.title', { name: data.name, version: data.version })
    : t('deliveries.part.rollouts');
  return (
    <>
      <PageHeading title={title} place={place} aside={data && <LiveMark live={!error} />} />
      <p className="-my-3">
        <Link to="/organisations/$organisation/deliveries/rollouts" params={{ organisation }} className={linkClass}>
          {t('deliveries.rollout.toList')}
        </Link>
      </p>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <>
          <Standing rollout={data} />
          <WavesCard rollout={data} />
          <DeliveriesTable deliveries={data.deliveries} />
        </>
      )}
    </>
  );
}

function possibleOrders({ state, order }: RolloutDetail): readonly Order[] {
  if (order !== null) return [];
  if (state === 'running') return ['hold', 'abandon'];
  return state === 'held' ? ['go-on', 'abandon'] : [];
}

function Standing({ rollout }: { rollout: RolloutDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = usePlace();
  const [asked, setAsked] = useState<Order | null>(null);
  const { state, order, orderedAt, orderedBy, orderReason, startedBy, endedAt, heldReason } = rollout;
  const orders = may('deliveries:publish') ? possibleOrders(rollout) : [];
  return (
    <Card title={t('deliveries.rollout.facts')} aside={<RolloutLabel state={state} />}>
      {state === 'held' && (
        <Notice look="warning" title={t('deliveries.rollout.held')}>
          <p>{t(heldReason === 'STAFF' ? 'deliveries.rollout.held.staff' : 'deliveries.rollout.held.failed')}</p>
        </Notice>
      )}
      {order !== null && (
        <Notice look="information">{t('deliveries.rollout.pending', { order: t(`deliveries.order.${order}`) })}</Notice>
      )}
      {orders.length > 0 && (
        <div className="flex flex-wrap gap-3">
          {orders.map((each) => (
            <Button key={each} look={each === 'go-on' ? 'primary' : 'secondary'} onClick={() => setAsked(each)}>
              {t(`deliveries.order.${each}`)}
            </Button>
          ))}
        </div>
      )}
      <Facts
        facts={[
          { key: 'startedBy', title: t('deliveries.rollout.startedBy'), value: startedBy.name ?? startedBy.id },
          { key: 'started', title: t('deliveries.rollouts.started'), value: formats.moment(rollout.startedAt) },
          { key: 'applyAfter', title: t('deliveries.rollouts.applyAfter'), value: formats.moment(rollout.applyAfter) },
          {
            key: 'ended',
            title: t('deliveries.rollouts.ended'),
            value: endedAt === null ? null : formats.moment(endedAt),
          },
          {
            key: 'order',
            title: t('deliveries.rollout.order'),
            value:
              orderedAt === null
                ? null
                : `${formats.moment(orderedAt)} ${orderedBy?.name ?? orderedBy?.id ?? ''}: ${orderReason ?? ''}`,
          },
        ]}
      />
      {asked && <OrderDialog rollout={rollout} order={asked} onClose={() => setAsked(null)} />}
    </Card>
  );
}

function OrderDialog({ rollout, order, onClose }: { rollout: RolloutDetail; order: Order; onClose: () => void }) {
  const t = useWords();
  const { organisation } = usePlace();
  const ordering = useOrder(organisation, rollout.rollout, onClose);
  return (
    <Dialog title={t(`deliveries.order.${order}`)} onClose={onClose}>
      <p>{t(`deliveries.order.${order}.text`)}</p>
      {ordering.error && <ProblemNotice error={ordering.error} />}
      <ReasonForm
        submit={t(`deliveries.order.${order}`)}
        {...(order === 'abandon' && { look: 'danger' as const })}
        busy={ordering.isPending}
        onSubmit={(reason) => ordering.mutate({ order, reason })}
        onClose={onClose}
      />
    </Dialog>
  );
}
